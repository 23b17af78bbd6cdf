"""Lines of a CII invoice (BG-25)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from chorus_app.formats.binding import Fixed, Group, Many, Part, Row, leaf, of, placed
from chorus_app.formats.cii.groups import LINE_ALLOWANCES, LINE_NOTE, OBJECT, PRICE_ALLOWANCES
from chorus_app.formats.cii.names import DAY
from chorus_app.formats.codecs import CODE, COMPACT_DAY, NUMBER
from chorus_app.formats.making import LINE_ASKED
from chorus_app.formats.parsed import Attribute, Classification, Code, Line, Period

if TYPE_CHECKING:
    from chorus_app.formats.reading import Found

DOCUMENT = "ram:AssociatedDocumentLineDocument"
PRODUCT = "ram:SpecifiedTradeProduct"
AGREEMENT = "ram:SpecifiedLineTradeAgreement"
DELIVERY = "ram:SpecifiedLineTradeDelivery"
SETTLEMENT = "ram:SpecifiedLineTradeSettlement"
GROSS, NET = f"{AGREEMENT}/ram:GrossPriceProductTradePrice", f"{AGREEMENT}/ram:NetPriceProductTradePrice"
TAX = f"{SETTLEMENT}/ram:ApplicableTradeTax"

ATTRIBUTE = Group(
    (leaf("name", "ram:Description", term="BT-160"), leaf("value", "ram:Value", term="BT-161")),
    {"": placed(Attribute)},
)
CLASS = Group(
    (
        leaf("code", "ram:ClassCode", term="BT-158"),
        leaf("list", "ram:ClassCode/@listID"),
        leaf("version", "ram:ClassCode/@listVersionID"),
    ),
    {"": placed(Classification)},
)
# The invoiced object of a line (BT-128): its number and, in ReferenceTypeCode, its kind.
OBJECTS = Group(
    (
        leaf("value", "ram:IssuerAssignedID", term="BT-128"),
        Fixed("ram:TypeCode", OBJECT),
        leaf("scheme", "ram:ReferenceTypeCode"),
    ),
    {"": Part(lambda found: Code(**{"value": "", **found.values}))},
)


def _rows() -> Iterator[Row]:
    yield leaf("id", f"{DOCUMENT}/ram:LineID", term="BT-126")
    yield leaf("parent", f"{DOCUMENT}/ram:ParentLineID")
    yield leaf("kind", f"{DOCUMENT}/ram:LineStatusCode")
    yield leaf("subkind", f"{DOCUMENT}/ram:LineStatusReasonCode")
    yield Many("notes", f"{DOCUMENT}/ram:IncludedNote", LINE_NOTE)
    yield leaf("standard_item", f"{PRODUCT}/ram:GlobalID", term="BT-157", codec=CODE)
    yield leaf("seller_item", f"{PRODUCT}/ram:SellerAssignedID", term="BT-155")
    yield leaf("buyer_item", f"{PRODUCT}/ram:BuyerAssignedID", term="BT-156")
    yield leaf("name", f"{PRODUCT}/ram:Name", term="BT-153")
    yield leaf("description", f"{PRODUCT}/ram:Description", term="BT-154")
    yield Many("attributes", f"{PRODUCT}/ram:ApplicableProductCharacteristic", ATTRIBUTE)
    yield Many("classifications", f"{PRODUCT}/ram:DesignatedProductClassification", CLASS)
    yield leaf("origin", f"{PRODUCT}/ram:OriginTradeCountry/ram:ID", term="BT-159")
    yield leaf("order_line", f"{AGREEMENT}/ram:BuyerOrderReferencedDocument/ram:LineID", term="BT-132")
    yield from _prices()
    yield leaf("quantity", f"{DELIVERY}/ram:BilledQuantity", term="BT-129", codec=NUMBER)
    yield leaf("unit", f"{DELIVERY}/ram:BilledQuantity/@unitCode", term="BT-130")
    yield leaf("delivered_to", f"{DELIVERY}/ram:ShipToTradeParty/ram:GlobalID", codec=CODE, many=True)
    delivered = f"{DELIVERY}/ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime/{DAY}"
    yield leaf("delivery_date", delivered, codec=COMPACT_DAY)
    yield from _settlement()


def _prices() -> Iterator[Row]:
    yield leaf("gross_price", f"{GROSS}/ram:ChargeAmount", term="BT-148", codec=NUMBER)
    yield leaf("gross_base_quantity", f"{GROSS}/ram:BasisQuantity", codec=NUMBER)
    yield leaf("gross_base_unit", f"{GROSS}/ram:BasisQuantity/@unitCode")
    yield Many("price_allowances", f"{GROSS}/ram:AppliedTradeAllowanceCharge", PRICE_ALLOWANCES)
    yield leaf("unit_price", f"{NET}/ram:ChargeAmount", term="BT-146", codec=NUMBER)
    yield leaf("base_quantity", f"{NET}/ram:BasisQuantity", term="BT-149", codec=NUMBER)
    yield leaf("base_unit", f"{NET}/ram:BasisQuantity/@unitCode", term="BT-150")


def _settlement() -> Iterator[Row]:
    yield Fixed(SETTLEMENT)
    yield Fixed(f"{TAX}/ram:TypeCode", "VAT", when=("vat_category", "vat_rate"))
    yield leaf("exemption_reason", f"{TAX}/ram:ExemptionReason")
    yield leaf("vat_category", f"{TAX}/ram:CategoryCode", term="BT-151")
    yield leaf("exemption_code", f"{TAX}/ram:ExemptionReasonCode")
    yield leaf("vat_rate", f"{TAX}/ram:RateApplicablePercent", term="BT-152", codec=NUMBER)
    period = f"{SETTLEMENT}/ram:BillingSpecifiedPeriod"
    yield leaf("period.start", f"{period}/ram:StartDateTime/{DAY}", term="BT-134", codec=COMPACT_DAY)
    yield leaf("period.end", f"{period}/ram:EndDateTime/{DAY}", term="BT-135", codec=COMPACT_DAY)
    yield Many("allowances", f"{SETTLEMENT}/ram:SpecifiedTradeAllowanceCharge", LINE_ALLOWANCES)
    total = f"{SETTLEMENT}/ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount"
    yield leaf("net_amount", total, term="BT-131", codec=NUMBER)
    yield Many("objects", f"{SETTLEMENT}/ram:AdditionalReferencedDocument", OBJECTS)
    account = f"{SETTLEMENT}/ram:ReceivableSpecifiedTradeAccountingAccount/ram:ID"
    yield leaf("accounting", account, term="BT-133")


def _line(found: Found) -> Line:
    values = {**LINE_ASKED, **found.values}
    return Line(**values, place=found.place, places=found.places)


LINE = Group(tuple(_rows()), {"": Part(_line), "period": of(Period)})

"""Lines of a UBL invoice or credit note (BG-25)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from chorus_app.formats.binding import Fixed, Group, Many, Part, Row, leaf, of, placed
from chorus_app.formats.codecs import CODE, ISO_DAY, MONEY, NUMBER
from chorus_app.formats.making import LINE_ASKED, lift
from chorus_app.formats.parsed import AllowanceCharge, Attribute, Classification, Code, Line, Period
from chorus_app.formats.ubl.groups import LINE_ALLOWANCES, LINE_NOTE, OBJECT, PRICE_ALLOWANCES, tax_rows

if TYPE_CHECKING:
    from chorus_app.formats.reading import Found

KIND = "TYPE_LIGNE"  # Chorus Pro tells the kind of a line in a property of its item
CLASS_CODE = "cbc:ItemClassificationCode"

ATTRIBUTE = Group(
    (leaf("name", "cbc:Name", term="BT-160"), leaf("value", "cbc:Value", term="BT-161")),
    {"": placed(Attribute)},
)
CLASS = Group(
    (
        leaf("code", CLASS_CODE, term="BT-158"),
        leaf("list", f"{CLASS_CODE}/@listID"),
        leaf("version", f"{CLASS_CODE}/@listVersionID"),
    ),
    {"": placed(Classification)},
)
OBJECTS = Group(
    (leaf("code", "cbc:ID", term="BT-128", codec=CODE), Fixed("cbc:DocumentTypeCode", OBJECT)),
    {"": Part(lambda found: found.values.get("code", Code("")), lambda code: {"code": code})},
)


def line_group(quantity: str) -> Group:
    """The lines of an Invoice (InvoicedQuantity) or of a CreditNote (CreditedQuantity)."""
    return Group(tuple(_rows(quantity)), {"": Part(_line, take), "period": of(Period)})


def _rows(quantity: str) -> Iterator[Row]:
    yield leaf("id", "cbc:ID", term="BT-126")
    yield Many("notes", "cbc:Note", LINE_NOTE)
    yield leaf("quantity", f"cbc:{quantity}", term="BT-129", codec=NUMBER)
    yield leaf("unit", f"cbc:{quantity}/@unitCode", term="BT-130")
    yield leaf("net_amount", "cbc:LineExtensionAmount", term="BT-131", codec=MONEY)
    yield leaf("accounting", "cbc:AccountingCost", term="BT-133")
    yield leaf("period.start", "cac:InvoicePeriod/cbc:StartDate", term="BT-134", codec=ISO_DAY)
    yield leaf("period.end", "cac:InvoicePeriod/cbc:EndDate", term="BT-135", codec=ISO_DAY)
    yield leaf("order_line", "cac:OrderLineReference/cbc:LineID", term="BT-132")
    yield Many("objects", "cac:DocumentReference", OBJECTS)
    yield leaf("delivery_date", "cac:Delivery/cbc:ActualDeliveryDate", codec=ISO_DAY)
    yield leaf("delivered_to", "+cac:Delivery/cac:DeliveryLocation/cbc:ID", codec=CODE, many=True)
    yield Many("allowances", "cac:AllowanceCharge", LINE_ALLOWANCES)
    yield from _item()
    yield leaf("unit_price", "cac:Price/cbc:PriceAmount", term="BT-146", codec=MONEY)
    yield leaf("base_quantity", "cac:Price/cbc:BaseQuantity", term="BT-149", codec=NUMBER)
    yield leaf("base_unit", "cac:Price/cbc:BaseQuantity/@unitCode", term="BT-150")
    yield Many("price_allowances", "cac:Price/cac:AllowanceCharge", PRICE_ALLOWANCES)


def _item() -> Iterator[Row]:
    item, tax = "cac:Item", "cac:Item/cac:ClassifiedTaxCategory"
    yield leaf("description", f"{item}/cbc:Description", term="BT-154")
    yield leaf("name", f"{item}/cbc:Name", term="BT-153")
    yield leaf("buyer_item", f"{item}/cac:BuyersItemIdentification/cbc:ID", term="BT-156")
    yield leaf("seller_item", f"{item}/cac:SellersItemIdentification/cbc:ID", term="BT-155")
    yield leaf("standard_item", f"{item}/cac:StandardItemIdentification/cbc:ID", term="BT-157", codec=CODE)
    yield leaf("origin", f"{item}/cac:OriginCountry/cbc:IdentificationCode", term="BT-159")
    yield Many("classifications", f"{item}/cac:CommodityClassification", CLASS)
    category, rate, scheme = tax_rows(tax, {"vat_category": "BT-151", "vat_rate": "BT-152"})
    yield category
    yield rate
    yield leaf("exemption_code", f"{tax}/cbc:TaxExemptionReasonCode")
    yield leaf("exemption_reason", f"{tax}/cbc:TaxExemptionReason")
    yield scheme
    yield Many("attributes", f"{item}/cac:AdditionalItemProperty", ATTRIBUTE)


def _line(found: Found) -> Line:
    values = {**LINE_ASKED, **found.values}
    attributes = cast("tuple[Attribute, ...]", values.get("attributes", ()))
    kind = next((one for one in attributes if one.name == KIND), None)
    values["kind"] = kind.value if kind else None
    values["attributes"] = tuple(one for one in attributes if one is not kind)
    allowances = cast("tuple[AllowanceCharge, ...]", values.get("price_allowances", ()))
    values["gross_price"], values["price_allowances"] = lift(allowances, "base")
    _gross_place(found, allowances)
    return Line(**values, place=found.place, places=found.places)


def _gross_place(found: Found, allowances: tuple[AllowanceCharge, ...]) -> None:
    """BT-148, the price before its discount, is the base of the discount."""
    place = next((one.places["BT-148"] for one in allowances if "BT-148" in one.places), None)
    if place is not None:
        found.places["BT-148"] = place


def take(line: Line) -> Mapping[str, object]:
    """The values of a line as UBL writes them."""
    kind = (Attribute(name=KIND, value=line.kind),) if line.kind else ()
    return {
        **{name: getattr(line, name) for name in Line.__dataclass_fields__},
        "attributes": (*kind, *line.attributes),
        "price_allowances": tuple(priced(line)),
    }


def priced(line: Line) -> Iterator[AllowanceCharge]:
    """The discounts of the price; their base is the gross price. One without a discount gets one, as UBL has no other
    place for it."""
    allowances = line.price_allowances
    if not allowances and line.gross_price is not None:
        allowances = (AllowanceCharge(amount=line.gross_price - (line.unit_price or line.gross_price)),)
    for allowance in allowances:
        yield replace(allowance, base=allowance.base if line.gross_price is None else line.gross_price)

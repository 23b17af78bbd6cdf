"""Names of UBL 2.1."""

from __future__ import annotations

INVOICE_NAMESPACE = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
CREDITNOTE_NAMESPACE = "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2"
CAC = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
CBC = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
EXT = "urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2"
AIFE = "urn:AIFE:Facture:Extension"
PREFIXES = (("cac", CAC), ("cbc", CBC), ("ext", EXT), ("aife", AIFE))

EXTENSION = "ext:UBLExtensions/ext:UBLExtension/ext:ExtensionContent"
SUPPLIER = "cac:AccountingSupplierParty"
CUSTOMER = "cac:AccountingCustomerParty"
# Where a UBL flow names the valideur is published nowhere: this place is the project's own choice
# (docs/decisions/0016-valideur-in-ubl.md).
VALIDEUR = "cac:BuyerCustomerParty"
TOTALS = "cac:LegalMonetaryTotal"

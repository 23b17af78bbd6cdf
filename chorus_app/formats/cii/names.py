"""Names of the Cross Industry Invoice (D16B and later)."""

from __future__ import annotations

NAMESPACE = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
RAM = "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
UDT = "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"
QDT = "urn:un:unece:uncefact:data:standard:QualifiedDataType:100"
PREFIXES = (("ram", RAM), ("rsm", NAMESPACE), ("udt", UDT), ("qdt", QDT))
NAMESPACES = {"": RAM, **dict(PREFIXES)}
PREFIX = "FichierXml."  # what Chorus Pro's messages write for the root element

TRADE = "rsm:SupplyChainTradeTransaction"
AGREEMENT = f"{TRADE}/ram:ApplicableHeaderTradeAgreement"
DELIVERY = f"{TRADE}/ram:ApplicableHeaderTradeDelivery"
SETTLEMENT = f"{TRADE}/ram:ApplicableHeaderTradeSettlement"
DAY = "udt:DateTimeString"

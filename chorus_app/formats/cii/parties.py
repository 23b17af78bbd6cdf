"""Parties of a CII invoice. Chorus Pro looks at SpecifiedLegalOrganization (BT-30, BT-47) for the identifier."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, cast

from chorus_app.formats.binding import Part, Row, leaf, of, under
from chorus_app.formats.codecs import CODE, IDENTIFIER
from chorus_app.formats.making import parted, party_of
from chorus_app.formats.parts import Address, Contact, Identifier, Party
from chorus_app.formats.terms import Terms

if TYPE_CHECKING:
    from chorus_app.formats.reading import Found

ADDRESS = {
    "postcode": "PostcodeCode",
    "line_one": "LineOne",
    "line_two": "LineTwo",
    "line_three": "LineThree",
    "city": "CityName",
    "country": "CountryID",
    "subdivision": "CountrySubDivisionName",
}


def party_rows(part: str, path: str, terms: Terms) -> Iterator[Row]:
    """The rows of a party that stands at `path`."""
    return under(part, path, _rows(terms))


def _rows(terms: Terms) -> Iterator[Row]:
    yield leaf("plain_ids", "ram:ID", term=terms.get("ids"), codec=IDENTIFIER, many=True)
    yield leaf("global_ids", "ram:GlobalID", term=terms.get("ids"), codec=IDENTIFIER, many=True)
    yield leaf("name", "ram:Name", term=terms.get("name"))
    yield leaf("legal_form", "ram:Description", term=terms.get("legal_form"))
    legal = "ram:SpecifiedLegalOrganization"
    yield leaf("legal_id", f"{legal}/ram:ID", term=terms.get("legal_id"), codec=IDENTIFIER)
    yield leaf("trading_name", f"{legal}/ram:TradingBusinessName", term=terms.get("trading_name"))
    contact = "ram:DefinedTradeContact"
    yield leaf("contact.name", f"{contact}/ram:PersonName", term=terms.get("contact"))
    yield leaf("service_name", f"{contact}/ram:DepartmentName")
    number = "ram:CompleteNumber"
    yield leaf("contact.phone", f"{contact}/ram:TelephoneUniversalCommunication/{number}", term=terms.get("phone"))
    yield leaf("contact.fax", f"{contact}/ram:FaxUniversalCommunication/{number}")
    yield leaf("contact.email", f"{contact}/ram:EmailURIUniversalCommunication/ram:URIID", term=terms.get("email"))
    for name, element in ADDRESS.items():
        yield leaf(f"address.{name}", f"ram:PostalTradeAddress/ram:{element}", term=terms.get(name))
    yield leaf("mailbox", "ram:URIUniversalCommunication/ram:URIID", term=terms.get("mailbox"), codec=CODE)
    registration = "+ram:SpecifiedTaxRegistration/ram:ID"
    yield leaf("registrations", registration, term=terms.get("vat_number"), codec=IDENTIFIER, many=True)


def party_parts(part: str, terms: Terms) -> dict[str, Part]:
    """How such a party is made, and taken apart."""

    def make(found: Found) -> Party:
        values = found.values
        registrations = cast("tuple[Identifier, ...]", values.pop("registrations", ()))
        plain = cast("tuple[Identifier, ...]", values.pop("plain_ids", ()))
        values["ids"] = plain + cast("tuple[Identifier, ...]", values.pop("global_ids", ()))
        return party_of(found, part, terms, legal_first=True, registrations=registrations)

    return {part: Part(make, take), f"{part}.address": of(Address), f"{part}.contact": of(Contact)}


def take(party: Party) -> Mapping[str, object]:
    """The values of a party as CII writes them."""
    numbers = (("VA", party.vat_number), ("FC", party.tax_number))
    return {
        **parted(party),
        "plain_ids": tuple(identifier for identifier in party.ids if identifier.scheme is None),
        "global_ids": tuple(identifier for identifier in party.ids if identifier.scheme is not None),
        "registrations": tuple(Identifier("AUTRE", number, scheme) for scheme, number in numbers if number),
    }

"""Parties of a UBL invoice: Chorus Pro's identifier stands in PartyIdentification, EN 16931's in PartyLegalEntity."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from chorus_app.formats.binding import Group, Many, Part, Row, leaf, of, placed, under
from chorus_app.formats.codecs import CHORUS_IDENTIFIER, CODE, IDENTIFIER
from chorus_app.formats.making import parted, party_of
from chorus_app.formats.parts import Address, Contact, Identifier, Party, Place, Placed
from chorus_app.formats.terms import Terms

if TYPE_CHECKING:
    from chorus_app.formats.reading import Found

CREDITOR_SCHEME = "SEPA"  # the identifier of a creditor (BT-90) stands among those of the seller or the payee
ADDRESS = {
    "line_one": "cbc:StreetName",
    "line_two": "cbc:AdditionalStreetName",
    "city": "cbc:CityName",
    "postcode": "cbc:PostalZone",
    "subdivision": "cbc:CountrySubentity",
    "line_three": "cac:AddressLine/cbc:Line",
    "country": "cac:Country/cbc:IdentificationCode",
}


@dataclass(frozen=True, slots=True)
class TaxScheme(Placed):
    """A tax number with its tax, and (Chorus Pro) the régime de TVA."""

    number: str | None = None
    scheme: str | None = None
    regime: str | None = None


TAX_SCHEME = Group(
    (
        leaf("number", "cbc:CompanyID"),
        leaf("scheme", "cac:TaxScheme/cbc:ID"),
        leaf("regime", "cac:TaxScheme/cbc:TaxTypeCode", term="BT-8"),
    ),
    {"": placed(TaxScheme)},
)


def party_rows(part: str, path: str, terms: Terms, *, named: bool = False) -> Iterator[Row]:
    """The rows of a party whose Party stands at `path`; `named`: by PartyName rather than by its legal name."""
    names = ("cac:PartyName/cbc:Name", "cac:PartyLegalEntity/cbc:RegistrationName")
    return under(part, path, _rows(terms, names, named=named))


def _rows(terms: Terms, names: tuple[str, str], *, named: bool) -> Iterator[Row]:
    yield leaf("mailbox", "cbc:EndpointID", term=terms.get("mailbox"), codec=CODE)
    identification = "+cac:PartyIdentification/cbc:ID"
    yield leaf("ids", identification, term=terms.get("ids"), codec=CHORUS_IDENTIFIER, many=True)
    if named:
        yield leaf("name", *names, term=terms.get("name"))
    else:
        yield leaf("trading_name", names[0], term=terms.get("trading_name"))
    yield from address_rows("cac:PostalAddress", terms)
    yield Many("tax_schemes", "cac:PartyTaxScheme", TAX_SCHEME)
    if not named:
        yield leaf("name", *reversed(names), term=terms.get("name"))
    legal = "cac:PartyLegalEntity"
    yield leaf("legal_id", f"{legal}/cbc:CompanyID", term=terms.get("legal_id"), codec=IDENTIFIER)
    yield leaf("legal_form", f"{legal}/cbc:CompanyLegalForm", term=terms.get("legal_form"))
    yield leaf("contact.name", "cac:Contact/cbc:Name", term=terms.get("contact"))
    yield leaf("contact.phone", "cac:Contact/cbc:Telephone", term=terms.get("phone"))
    yield leaf("contact.fax", "cac:Contact/cbc:Telefax")
    yield leaf("contact.email", "cac:Contact/cbc:ElectronicMail", term=terms.get("email"))


def address_rows(path: str, terms: Terms) -> Iterator[Row]:
    """The rows of an address."""
    for name, element in ADDRESS.items():
        yield leaf(f"address.{name}", f"{path}/{element}", term=terms.get(name))


def party_parts(part: str, terms: Terms) -> dict[str, Part]:
    """How such a party is made, and taken apart."""

    def make(found: Found) -> Party:
        schemes = cast("tuple[TaxScheme, ...]", found.values.pop("tax_schemes", ()))
        ids = cast("tuple[Identifier, ...]", found.values.get("ids", ()))
        creditor = next((identifier for identifier in ids if identifier.scheme == CREDITOR_SCHEME), None)
        found.values["ids"] = tuple(identifier for identifier in ids if identifier is not creditor)
        _set_aside(found, part, schemes, creditor)
        numbers = tuple(_numbers(found, part, schemes))
        return party_of(found, part, terms, legal_first=False, registrations=numbers)

    return {part: Part(make, take), f"{part}.address": of(Address), f"{part}.contact": of(Contact)}


def _numbers(found: Found, part: str, schemes: tuple[TaxScheme, ...]) -> Iterator[Identifier]:
    """The tax numbers with what they are of, and their places."""
    for one in schemes:
        if one.number and one.place is not None:
            number = Identifier("AUTRE", one.number, _scheme(one.scheme))
            found.reading.spots[part, number] = Place(f"{one.place.path}.CompanyID.value", one.place.line)
            yield number


def _scheme(scheme: str | None) -> str | None:
    return "VA" if scheme in ("VAT", "VA", None) else scheme


def _set_aside(found: Found, part: str, schemes: tuple[TaxScheme, ...], creditor: Identifier | None) -> None:
    """What the header says in a party: the régime de TVA, the creditor's identifier."""
    regime = next((one for one in schemes if one.regime), None)
    if regime is not None and part == "seller":
        found.reading.aside["vat_due_code"] = regime.regime
    if creditor is not None:
        found.reading.aside.setdefault("creditor_id", creditor.value)
        found.places["BT-90"] = found.reading.spots[part, creditor]


def take(party: Party | Mapping[str, object]) -> Mapping[str, object]:
    """The values of a party as UBL writes them; those taken already are left as they are."""
    if isinstance(party, Mapping):
        return party
    numbers = (("VAT", party.vat_number), ("FC", party.tax_number))
    schemes = tuple(TaxScheme(number=number, scheme=scheme) for scheme, number in numbers if number)
    return {**parted(party), "tax_schemes": schemes}


__all__ = ["CREDITOR_SCHEME", "TaxScheme", "address_rows", "party_parts", "party_rows", "take"]

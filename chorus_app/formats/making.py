"""What the readers of several syntaxes do with the values found: parties, charges, values told twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar, cast

from chorus_app.formats.codecs import SCHEME_BY_TYPE, best_of
from chorus_app.formats.parsed import VatBreakdown
from chorus_app.formats.parts import AllowanceCharge, Identifier, Party, Placed
from chorus_app.formats.terms import AS_CHARGE, Terms

if TYPE_CHECKING:
    from chorus_app.formats.reading import Found

P = TypeVar("P", bound=Placed)
LINE_ASKED: dict[str, Any] = dict.fromkeys(("id", "name", "quantity", "unit", "unit_price", "net_amount"))


def allowance(found: Found) -> AllowanceCharge:
    """An allowance or a charge; the places of a charge bear its own terms."""
    if found.values.get("charge"):
        renamed = {AS_CHARGE.get(term, term): place for term, place in found.places.items()}
        found.places.clear()
        found.places.update(renamed)
    return AllowanceCharge(**found.values, place=found.place, places=found.places)


def breakdown(found: Found) -> VatBreakdown:
    """A row of the VAT breakdown."""
    asked: dict[str, Any] = dict.fromkeys(("category", "rate", "base", "amount"))
    return VatBreakdown(**{**asked, **found.values}, place=found.place, places=found.places)


def party_of(
    found: Found, part: str, terms: Terms, *, legal_first: bool, registrations: Sequence[Identifier] = ()
) -> Party:
    """A party of the values found; `registrations` are its tax numbers, by scheme.

    Chorus Pro's identifier is the legal one in CII (`legal_first`), the best of all in UBL.
    """
    values = dict(found.values)
    legal = cast("Identifier | None", values.get("legal_id"))
    ids = cast("tuple[Identifier, ...]", values.pop("ids", ()))
    ids = tuple(sorted(ids, key=lambda identifier: identifier.scheme is not None))
    chosen = legal if legal_first and legal is not None else best_of((*_by_scheme(ids), *([legal] if legal else ())))
    for name, number in _tax_numbers(registrations).items():
        values[name] = number.value
        _place(found, part, number, terms.get(name))
    if chosen is not None and chosen != legal:
        _place(found, part, chosen, terms.get("legal_id"))
    return Party(**values, identifier=chosen, ids=ids)


def _by_scheme(ids: Iterable[Identifier]) -> list[Identifier]:
    """Those that name their scheme first."""
    return sorted(ids, key=lambda identifier: identifier.scheme is None)


def _tax_numbers(registrations: Iterable[Identifier]) -> Mapping[str, Identifier]:
    """VAT number (BT-31) and tax number (BT-32): the first of each."""
    found: dict[str, Identifier] = {}
    for registration in registrations:
        vat = registration.scheme in ("VA", "VAT", None)
        found.setdefault("vat_number" if vat else "tax_number", registration)
    return found


def _place(found: Found, part: str, value: object, term: str | None) -> None:
    place = found.reading.spots.get((part, value))
    if term is not None and place is not None:
        found.places[term] = place


def parted(party: object) -> dict[str, object]:
    """The fields of a party, for the writers."""
    return {name: getattr(party, name) for name in Party.__dataclass_fields__}


def schemed(identifier: Identifier) -> Identifier:
    """The identifier with a scheme: as it was read, or Chorus Pro's digit for its type."""
    return identifier if identifier.scheme else replace(identifier, scheme=SCHEME_BY_TYPE[identifier.type])


def lift(groups: tuple[P, ...], name: str, header: object = None) -> tuple[object, tuple[P, ...]]:
    """The value that groups have in common, and the groups without it: the first one counts for the invoice."""
    told = (getattr(group, name) for group in groups)
    value = header if header is not None else next((one for one in told if one is not None), None)
    if value is None:
        return None, groups
    return value, tuple(
        replace(group, **{name: None}) if getattr(group, name) == value else group  # type: ignore[arg-type]  # a field
        for group in groups
    )

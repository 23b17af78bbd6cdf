"""Invoices of any content, for hypothesis: as the reader of a syntax would give them, whatever is in their fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from functools import cache
from types import UnionType
from typing import Any, cast, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from chorus_app.formats.codecs import best_of, identifier_of
from chorus_app.formats.making import lift
from chorus_app.formats.parsed import Code, Identifier, ParsedInvoice, Party
from chorus_app.formats.writers.fitting import ROLES
from chorus_app.formats.writers.losses import carried

# Written as XML takes them; "#" would begin the subject of a UBL note.
CHARACTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn"), exclude_characters="#\ufffe\uffff")
ANY_TEXTS = st.text(CHARACTERS, min_size=1, max_size=6).map(str.strip).filter(bool)
# Nearly all fields are texts: drawing each character of each takes most of the time.
TEXTS = st.sampled_from(
    [
        "A1",
        "x",
        "Élagage, « rue Haute »",
        "<&>\"'",
        "a\nb",
        "a\tb  c",
        "]]>",
        "0",
        "12345678200051",
        "日本",
        "\U0001f4c4",
    ]
)
NUMBERS = st.sampled_from(["0", "1", "-3.50", "0.000001", "1E+3", "9999999999999.999999", "20.00"]).map(Decimal)
DAYS = st.sampled_from([date(1, 1, 1), date(2026, 11, 2), date(2024, 2, 29), date(9999, 12, 31)])
SUBJECTS = st.none() | st.sampled_from(["AAI", "PMT"])
DUE_CODES = {"ubl": ["TVA_SUR_DEBIT", "TVA_SUR_ENCAISSEMENT", "35"], "cii": ["5", "72", "29"], "cpp": ["5"]}
IDENTIFIERS = st.builds(
    identifier_of,
    st.sampled_from(["12345678200051", "81034732800017", "BE0429958042", "9", "é"]),
    st.sampled_from([None, "1", "2", "6", "0002", "0009", "0088", "0223"]),
)
# Values of the invoice that stand in groups: name, groups, name there.
SHARED = {
    "cii": (
        ("due_date", "payment_terms", "due_date"),
        ("mandate", "payment_terms", "mandate"),
        ("vat_due_code", "vat", "due_code"),
        ("tax_point_date", "vat", "tax_point_date"),
    ),
    "ubl": tuple((name, "payments", name) for name in ("due_date", "remittance", "mandate")),
    "cpp": (),
}
SIMPLE: dict[object, st.SearchStrategy[Any]] = {
    str: TEXTS,
    Decimal: NUMBERS,
    date: DAYS,
    bool: st.booleans(),
    bytes: st.binary(min_size=1, max_size=9),
    Identifier: IDENTIFIERS,
    Code: st.builds(Code, TEXTS, st.none() | st.sampled_from(["0160", "ABZ"])),
}
SPECIAL: dict[str, st.SearchStrategy[Any]] = {
    "number": st.none() | ANY_TEXTS,
    "text": st.none() | ANY_TEXTS,
    "subject": SUBJECTS,
    "kind": st.sampled_from([None, "INFORMATION", "DETAIL"]),
    "due_code": st.none() | st.sampled_from(["5", "72", "29"]),
    "type_code": st.none() | st.sampled_from(["916", "50", "130", "RIB", "01", "99"]),  # of an attachment
    "code": TEXTS,  # its text, list or name stand beside it
    "quantity": NUMBERS,
    "base_quantity": NUMBERS,
    "gross_base_quantity": NUMBERS,
}


@cache
def _of(kind: Any) -> st.SearchStrategy[Any]:
    """Values of a type: None or something where it may be None, up to two where there may be several."""
    if kind in SIMPLE:
        return SIMPLE[kind]
    if isinstance(kind, UnionType):
        inner = next(one for one in get_args(kind) if one is not type(None))
        return st.none() | _of(inner)
    if get_origin(kind) is tuple:
        return st.lists(_of(get_args(kind)[0]), max_size=2).map(tuple)
    hints = get_type_hints(kind)
    named = {one.name: hints[one.name] for one in fields(kind) if one.name not in ("place", "places", "raw", "schema")}
    return st.fixed_dictionaries({name: SPECIAL.get(name, _of(hint)) for name, hint in named.items()}).map(
        lambda values: _made(kind, values)
    )


def _made(kind: Any, values: Mapping[str, Any]) -> Any:
    return kind(schema="", **values) if kind is ParsedInvoice else kind(**values)


@st.composite
def invoices(draw: st.DrawFn, schema: str, *, type_code: str = "380") -> ParsedInvoice:
    """An invoice as the syntax's reader gives it: without what the syntax cannot carry, each value in its one place."""
    made = cast("ParsedInvoice", draw(_of(ParsedInvoice)))
    due_code = draw(st.none() | st.sampled_from(DUE_CODES[schema]))
    made = replace(made, schema=schema, type_code=type_code, vat_due_code=due_code)
    return carried(_settled(made, schema), schema)


def _settled(made: ParsedInvoice, schema: str) -> ParsedInvoice:
    """Each value once: what several groups have in common stands in the header alone."""
    two_currencies = made.tax_total is not None and made.tax_currency not in (None, made.currency or "EUR")
    parties: dict[str, Any] = {role: _party(getattr(made, role), role, schema) for role in ROLES}
    parties |= {role: None for role in ROLES[2:] if parties[role] == Party()}
    made = _told_once(made, schema)
    return replace(
        made,
        **parties,
        process=made.process if made.cadre not in (None, made.process) else None,
        buyer_reference=made.buyer_reference if made.service_code not in (None, made.buyer_reference) else None,
        accounting_tax_total=made.accounting_tax_total if two_currencies else None,
        freight=tuple(replace(one, charge=True) for one in made.freight),
        period=None if made.period is not None and made.period == type(made.period)() else made.period,
        lines=tuple(
            replace(
                line,
                period=None if line.period is not None and not (line.period.start or line.period.end) else line.period,
                price_allowances=line.price_allowances if line.gross_price is not None else (),
            )
            for line in made.lines
        ),
        attachments=tuple(
            replace(
                one,
                name=one.name or "piece",
                main=one.main if one.embedded else schema == "ubl" and one.type_code == "01",
                content=one.content if one.embedded else None,
                mime_type="text/plain" if one.embedded else None,
                filename=f"{one.name}.txt" if one.embedded and one.name else None,
            )
            for one in made.attachments
        ),
    )


def _party(party: Party | None, role: str, schema: str) -> Party | None:
    if party is None:
        return None
    if schema == "ubl":  # its reader takes the one name for the other
        party = replace(party, name=party.name or party.trading_name)
        party = replace(party, legal_id=None) if role == "deliver_to" else party
    ids = tuple(sorted(dict.fromkeys(party.ids), key=lambda one: one.scheme is not None))
    legal = party.legal_id
    contact = None if party.contact is None or party.contact == type(party.contact)() else party.contact
    if schema == "cpp":
        own = party.identifier and identifier_of(party.identifier.value, party.identifier.scheme or "1")
        return replace(party, identifier=own, legal_id=own)
    by_scheme = sorted(ids, key=lambda one: one.scheme is None)
    best = best_of((*by_scheme, *([legal] if legal else ())))
    return replace(party, ids=ids, contact=contact, identifier=(legal or best) if schema == "cii" else best)


def _told_once(made: ParsedInvoice, schema: str) -> ParsedInvoice:
    """What the first of some groups says is the invoice's; the others keep what they say otherwise."""
    header = made.due_date if schema == "ubl" and made.type_code != "381" else None  # has a place of its own
    groups: dict[str, Any] = {"payments": made.payments, "payment_terms": made.payment_terms, "vat": made.vat}
    told: dict[str, Any] = {"due_date": made.due_date, "remittance": made.remittance, "mandate": made.mandate}
    told |= {"vat_due_code": made.vat_due_code, "tax_point_date": made.tax_point_date}
    for name, group, own in SHARED[schema]:
        first, *others = groups[group] or (None,)
        if first is not None:
            whole = (replace(first, **{own: getattr(first, own) or told[name]}), *others)
            told[name], groups[group] = lift(whole, own, header if name == "due_date" else None)
    return replace(made, **groups, **told)


def full_invoice(schema: str) -> ParsedInvoice:
    """An invoice that says something in each of its fields."""
    invoice = cast("ParsedInvoice", _full(ParsedInvoice, "invoice"))
    return replace(invoice, schema=schema, type_code="380")


def _full(kind: Any, name: str) -> Any:
    if kind in SIMPLE:
        simple = {Decimal: Decimal(len(name)), date: date(2026, 1, len(name)), bool: True, bytes: name.encode()}
        made = {Identifier: Identifier("AUTRE", name, "0088"), Code: Code(name, "ABZ"), **simple}
        return "A1" if name == "cadre" else made.get(kind, name)
    if isinstance(kind, UnionType):
        return _full(next(one for one in get_args(kind) if one is not type(None)), name)
    if get_origin(kind) is tuple:
        return (_full(get_args(kind)[0], name),)
    hints = get_type_hints(kind)
    named = {one.name: hints[one.name] for one in fields(kind) if one.name not in ("place", "places", "raw", "schema")}
    return _made(kind, {name: _full(hint, name) for name, hint in named.items()})

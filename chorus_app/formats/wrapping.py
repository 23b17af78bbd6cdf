"""Makes a Factur-X of a classic PDF and the data of an invoice. Imports the factur-x package only when it is called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from chorus_app.formats.classic import DATA_KINDS, NotConvertible, is_signed
from chorus_app.formats.detect import Detected, detect
from chorus_app.formats.facts import Fault
from chorus_app.formats.kinds import FACTURX_KINDS, UNREADABLE_KINDS
from chorus_app.formats.parsed import ParsedInvoice
from chorus_app.formats.writers import facturx
from chorus_app.kernel.text import t

# The levels that hold a whole invoice, with BT-24. MINIMUM and BASIC WL have no lines and stand for none in France.
GUIDELINES: Mapping[str, str] = {
    "BASIC": "urn:cen.eu:en16931:2017#compliant#urn:factur-x.eu:1p0:basic",
    "EN 16931": "urn:cen.eu:en16931:2017",
    "EXTENDED": "urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended",
}


@dataclass(frozen=True, slots=True)
class Made:
    """The Factur-X, and what its container does wrong: a PDF without PDF/A colours keeps that fault."""

    pdf: bytes = field(repr=False)
    faults: tuple[Fault, ...]


def to_facturx(pdf: bytes, invoice: ParsedInvoice, *, level: str = "EN 16931") -> Made:
    """The pages of `pdf` with the invoice's data inside, at a level of `GUIDELINES`. What the invoice says is not
    judged here (see `rules.made`).

    Raises `NotConvertible`: unknown level, no PDF, unreadable, encrypted, signed, or with invoice data already.
    """
    if level not in GUIDELINES:
        raise NotConvertible("formats.convert.unknown_level", level=level, known=", ".join(GUIDELINES))
    _refuse(detect(pdf))
    try:
        made = facturx.write(replace(invoice, guideline=GUIDELINES[level]), pdf)
    except Exception:  # whatever the package, or the reader of PDF below it, makes of an odd file
        raise NotConvertible("formats.convert.not_made") from None
    after = detect(made)
    if after.kind not in FACTURX_KINDS or after.facts.level != level:
        raise NotConvertible("formats.convert.not_made")
    return Made(made, after.faults)


def _refuse(before: Detected) -> None:
    if before.reason is not None and before.kind in UNREADABLE_KINDS:
        reason = t(f"formats.reasons.{before.reason.name}", **before.reason.params)
        raise NotConvertible("formats.convert.unreadable", reason=reason)
    if before.facts.pages is None:
        raise NotConvertible("formats.convert.no_pdf", kind=t(before.kind.label_key))
    if before.kind in DATA_KINDS:
        raise NotConvertible("formats.convert.data_already", kind=t(before.kind.label_key))
    if before.facts.encrypted:
        raise NotConvertible("formats.convert.encrypted")
    if is_signed(before.facts):
        raise NotConvertible("formats.convert.signed_before")

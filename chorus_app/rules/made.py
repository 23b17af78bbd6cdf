"""A Factur-X made here, with the portal's own verdict on it."""

from __future__ import annotations

from chorus_app.formats.parsed import ParsedInvoice
from chorus_app.formats.wrapping import to_facturx
from chorus_app.rules.profiles import DEFAULT_PROFILE
from chorus_app.rules.verdict import Verdict, verdict


def make_facturx(
    pdf: bytes, invoice: ParsedInvoice, *, level: str = "EN 16931", profile: str = DEFAULT_PROFILE
) -> tuple[bytes, Verdict]:
    """The Factur-X of that PDF and those data, and what the portal would say of it: a refused one is handed out too,
    with its findings. Raises `formats.classic.NotConvertible`, see `formats.wrapping.to_facturx`."""
    made = to_facturx(pdf, invoice, level=level)
    return made.pdf, verdict(made.pdf, profile=profile)

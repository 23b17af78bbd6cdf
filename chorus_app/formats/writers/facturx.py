"""Makes a Factur-X. The one file that runs the factur-x package: never its checks, and never at start-up."""

from __future__ import annotations

import logging
from dataclasses import replace

from chorus_app.formats.facturx_levels import level_of
from chorus_app.formats.parsed import ParsedInvoice
from chorus_app.formats.writers import cii, page

EN16931 = "urn:cen.eu:en16931:2017"
PACKAGE_LEVELS = {
    "MINIMUM": "minimum",
    "BASIC WL": "basicwl",
    "BASIC": "basic",
    "EN 16931": "en16931",
    "EXTENDED": "extended",
}


def write(invoice: ParsedInvoice, pdf: bytes | None = None) -> bytes:
    """The invoice as a Factur-X around `pdf` (drawn when it is None). Without a guideline the level is EN 16931; what
    the level has no place for is left out, but for what Chorus Pro reads."""
    leveled = invoice if invoice.guideline else replace(invoice, guideline=EN16931)
    named = level_of(leveled.guideline)
    level = named if named in PACKAGE_LEVELS else None
    xml = cii.write(leveled, level=level, chorus=True)
    return wrap(pdf or page.draw(leveled), xml, level=PACKAGE_LEVELS[level or "EN 16931"])


def wrap(pdf: bytes, xml: bytes, *, level: str = "en16931") -> bytes:
    """A Factur-X of that PDF and that CII document, which are not checked."""
    # The import costs 0.4 s and is not wanted by those who only read files.
    from facturx import generate_from_binary  # type: ignore[import-untyped]  # the package has no types

    logging.getLogger("factur-x").setLevel(logging.CRITICAL)  # it writes whole invoices into the log
    made = generate_from_binary(
        pdf,
        xml,
        flavor="factur-x",
        level=level,
        check_xsd=False,
        check_schematron=False,
        pdf_metadata={"author": "", "keywords": "Factur-X", "title": "Factur-X", "subject": ""},
        lang="fr-FR",
        afrelationship="alternative",
    )
    return bytes(made)

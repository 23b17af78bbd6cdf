"""What is known of a file beside its kind, and the defects of a Factur-X container."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Fault:
    """A defect of the container, by the code of its rule ("FX-AF-ABSENT"); `value` is what was found."""

    code: str
    value: str | None = None
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Facts:
    """All facts; those that do not apply to the kind keep their default."""

    size: int = 0  # bytes
    schema: str | None = None  # "cii" or "ubl"
    root: str | None = None  # {namespace}name of the XML's root
    encoding: str | None = None
    guideline: str | None = None  # BT-24
    level: str | None = None  # level of Factur-X that BT-24 names: "EN 16931"
    xmp_level: str | None = None  # the one that the PDF announces
    xmp_version: str | None = None
    invoice_attachment: str | None = None  # name of the XML taken for the invoice
    attachments: tuple[str, ...] = ()  # names of all files inside
    pages: int | None = None
    pdf_version: str | None = None
    producer: str | None = None  # software that wrote the PDF
    creator: str | None = None
    pdfa_part: str | None = None
    signed: bool = False
    timestamp_only: bool = False
    certified: bool = False
    usage_rights: bool = False
    encrypted: bool = False  # opens without a password all the same
    repaired: bool = False

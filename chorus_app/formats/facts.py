"""What is known of a file beside its kind, and the defects of a Factur-X container."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from chorus_app.formats.kinds import FileKind


@dataclass(frozen=True, slots=True)
class Fault:
    """A defect of the container, by the code of its rule ("FX-AF-ABSENT"); `value` is what was found."""

    code: str
    value: str | None = None
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Inside:
    """A file inside the file: attached to a PDF, carried by an XML invoice, or member of an archive.

    `size` is in bytes, as far as it is known without unpacking; `type` is what the container says or what the first
    bytes tell; `kind` is only looked for in archives; `zipped` when it is packed once more inside.
    """

    name: str
    size: int | None = None
    type: str | None = None
    kind: FileKind | None = None
    zipped: bool = False


class SignatureState(StrEnum):
    """What became of a document since it was signed. Nothing here says who the signer really is."""

    INTACT = "intact"  # not one byte was changed or added
    COMPLETED = "completed"  # intact; what was added is what a signature allows: another one, form fields, notes
    CHANGED = "changed"  # the signed version is intact, but the document was changed afterwards
    BROKEN = "broken"  # the signed bytes themselves were changed
    UNKNOWN = "unknown"  # it cannot be read, or its check took too long

    @property
    def label_key(self) -> str:
        """Key of the sentence that says it."""
        return f"formats.signature_states.{self.value}"


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature of a PDF, or one time stamp that stands alone. `signer` and `signed_at` are what it claims:
    the certificate is not verified."""

    state: SignatureState
    timestamp: bool = False  # a time stamp of the document, signed by nobody
    signer: str | None = None  # common name in the certificate
    signed_at: datetime | None = None  # UTC


@dataclass(frozen=True, slots=True)
class Facts:
    """All facts; those that do not apply to the kind keep their default."""

    size: int = 0  # bytes
    schema: str | None = None  # "cii", "ubl" or "cpp"
    root: str | None = None  # {namespace}name of the XML's root
    encoding: str | None = None
    guideline: str | None = None  # BT-24
    level: str | None = None  # level of Factur-X that BT-24 names: "EN 16931"
    xmp_level: str | None = None  # the one that the PDF announces
    xmp_version: str | None = None
    invoice_attachment: str | None = None  # name of the XML taken for the invoice
    attachments: tuple[str, ...] = ()  # names of all files inside
    files: tuple[Inside, ...] = ()  # the same with what is known of each
    left_out: int = 0  # members of an archive that were not looked at; -1 when nobody knows how many
    mixed: bool = False  # an XML invoice that carries a readable document
    pages: int | None = None
    pdf_version: str | None = None
    producer: str | None = None  # software that wrote the PDF
    creator: str | None = None
    pdfa_part: str | None = None  # "3" for PDF/A-3
    pdfa_conformance: str | None = None  # "B", "U" or "A"
    signed: bool = False
    timestamp_only: bool = False
    certified: bool = False
    certified_for: int | None = None  # what the certification allows: 1 nothing, 2 forms, 3 forms and notes
    signatures: tuple[Signature, ...] = ()
    usage_rights: bool = False
    encrypted: bool = False  # opens without a password all the same
    repaired: bool = False

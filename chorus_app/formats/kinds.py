"""What a deposited file can be. The names are those of the command line and of the reports: do not rename them."""

from __future__ import annotations

from enum import StrEnum


class FileKind(StrEnum):
    """What a file is, told by its content and never by its extension."""

    FACTURX = "facturx"
    FACTURX_FAULTY = "facturx_faulty"  # read as a Factur-X, but its PDF container breaks the standard
    FACTURX_DECLARED = "facturx_declared"  # announced as a Factur-X, but the XML is missing or misnamed
    ZUGFERD1 = "zugferd1"
    ORDERX = "orderx"
    PDF_PLAIN = "pdf_plain"
    PDF_SIGNED = "pdf_signed"
    PDF_ATTACHMENTS = "pdf_attachments"
    PDF_PASSWORD = "pdf_password"  # noqa: S105 - a kind of file
    PDF_ENCRYPTED = "pdf_encrypted"
    PDF_UNREADABLE = "pdf_unreadable"
    UBL_INVOICE = "ubl_invoice"
    UBL_CREDITNOTE = "ubl_creditnote"
    CII = "cii"
    CPP = "cpp"
    CPP_SEVERAL = "cpp_several"  # one document of several invoices: a lot
    LIFECYCLE = "lifecycle"
    XML_OTHER = "xml_other"
    XML_MALFORMED = "xml_malformed"
    ARCHIVE = "archive"
    OTHER = "other"

    @property
    def label_key(self) -> str:
        """Key of the short name, for a badge or a list."""
        return f"formats.kinds.{self.value}.label"

    @property
    def meaning_key(self) -> str:
        """Key of the sentence that says what such a file is."""
        return f"formats.kinds.{self.value}.meaning"

    @property
    def todo_key(self) -> str:
        """Key of the sentence that says what to do with it."""
        return f"formats.kinds.{self.value}.todo"


FACTURX_KINDS = frozenset({FileKind.FACTURX, FileKind.FACTURX_FAULTY})
UBL_KINDS = frozenset({FileKind.UBL_INVOICE, FileKind.UBL_CREDITNOTE})
INVOICE_KINDS = FACTURX_KINDS | UBL_KINDS | {FileKind.CII, FileKind.CPP}
LOT_KINDS = frozenset({FileKind.ARCHIVE, FileKind.CPP_SEVERAL})
PLAIN_PDF_KINDS = frozenset({FileKind.PDF_PLAIN, FileKind.PDF_SIGNED, FileKind.PDF_ATTACHMENTS})
UNREADABLE_KINDS = frozenset(
    {FileKind.PDF_PASSWORD, FileKind.PDF_ENCRYPTED, FileKind.PDF_UNREADABLE, FileKind.XML_MALFORMED}
)

"""What the import does in a child process: read the file, check it, store the documents that it carries."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from chorus_app.flux.naming import shown_name
from chorus_app.formats.parsed import Attachment
from chorus_app.invoices.enums import DocumentKind
from chorus_app.invoices.service import Document
from chorus_app.kernel.files import FileStore

if TYPE_CHECKING:
    from chorus_app.rules.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Checked:
    """The verdict without the directory, lightened of what the documents hold, and the documents in the store."""

    verdict: Verdict
    documents: tuple[Document, ...] = ()


def check_file(path: str, name: str, syntax_code: str, store: str) -> Checked:
    """The verdict on a deposited file. Never raises on bad content."""
    # lxml and pikepdf are only wanted in the child: the parent imports this module to name the function.
    from chorus_app.rules.verdict import verdict_on_file

    verdict = verdict_on_file(path, name, syntax_code)
    carried = verdict.invoice.attachments if verdict.invoice is not None and not verdict.blocking else ()
    documents = tuple(_store(FileStore(Path(store)), attachment) for attachment in carried if attachment.content)
    return Checked(lightened(verdict), documents)


def lightened(verdict: Verdict) -> Verdict:
    """Without the bytes of the file and of its documents, which nobody asks for any more."""
    if verdict.invoice is None:
        return replace(verdict, xml=None)
    light = tuple(replace(document, content=b"") for document in verdict.invoice.attachments)
    return replace(verdict, xml=None, invoice=replace(verdict.invoice, attachments=light))


def load() -> None:
    """Load what a check needs, ahead of the first one."""
    import chorus_app.rules.verdict  # noqa: F401 - see above


def _store(store: FileStore, attachment: Attachment) -> Document:
    stored = store.put(attachment.content or b"")
    return Document(
        kind=DocumentKind.MAIN if attachment.main else DocumentKind.ATTACHMENT,
        name=shown_name(attachment.name or ""),
        mime_type=attachment.mime_type or "application/octet-stream",
        sha256=stored.sha256,
        size=stored.size,
    )

"""What the import does in a child process: read the file, check it, store the documents that it carries."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from chorus_app.flux.naming import shown_name
from chorus_app.formats.parsed import Attachment
from chorus_app.invoices.enums import DocumentKind
from chorus_app.invoices.service import Document
from chorus_app.kernel.children import ChildDied
from chorus_app.kernel.context import World
from chorus_app.kernel.files import FileStore
from chorus_app.rules.layers import all_skipped
from chorus_app.rules.schematron import job

if TYPE_CHECKING:
    from chorus_app.rules.verdict import Verdict

MIME_TYPES = {".pdf": "application/pdf", ".xml": "application/xml"}
Sent = tuple[str, str]  # where a file stands, and the name that its sender gave it
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Checked:
    """The verdict without the directory, lightened of what the documents hold, and the documents in the store.

    The verdict's `xml` is what EN 16931 and BR-FR are to be asked about: `ask_standards` does, and then drops it.
    """

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


def check_members(members: Sequence[Sent], syntax_code: str, store: str) -> list[Checked]:
    """The same on some invoices of a lot, each of which is then a deposited document of its own."""
    # lxml and pikepdf are only wanted in the child: the parent imports this module to name the function.
    from chorus_app.rules.verdict import verdict_on_file

    return [_with_documents(verdict_on_file(path, name, syntax_code), path, name, store) for path, name in members]


def _with_documents(verdict: Verdict, path: str, name: str, store: str) -> Checked:
    if verdict.invoice is None or verdict.blocking:
        return Checked(lightened(verdict))
    files = FileStore(Path(store))
    stored = files.put(Path(path).read_bytes())
    deposited = deposited_document(name, sha256=stored.sha256, size=stored.size)
    carried = [_store(files, attachment) for attachment in verdict.invoice.attachments if attachment.content]
    return Checked(lightened(verdict), (deposited, *carried))


def deposited_document(name: str, *, sha256: str, size: int) -> Document:
    """The file that brought an invoice, as one of its documents."""
    return Document(
        kind=DocumentKind.DEPOSITED,
        name=shown_name(name),
        mime_type=MIME_TYPES.get(name[-4:].casefold(), "application/octet-stream"),
        sha256=sha256,
        size=size,
    )


def lightened(verdict: Verdict) -> Verdict:
    """Without the bytes of its documents, and with no more XML than EN 16931 and BR-FR are still to be asked about."""
    # Only the child loads what judges: the parent imports this module to name the functions.
    from chorus_app.rules.verdict import for_standards

    verdict = for_standards(verdict)
    if verdict.invoice is None:
        return verdict
    light = tuple(replace(document, content=b"") for document in verdict.invoice.attachments)
    return replace(verdict, invoice=replace(verdict.invoice, attachments=light))


def ask_standards(world: World, verdict: Verdict) -> Verdict:
    """The verdict completed by EN 16931 and BR-FR, asked in a child of their own. Its death costs these layers only."""
    from chorus_app.rules.verdict import standards_wanted, with_standards

    if not standards_wanted(verdict):
        return verdict
    facts = verdict.facts
    try:
        outcomes = world.rule_children.run(job.run, verdict.xml, facts.schema, facts.level, verdict.profile)
    except ChildDied as death:
        log.warning("EN 16931 and BR-FR not answered: %s", death.reason)
        outcomes = all_skipped("not_answered")
    return replace(with_standards(verdict, outcomes), xml=None)


def ask_standards_of(world: World, verdicts: Sequence[Verdict]) -> list[Verdict]:
    """The same for several at once, which spares the way to the child and back for each."""
    from chorus_app.rules.verdict import standards_wanted, with_standards

    wanted = [place for place, verdict in enumerate(verdicts) if standards_wanted(verdict)]
    asked = [verdicts[place] for place in wanted]
    documents = [(v.xml or b"", v.facts.schema or "", v.facts.level, v.profile) for v in asked]
    answered = list(verdicts)
    try:
        outcomes = world.rule_children.run(job.run_all, documents) if documents else []
    except ChildDied:  # one of them is too dear: it alone is to go without
        return [ask_standards(world, verdict) for verdict in verdicts]
    for place, (found, _) in zip(wanted, outcomes, strict=True):
        answered[place] = replace(with_standards(verdicts[place], found), xml=None)
    return answered


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

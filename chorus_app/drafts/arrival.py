"""A PDF comes to the deposit by hand: what it is, whether it can go on as it is, and what the form begins with.

The functions named in `Children.run` work in a child process; the others only look at what these answered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from chorus_app.drafts.enums import CONVERTED, WORDS, Answer, Manner
from chorus_app.drafts.prefill import from_data, from_pages, places_of
from chorus_app.drafts.service import Beginning
from chorus_app.flux.checking import lightened
from chorus_app.flux.naming import shown_name
from chorus_app.formats.described import describe
from chorus_app.formats.kinds import FileKind
from chorus_app.formats.printed.seen import Printed
from chorus_app.kernel.context import World
from chorus_app.kernel.errors import Invalid
from chorus_app.kernel.files import FileStore, StoredFile

if TYPE_CHECKING:
    from chorus_app.formats.facts import Signature
    from chorus_app.rules.verdict import Verdict

CLASSIC = frozenset({FileKind.PDF_PLAIN, FileKind.PDF_SIGNED, FileKind.PDF_ATTACHMENTS})
WITH_DATA = frozenset(
    {FileKind.FACTURX, FileKind.FACTURX_FAULTY, FileKind.FACTURX_DECLARED, FileKind.ZUGFERD1, FileKind.ORDERX}
)


@dataclass(frozen=True)
class Looked:
    """What a file is, what the import would say of it, and what its pages show (None: they cannot be opened)."""

    verdict: Verdict
    printed: Printed | None

    @property
    def kind(self) -> FileKind:
        return self.verdict.kind

    @property
    def classic(self) -> bool:
        """Whether it goes on as it is."""
        return self.kind in CLASSIC

    @property
    def with_data(self) -> bool:
        """Whether it comes to the crossroads: the import of its data, or a classic PDF without them."""
        return self.kind in WITH_DATA

    @property
    def signed(self) -> bool:
        """Whether a signature would be lost by taking the data out."""
        return self.verdict.facts.signed


@dataclass(frozen=True)
class Converted:
    """A PDF without its data, in the file store; `lost` is how many signatures it cost."""

    file: StoredFile
    printed: Printed | None
    lost: int


def look(world: World, file: Path, *, name: str) -> Looked:
    """Look at a file in a child. Raises `ChildDied`; for what cannot be deposited here `Invalid` says why."""
    found = world.children.run(look_in_child, str(file), shown_name(name))
    if not (found.classic or found.with_data):
        raise Invalid("drafts.file.no_classic_pdf", file=shown_name(name))
    return found


def look_in_child(path: str, name: str) -> Looked:
    """Never raises on bad content."""
    # What judges and what reads pages are only wanted in the child.
    from chorus_app.formats.printed.job import read_file
    from chorus_app.rules.verdict import verdict_on_file

    return Looked(lightened(verdict_on_file(path, name, None)), read_file(Path(path)))


def convert(world: World, file: Path, *, lose_signature: bool) -> Converted:
    """Take the data out, in a child. Raises `ChildDied`, `NotConvertible`."""
    return world.children.run(convert_in_child, str(file), lose_signature, str(world.files.folder))


def convert_in_child(path: str, lose_signature: bool, store: str) -> Converted:
    """The same pages without data, written to the file store. Raises `NotConvertible`."""
    # As above.
    from chorus_app.formats.classic import to_classic
    from chorus_app.formats.printed.job import read_file

    made = to_classic(Path(path).read_bytes(), lose_signature=lose_signature)
    files = FileStore(Path(store))
    stored = files.put(made.pdf)
    return Converted(stored, read_file(files.path(stored.sha256)), made.signatures)


def signature_in_child(path: str, pdf: str) -> Signature | None:
    """What a file says of the PDF beside it, when it is a XAdES signature."""
    # As above.
    from chorus_app.formats.xades import read_xades

    return read_xades(Path(path).read_bytes(), Path(pdf).read_bytes())


def draw_in_child(invoice: object, store: str) -> StoredFile:
    """The page of an invoice that was typed in, written to the file store."""
    # As above.
    from chorus_app.formats.parsed import ParsedInvoice
    from chorus_app.formats.writers.page import draw

    assert isinstance(invoice, ParsedInvoice)  # noqa: S101 - the parent names the type
    return FileStore(Path(store)).put(draw(invoice))


def classic_beginning(looked: Looked, file: StoredFile, *, name: str) -> Beginning:
    """A draft around a classic PDF, filled in with what its pages show."""
    printed = looked.printed or Printed(looked.verdict.facts.pages or 0, 0)
    return Beginning(
        manner=Manner.SIGNED_PDF if looked.signed else Manner.PDF,
        form=from_pages(printed),
        file=file,
        name=name,
        pages=looked.verdict.facts.pages or printed.pages,
        places=places_of(printed),
        facts={**dict(describe(looked.verdict.facts)), **_read(printed)},
    )


def converted_beginning(looked: Looked, converted: Converted, *, name: str) -> Beginning:
    """A draft around the PDF that was left, filled in with its data; places are those where the pages say the same."""
    printed = converted.printed or Printed(looked.verdict.facts.pages or 0, 0)
    shown = from_pages(printed)
    form = from_data(looked.verdict.invoice) if looked.verdict.invoice is not None else shown
    same = {answer for answer in Answer if form.text(answer) and form.text(answer) == shown.text(answer)}
    return Beginning(
        manner=Manner.PDF,
        form=replace(form, rates=form.rates or shown.rates),
        file=converted.file,
        name=name,
        pages=looked.verdict.facts.pages or printed.pages,
        places={answer: box for answer, box in places_of(printed).items() if answer in same},
        facts={CONVERTED: looked.kind.value, **_read(printed)},
    )


def _read(printed: Printed) -> Mapping[str, str]:
    return {WORDS: str(printed.words)}

"""The documents that go with the invoice, as ready text."""

from dataclasses import dataclass

from chorus_app.drafts.enums import SIGNED_BY
from chorus_app.drafts.queries import DraftView
from chorus_app.kernel import french
from chorus_app.ui.drafts.views import signature_told


@dataclass(frozen=True)
class FileLine:
    """A document that goes with the invoice."""

    id: str
    name: str
    size: str
    note: str = ""  # of the one that signs the PDF


@dataclass(frozen=True)
class Refused:
    """A file that does not go with the invoice, and why. `name` is empty when the browser did not tell it."""

    name: str
    why: str


def file_lines(view: DraftView) -> list[FileLine]:
    signs = view.facts.get(SIGNED_BY)
    return [
        FileLine(one.public_id, one.name, french.size(one.size), signature_told(view) if one.public_id == signs else "")
        for one in view.files
    ]

"""The documents that go with the invoice, as ready text."""

from dataclasses import dataclass

from chorus_app.drafts.queries import DraftView
from chorus_app.kernel import french


@dataclass(frozen=True)
class FileLine:
    """A document that goes with the invoice."""

    id: str
    name: str
    size: str


@dataclass(frozen=True)
class Refused:
    """A file that does not go with the invoice, and why. `name` is empty when the browser did not tell it."""

    name: str
    why: str


def file_lines(view: DraftView) -> list[FileLine]:
    return [FileLine(one.public_id, one.name, french.size(one.size)) for one in view.files]

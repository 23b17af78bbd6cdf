"""What may go with an invoice as a document (section 2.3): the 35 extensions, 10 Mo each, 120 Mo together."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from chorus_app.kernel.errors import Invalid
from chorus_app.rules import codes

MAX_FILES = 20
MAX_TOGETHER = 120_000_000  # bytes of all documents of one invoice


@dataclass(frozen=True, slots=True)
class Weighed:
    """A document by the name that people see and its size in bytes."""

    name: str
    size: int


def check_alone(name: str, size: int) -> None:
    """Raises `Invalid` with what is wrong with it."""
    extension = PurePath(name).suffix.removeprefix(".").upper()
    if extension not in codes.ATTACHMENT_EXTENSIONS:
        raise Invalid("drafts.files.extension", name=name, extension=extension or "—")
    if len(name) > codes.MAX_ATTACHMENT_NAME:
        raise Invalid("drafts.files.long_name", name=name, length=len(name), most=codes.MAX_ATTACHMENT_NAME)
    if size == 0:
        raise Invalid("drafts.files.empty", name=name)
    if size > codes.MAX_ATTACHMENT_BYTES:
        raise Invalid("drafts.files.too_large", name=name)


def check_beside(name: str, size: int, there: Sequence[Weighed], *, heavy: int) -> None:
    """The same beside the documents that there are; `heavy` are the bytes of what else goes with them."""
    check_alone(name, size)
    if heavy + size + sum(one.size for one in there) > MAX_TOGETHER:
        raise Invalid("drafts.files.too_much", name=name)
    if len(there) >= MAX_FILES:
        raise Invalid("drafts.files.too_many", most=MAX_FILES)
    if any(one.name.casefold() == name.casefold() for one in there):
        raise Invalid("drafts.files.same_name", name=name)

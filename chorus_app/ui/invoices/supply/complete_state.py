"""What happens on the pages on which an invoice gets documents and words: its supplier completes it, or the MOE or the
MOA that a piece is with adds to it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from mimetypes import guess_type
from typing import Any

import reflex as rx
from reflex.event import EventSpec

from chorus_app.flux import uploads
from chorus_app.invoices import circuit, supplying
from chorus_app.invoices.acts import row_id
from chorus_app.invoices.attachments import Weighed, check_beside
from chorus_app.invoices.enums import DocumentKind, InvoiceAct
from chorus_app.invoices.models import Invoice
from chorus_app.invoices.service import Document
from chorus_app.invoices.views import InvoiceView
from chorus_app.kernel import french
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import AppError
from chorus_app.ui.components.attaching import AttachState, FileLine
from chorus_app.ui.gate import Right, event
from chorus_app.ui.invoices.acts_state import comment_of
from chorus_app.ui.invoices.supply.state import SupplyState
from chorus_app.ui.problems import told
from chorus_app.ui.session import act, look


@dataclass(frozen=True, slots=True)
class Held:
    """A document that was sent and waits for « Envoyer »; `size` in bytes."""

    upload: str
    name: str
    size: int


class PapersState(SupplyState, AttachState, mixin=True):
    """Documents, a comment, or both; a page names the service that takes them."""

    _held: list[Held] = []
    _of: str = ""  # the invoice that the documents are for

    @classmethod
    def _service(cls) -> Callable[..., Invoice]:
        raise LookupError(cls.__name__)

    async def _fill(self, invoice: InvoiceView) -> None:
        if self._of != invoice.row.public_id:
            self._of = invoice.row.public_id
            self._hold([])
            self.refused = []

    @event(Right.ATTACHED)
    async def attached(self, upload: str) -> None:
        """The browser has sent a document: it waits with the others, or is refused with its own reason."""
        name = ""
        try:
            file = await look(self, uploads.find, upload=str(upload))
            name = file.name
            there = [Weighed(one.name, one.size) for one in self._held]
            check_beside(name, file.stored.size, there, heavy=0)
        except AppError as error:
            self._refuse(name, told(error))
            await act(self, uploads.forget, upload=str(upload))
        else:
            self._taken(name)
            self._hold([*self._held, Held(file.id, name, file.stored.size)])

    @event(Right.ATTACHED)
    async def detach(self, upload: str) -> None:
        """Take a document out again."""
        if any(one.upload == upload for one in self._held):
            await act(self, uploads.forget, upload=upload)
            self._hold([one for one in self._held if one.upload != upload])

    @event(Right.ATTACHED)
    async def send(self, form: dict[str, Any]) -> EventSpec | None:
        """Send what was added."""
        gone = await self._send(
            _added, by=self._service(), comment=comment_of(form), files=[one.upload for one in self._held]
        )
        if gone:
            self._hold([])
        return gone

    def _hold(self, held: list[Held]) -> None:
        self._held = held
        self.files = [FileLine(one.upload, one.name, french.size(one.size)) for one in held]


class CompleteState(PapersState, rx.State):
    """« Compléter la facture »: who asked for it goes on."""

    @classmethod
    def _act(cls) -> InvoiceAct:
        return InvoiceAct.COMPLETE

    @classmethod
    def _service(cls) -> Callable[..., Invoice]:
        return supplying.complete


class AddState(PapersState, rx.State):
    """« Joindre une pièce ou une précision »: the piece stays where it is."""

    @classmethod
    def _act(cls) -> InvoiceAct:
        return InvoiceAct.ADD

    @classmethod
    def _service(cls) -> Callable[..., Invoice]:
        return circuit.add


def _added(context: Context, *, public_id: str, by: Callable[..., Invoice], comment: str, files: Sequence[str]) -> None:
    invoice_id = row_id(context, public_id=public_id)
    by(context, invoice_id=invoice_id, comment=comment, files=[_document(context, upload) for upload in files])
    context.session.flush()
    for upload in files:
        uploads.forget(context, upload=upload)


def _document(context: Context, upload: str) -> Document:
    """Raises `NotFound` for one that was not sent by the actor within the last day."""
    file = uploads.find(context, upload=upload)
    mime_type = guess_type(file.name)[0] or "application/octet-stream"
    return Document(DocumentKind.ATTACHMENT, file.name, mime_type, file.stored.sha256, file.stored.size)

"""/cpro/factures/travaux: what the MOE and the MOA of a market do with a piece of works, and its supplier after them.

Of these older addresses only the names are known, and the fields of two: what is asked and answered is that of the
sister routes on simple invoices, under the names that `facturesTravaux/v1/rechercher` has for a piece.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from pydantic import Field
from sqlmodel import select

from chorus_app.api.answering import (
    NOT_SUSPENDED,
    Comment,
    CompleteRequest,
    RecycleRequest,
    ValideurRequest,
    completed,
    corrected,
    documents,
    reason_of,
    recycled,
)
from chorus_app.api.auth import Call
from chorus_app.api.errors import WRONG_STATUS, refusals, unknown_invoice
from chorus_app.api.wire import Id, OptionalId, Reply, Text, Wire, day
from chorus_app.formats.syntaxes import Space
from chorus_app.invoices import circuit
from chorus_app.invoices.enums import RefusedFor
from chorus_app.invoices.models import Invoice
from chorus_app.invoices.queries import visible
from chorus_app.kernel.context import Context
from chorus_app.kernel.text import t


class PieceRequest(Wire):
    """A piece of works, and what is said of the act."""

    id_utilisateur_courant: OptionalId = None
    id_facture_travaux: Id
    commentaire: Comment | None = None


class AskMoreRequest(Wire):
    """A piece of works, and what its supplier has to add."""

    id_utilisateur_courant: OptionalId = None
    id_facture_travaux: Id
    commentaire: Comment


class RefuseRequest(Wire):
    """One of the reasons of `recuperer/motifs/refus/Facture/AValider`, words of one's own, or both."""

    id_utilisateur_courant: OptionalId = None
    id_facture_travaux: Id
    motif_refus: Text | None = None
    complement_info: Text | None = None

    def reason(self) -> RefusedFor:
        """Raises `Refused` for a reason that is none."""
        return reason_of(self.motif_refus) if self.motif_refus else RefusedFor.AUTRE

    def words(self) -> str:
        """What the supplier reads; a reason that says enough needs none."""
        said = (self.complement_info or "").strip()
        enough = self.reason() is not RefusedFor.AUTRE
        return said or (t(self.reason().label_key) if enough else "")


class CompletePieceRequest(CompleteRequest):
    """A comment, documents that were put aside, or both."""

    identifiant_facture_cpp: Annotated[Id, Field(alias="idFactureTravaux")]


class RecyclePieceRequest(RecycleRequest):
    """The way that the piece is to go; of `reference` the engagement and the market count."""

    identifiant_facture_cpp: Annotated[Id, Field(alias="idFactureTravaux")]


class MoeRequest(ValideurRequest):
    """Another MOE: by its identifier, or by its number when it is public or the caller's own."""

    id_facture: Annotated[Id, Field(alias="idFactureTravaux")]


class PieceReply(Reply):
    """The piece as the act left it."""

    id_facture_travaux: int
    numero_facture_travaux: str
    statut_facture_travaux: str
    date_traitement: str


class RecycledReply(Reply):
    """The piece on its way again."""

    id_facture_travaux: int
    numero_facture_travaux: str
    statut_facture_travaux: str
    date_depot: str


def take(call: Call, asked: PieceRequest) -> PieceReply:
    """The MOE or the MOA takes a piece into account."""
    with changing(call, asked.id_facture_travaux) as context:
        return _told(
            context, circuit.take(context, invoice_id=asked.id_facture_travaux, comment=asked.commentaire or "")
        )


def refuse(call: Call, asked: RefuseRequest) -> PieceReply:
    """The MOE or the MOA refuses a piece; that it is the wrong MOE brings it back to its supplier."""
    with changing(call, asked.id_facture_travaux) as context:
        piece = circuit.refuse(
            context, invoice_id=asked.id_facture_travaux, comment=asked.words(), reason=asked.reason()
        )
        return _told(context, piece)


def ask_more(call: Call, asked: AskMoreRequest) -> PieceReply:
    """The MOE or the MOA asks the supplier for more."""
    with changing(call, asked.id_facture_travaux) as context:
        return _told(context, circuit.ask_more(context, invoice_id=asked.id_facture_travaux, comment=asked.commentaire))


def ask_another_way(call: Call, asked: PieceRequest) -> PieceReply:
    """The MOE or the MOA asks the supplier to send a piece another way."""
    with changing(call, asked.id_facture_travaux) as context:
        piece = circuit.ask_another_way(context, invoice_id=asked.id_facture_travaux, comment=asked.commentaire or "")
        return _told(context, piece)


def add(call: Call, asked: CompletePieceRequest) -> PieceReply:
    """The MOE or the MOA adds to a piece that is with it."""
    with changing(call, asked.identifiant_facture_cpp) as context:
        piece = circuit.add(
            context,
            invoice_id=asked.identifiant_facture_cpp,
            comment=asked.commentaire or "",
            files=documents(context, asked.piece_jointe_complementaire),
        )
        return _told(context, piece)


def complete(call: Call, asked: CompletePieceRequest) -> PieceReply:
    """The supplier adds to a piece what its MOE, its MOA or its recipient asks for."""
    with changing(call, asked.identifiant_facture_cpp, code=NOT_SUSPENDED) as context:
        return _told(context, completed(context, asked))


def recycle(call: Call, asked: RecyclePieceRequest) -> RecycledReply:
    """The supplier sends a piece that came back another way."""
    with changing(call, asked.identifiant_facture_cpp) as context:
        piece = recycled(context, asked)
        return RecycledReply(
            id_facture_travaux=piece.id,
            numero_facture_travaux=piece.number,
            statut_facture_travaux=piece.status,
            date_depot=day(piece.deposited_at),
        )


def correct_moe(call: Call, asked: MoeRequest) -> PieceReply:
    """The supplier names the MOE of a piece that named none, or the wrong one."""
    with changing(call, asked.id_facture) as context:
        return _told(context, corrected(context, asked))


@contextmanager
def changing(call: Call, piece_id: int, *, code: str = "") -> Iterator[Context]:
    """Around an act on a piece of works. Raises `Refused`: 20000 for one that the caller does not see and for what is
    no piece of works, 20002 for one that does not wait for the act, its label beginning with `code`."""
    with refusals(conflict=WRONG_STATUS, code=code), call.transaction() as context:
        check_piece(context, piece_id)
        yield context


def check_piece(context: Context, piece_id: int) -> None:
    """Raises `Refused` for a piece that the caller does not see, and for what is no piece of works."""
    query = select(Invoice.id).where(Invoice.id == piece_id, Invoice.space == Space.TRAVAUX, visible(context))
    if context.session.exec(query).one_or_none() is None:
        raise unknown_invoice()


def _told(context: Context, piece: Invoice) -> PieceReply:
    return PieceReply(
        id_facture_travaux=piece.id,
        numero_facture_travaux=piece.number,
        statut_facture_travaux=piece.status,
        date_traitement=day(context.now()),
    )

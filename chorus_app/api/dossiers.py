"""/cpro/factures/travaux: a piece of works is submitted, and the dossier that it stands in is looked through."""

from collections.abc import Sequence
from typing import Annotated, ClassVar

from pydantic import Field
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from chorus_app.api.auth import Call
from chorus_app.api.errors import REFUSED, Refused, unknown_invoice
from chorus_app.api.submitting import BY_PDF, BY_SIGNED_PDF, SubmitReply, SubmitRequest, reply, submitted
from chorus_app.api.travaux import check_piece
from chorus_app.api.wire import Id, OptionalId, Paged, Paging, Reply, Text, Wire, cut, paged
from chorus_app.api.works import WorksPiece, listed_piece
from chorus_app.drafts import pieces
from chorus_app.drafts.enums import Answer
from chorus_app.formats.syntaxes import Space
from chorus_app.invoices.models import Invoice
from chorus_app.invoices.views import invoice_row
from chorus_app.kernel.context import Context
from chorus_app.kernel.text import t
from chorus_app.structures.models import Structure


class PreviousPiece(Wire):
    """The piece that this one follows: by its number on this portal, or by the number that its supplier gave it."""

    id_piece_precedente: OptionalId = None
    numero_piece_precedente: Text | None = None


class SubmitPieceRequest(SubmitRequest):
    """A piece of works in its fields, around its PDF: none is typed in without one."""

    space: ClassVar[Space] = Space.TRAVAUX
    modes: ClassVar[Sequence[str]] = (BY_PDF, BY_SIGNED_PDF)

    piece_precedente: PreviousPiece = PreviousPiece()

    def looked_up(self, context: Context) -> dict[Answer, str]:
        """Also the piece that it follows. Raises `Refused` for one that the caller has no part in."""
        return super().looked_up(context) | self._follows(context)

    def _follows(self, context: Context) -> dict[Answer, str]:
        said = self.piece_precedente
        number = (said.numero_piece_precedente or "").strip()
        if said.id_piece_precedente is None and not number:
            return {}
        market = self.references.numero_marche or ""
        found = pieces.named(context, invoice_id=said.id_piece_precedente, number=number, contract=market)
        if not found:
            raise unknown_invoice()
        if len(found) > 1:
            raise Refused(REFUSED, t("api.piece_ambiguous", number=number))
        return {Answer.PREVIOUS: found[0].public_id}


class SubmitPieceReply(SubmitReply):
    """The piece, by the names that `facturesTravaux/v1/rechercher` has for it."""

    numero_facture: Annotated[str, Field(alias="numeroFactureTravaux")]
    identifiant_facture_cpp: Annotated[int, Field(alias="idFactureTravaux")]
    statut_facture: Annotated[str, Field(alias="statutFactureTravaux")]


def submit(call: Call, asked: SubmitPieceRequest) -> SubmitPieceReply:
    """Submit a piece of works: judged as on the portal's pages, kept once."""
    return reply(call, submitted(call, asked), SubmitPieceReply)


class DossierRequest(Wire):
    """Any piece of the dossier."""

    id_utilisateur_courant: OptionalId = None
    id_facture_travaux: Id
    recherche_facture_travaux: Paging = Paging()


class DossierPiece(WorksPiece):
    """A piece of the dossier, and the one that it follows."""

    id_piece_precedente: int | None


class DossierReply(Reply):
    liste_factures_travaux: list[DossierPiece]
    parametres_retour: Paged


def consult(call: Call, asked: DossierRequest) -> DossierReply:
    """The pieces that go together with this one, oldest first, as far as the caller may open them."""
    with call.reading() as context:
        check_piece(context, asked.id_facture_travaux)
        chain = pieces.chain(context, invoice_id=asked.id_facture_travaux)
        page = cut(list(chain), asked.recherche_facture_travaux.request())
        shown = _shown(context, page.rows)
    return DossierReply(
        liste_factures_travaux=[
            DossierPiece(**fields, id_piece_precedente=chain[piece_id])
            for piece_id, fields in ((one, shown[one]) for one in page.rows)
        ],
        parametres_retour=paged(page),
    )


def _shown(context: Context, ids: Sequence[int]) -> dict[int, dict[str, object]]:
    supplier, recipient = aliased(Structure), aliased(Structure)
    query = (
        select(Invoice, supplier, recipient)
        .join(supplier, col(supplier.id) == Invoice.supplier_id)
        .join(recipient, col(recipient.id) == Invoice.recipient_id)
        .where(col(Invoice.id).in_(ids))
    )
    return {row[0].id: listed_piece(invoice_row(*row), row[0]) for row in context.session.execute(query)}

"""/cpro/factures: what suppliers do with invoices that came back, and valideurs with those that wait for them."""

from dataclasses import replace
from typing import Annotated

from pydantic import Field

from chorus_app.api.auth import Call
from chorus_app.api.errors import REFUSED, WRONG_STATUS, Refused, refusals, unknown_file, unknown_structure
from chorus_app.api.structures import seen_structure
from chorus_app.api.submitting import Attachment, Attachments, Recipient, References, put_aside_files
from chorus_app.api.wire import Id, OptionalId, Reply, Text, Wire, day
from chorus_app.drafts import put_aside
from chorus_app.drafts.models import AccountFile
from chorus_app.flux.directory import ImportDirectory
from chorus_app.formats.parsed import Identifier
from chorus_app.invoices import supplying, validation
from chorus_app.invoices.enums import DocumentKind, RefusedFor, Status
from chorus_app.invoices.models import Invoice
from chorus_app.invoices.service import Document
from chorus_app.invoices.status import TO_VALIDATE
from chorus_app.invoices.supplying import Way
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import NotFound
from chorus_app.kernel.identifiers import IdentifierType, written
from chorus_app.kernel.text import t
from chorus_app.structures.models import Structure
from chorus_app.structures.queries import structure_by_identifier

VALIDATE, REFUSE = "VALIDATION", "REFUS"
NOT_SUSPENDED = "GDP_MSG_11.033 - "
Comment = Annotated[str, Field(max_length=1024)]


class CompleteRequest(Wire):
    """A comment, documents that were put aside, or both."""

    id_utilisateur_courant: OptionalId = None
    identifiant_facture_cpp: Annotated[Id, Field(alias="identifiantFactureCPP")]
    commentaire: Comment | None = None
    piece_jointe_complementaire: Attachments = ()


class CompleteReply(Reply):
    identifiant_facture_cpp: Annotated[int, Field(alias="identifiantFactureCPP")]
    numero_facture: str
    date_traitement: str


def complete(call: Call, asked: CompleteRequest) -> CompleteReply:
    """Add to a suspended invoice what its recipient asks for."""
    with refusals(conflict=WRONG_STATUS, code=NOT_SUSPENDED), call.transaction() as context:
        invoice = completed(context, asked)
    return CompleteReply(
        identifiant_facture_cpp=invoice.id, numero_facture=invoice.number, date_traitement=day(invoice.status_at)
    )


def completed(context: Context, asked: CompleteRequest) -> Invoice:
    """The invoice with what is added. Raises as `supplying.complete` does, and `Refused`."""
    return supplying.complete(
        context,
        invoice_id=asked.identifiant_facture_cpp,
        comment=asked.commentaire or "",
        files=documents(context, asked.piece_jointe_complementaire),
    )


def documents(context: Context, named: Attachments) -> list[Document]:
    """The documents that a program names, taken. Raises `Refused` for one that its account did not put aside."""
    return [_said(context, *one) for one in zip(put_aside_files(context, named), named, strict=True)]


def _taken(context: Context, file: AccountFile) -> Document:
    put_aside.take(context, file_id=file.id)
    return Document(DocumentKind.ATTACHMENT, file.name, file.mime_type, file.sha256, file.size)


def _said(context: Context, file: AccountFile, said: Attachment) -> Document:
    line = said.piece_jointe_complementaire_numero_ligne_facture
    return replace(_taken(context, file), type_code=said.type_code, line=line)


class RecycleRequest(Wire):
    """The way that the invoice is to go; of `reference` the engagement and the market count."""

    id_utilisateur_courant: OptionalId = None
    identifiant_facture_cpp: Annotated[Id, Field(alias="identifiantFactureCPP")]
    destinataire: Recipient = Recipient()
    reference: References = References()
    commentaire: Comment | None = None

    def way(self) -> Way:
        """The same for the service."""
        code = self.destinataire.code_destinataire
        compact = written(IdentifierType.SIRET, code or "")
        return Way(
            recipient=Identifier(type=IdentifierType.SIRET.value, value=compact) if compact else None,
            service=self.destinataire.code_service_executant,
            engagement=self.reference.numero_bon_commande,
            contract=self.reference.numero_marche,
        )


class RecycleReply(Reply):
    identifiant_facture_cpp: Annotated[int, Field(alias="identifiantFactureCPP")]
    numero_facture: str
    statut_facture: str
    date_depot: str


def recycle(call: Call, asked: RecycleRequest) -> RecycleReply:
    """Send an invoice that came back another way."""
    with refusals(conflict=WRONG_STATUS), call.transaction() as context:
        invoice = recycled(context, asked)
    return RecycleReply(
        identifiant_facture_cpp=invoice.id,
        numero_facture=invoice.number,
        statut_facture=invoice.status,
        date_depot=day(invoice.deposited_at),
    )


def recycled(context: Context, asked: RecycleRequest) -> Invoice:
    """The invoice on its other way. Raises as `supplying.recycle` does."""
    return supplying.recycle(
        context,
        invoice_id=asked.identifiant_facture_cpp,
        way=asked.way(),
        directory=ImportDirectory(context),
        comment=asked.commentaire or "",
    )


class ValideurRequest(Wire):
    """Another valideur: by its identifier, or by its number when it is public or the caller's own."""

    id_facture: Id
    id_structure: OptionalId = None
    identifiant_structure: Text | None = None
    type_identifiant_structure: Text | None = None


class ValideurReply(Reply):
    id_facture: int


def correct_valideur(call: Call, asked: ValideurRequest) -> ValideurReply:
    """Name another valideur for an invoice that the wrong one refused."""
    with refusals(conflict=WRONG_STATUS), call.transaction() as context:
        corrected(context, asked)
    return ValideurReply(id_facture=asked.id_facture)


def corrected(context: Context, asked: ValideurRequest) -> Invoice:
    """The invoice with its other valideur. Raises as `supplying.correct_valideur` does, and `Refused`."""
    return supplying.correct_valideur(context, invoice_id=asked.id_facture, valideur=_valideur(context, asked))


def _valideur(context: Context, asked: ValideurRequest) -> Structure:
    """Raises `Refused` for a structure that there is not, or whose number is not the caller's to know."""
    if not asked.identifiant_structure:
        return seen_structure(context, asked.id_structure)
    kind = (asked.type_identifiant_structure or IdentifierType.SIRET).upper()
    if kind not in IdentifierType.__members__:
        raise unknown_structure()
    found = structure_by_identifier(context, kind=IdentifierType(kind), identifier=asked.identifiant_structure)
    if found is None or asked.id_structure not in (None, 0, found.id):
        raise unknown_structure()
    return found


class RejectedOne(Wire):
    id_demande_paiement: Id


class RejectionsRequest(Wire):
    """Invoices whose rejection the supplier has dealt with."""

    liste_demande_paiement: Annotated[tuple[RejectedOne, ...], Field(min_length=1, max_length=100)]
    motif_rejet: Text | None = None
    cplt_infos: Text | None = None


def note_rejections(call: Call, asked: RejectionsRequest) -> Reply:
    """Note that rejections are dealt with: of all of these invoices or of none."""
    comment = " – ".join(part for part in (asked.motif_rejet, asked.cplt_infos) if part)
    ids = [one.id_demande_paiement for one in asked.liste_demande_paiement]
    with refusals(conflict=WRONG_STATUS), call.transaction() as context:
        supplying.note_rejections(context, invoice_ids=ids, comment=comment)
    return Reply()


class ValidateRequest(Wire):
    """VALIDATION, or REFUS with one of the reasons of `recuperer/motifs/refus/Facture/AValider`."""

    id_facture: Id
    action: Text
    motif_refus: Text | None = None
    complement_info: Text | None = None
    id_valideur: OptionalId = None
    type_valideur: Text | None = None
    id_piece_jointe: OptionalId = None


class ValidateReply(Reply):
    id_facture: int
    numero_facture: str
    statut_facture: str
    date_traitement: str


def validate(call: Call, asked: ValidateRequest) -> ValidateReply:
    """Validate an invoice that waits for the caller, or refuse it."""
    with refusals(conflict=WRONG_STATUS), call.transaction() as context:
        invoice = _validated(context, asked)
    return ValidateReply(
        id_facture=invoice.id,
        numero_facture=invoice.number,
        statut_facture=invoice.status,
        date_traitement=day(invoice.status_at),
    )


def _validated(context: Context, asked: ValidateRequest) -> Invoice:
    action, comment = asked.action.strip().upper(), asked.complement_info or ""
    files = [_document(context, asked.id_piece_jointe)] if asked.id_piece_jointe else []
    if action == VALIDATE:
        return validation.validate(context, invoice_id=asked.id_facture, comment=comment, files=files)
    if action != REFUSE:
        raise Refused(REFUSED, t("api.action_unknown", value=asked.action[:40], known=f"{VALIDATE}, {REFUSE}"))
    reason = reason_of(asked.motif_refus or "")
    return validation.refuse(context, invoice_id=asked.id_facture, reason=reason, comment=comment, files=files)


def _document(context: Context, number: int) -> Document:
    try:
        return _taken(context, put_aside.find_file(context, file_id=number))
    except NotFound:
        raise unknown_file() from None


def reason_of(said: str) -> RefusedFor:
    """By its code or its number. Raises `Refused`."""
    numbered = {str(number): reason for number, reason in enumerate(RefusedFor, 1)}
    known = numbered | {reason.value: reason for reason in RefusedFor}
    found = known.get(said.strip().upper())
    if found is None:
        raise Refused(REFUSED, t("api.reason_unknown", value=said[:40], known=", ".join(RefusedFor)))
    return found


class VisibleStatus(Wire):
    code_statut_facture: str


class VisibleStatuses(Reply):
    liste_statut_facture: list[VisibleStatus]


class ValideurStatusesRequest(Wire):
    id_utilisateur_courant: OptionalId = None


def valideur_statuses(_call: Call, _asked: ValideurStatusesRequest) -> VisibleStatuses:
    """The statuses in which an invoice waits for its valideur."""
    return VisibleStatuses(
        liste_statut_facture=[VisibleStatus(code_statut_facture=Status(status)) for status in TO_VALIDATE]
    )

"""/cpro/factures: a PDF is read, an invoice submitted. The services and rules are those of the portal's own forms."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import PurePath
from typing import Annotated, ClassVar, TypeVar

from pydantic import BeforeValidator, Field
from sqlmodel import select

from chorus_app.api.attachments import keep
from chorus_app.api.auth import Call
from chorus_app.api.contents import decoded
from chorus_app.api.errors import (
    REFUSED,
    TOO_HEAVY,
    Refused,
    refusals,
    unknown_file,
    unknown_service,
    unknown_structure,
)
from chorus_app.api.searching import TYPES, type_of
from chorus_app.api.wire import Amount, Day, Id, OptionalId, Reply, Text, Wire, day, empty_is_none
from chorus_app.bank_details.queries import active_details
from chorus_app.drafts import arrival, at_once, put_aside
from chorus_app.drafts.arrival import Looked
from chorus_app.drafts.at_once import Named, Submission
from chorus_app.drafts.certificate import certificate_pdf
from chorus_app.drafts.enums import Answer, Manner
from chorus_app.drafts.form import MAX_LINES, MAX_ROWS, Form, ItemRow, RateRow, invoice_of
from chorus_app.drafts.models import AccountFile
from chorus_app.drafts.prefill import from_pages
from chorus_app.drafts.service import Beginning
from chorus_app.formats.facts import Signature
from chorus_app.formats.parsed import Identifier
from chorus_app.formats.printed.seen import Printed
from chorus_app.formats.syntaxes import Space
from chorus_app.invoices.attachments import MAX_FILES
from chorus_app.invoices.models import Invoice
from chorus_app.kernel.children import ChildDied
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import Invalid, NotFound
from chorus_app.kernel.files import StoredFile
from chorus_app.kernel.text import t
from chorus_app.kernel.tokens import hash_token
from chorus_app.rules.codes import MAX_AMOUNT, MAX_ATTACHMENT_BYTES, MAX_DECIMALS, MAX_DIGITS
from chorus_app.structures.models import Service, Structure

PLAIN, PADES, XADES = "PDF_NON_SIGNE", "PDF_SIGNE_PADES", "PDF_SIGNE_XADES"
BY_FORM, BY_PDF, BY_SIGNED_PDF = Manner.TYPED.by_program, Manner.PDF.by_program, Manner.SIGNED_PDF.by_program
Figure = Annotated[Amount, Field(max_digits=MAX_DIGITS, decimal_places=MAX_DECIMALS, ge=-MAX_AMOUNT, le=MAX_AMOUNT)]
MAX_LINE = 2**31 - 1  # as far as a column goes
OptionalLine = Annotated[Annotated[int, Field(ge=0, le=MAX_LINE)] | None, BeforeValidator(empty_is_none)]
RATE_CODE = re.compile(r"TVA(\d+)(?:[_.](\d+))?")  # TVA20, TVA5_5


class PdfRequest(Wire):
    """A PDF, in base64, and what it is said to be."""

    id_utilisateur_courant: OptionalId = None
    fichier_facture: Annotated[str, Field(description="Le PDF, en base64.")]
    nom_fichier: Annotated[str, Field(min_length=1, max_length=200)]
    format_depot: Text = PLAIN


class PdfReply(Reply):
    """What was read on its pages, to be looked through and sent back by `soumettre`."""

    numero_facture: str | None
    date_facture: str | None
    code_fournisseur: str
    code_destinataire: str | None
    code_service_executant: str | None
    code_devise_facture: str
    type_facture: str
    type_tva: str | None
    numero_bon_commande: str | None
    montant_ht_total: Amount | None
    montant_tva: Annotated[Amount | None, Field(alias="montantTVA")]
    montant_ttc_avant_remise_global_ttc: Annotated[Amount | None, Field(alias="montantTtcAvantRemiseGlobalTTC")]
    montant_a_payer: Amount | None
    piece_jointe_id: int


def deposit_pdf(call: Call, asked: PdfRequest) -> PdfReply:
    """Put a PDF aside and read it."""
    content = decoded(asked.fichier_facture, field="fichierFacture")
    if len(content) > MAX_ATTACHMENT_BYTES:
        megabytes = MAX_ATTACHMENT_BYTES // 1_000_000
        raise Refused(TOO_HEAVY, t("api.attachment_too_large", name=asked.nom_fichier[:80], megabytes=megabytes))
    with call.reading() as context:
        supplier = context.session.get_one(Structure, call.caller.structure_id)
    looked = _look(call, call.world.files.put(content), asked.nom_fichier)
    _check_format(looked, asked.format_depot.strip().upper(), asked.nom_fichier)
    printed = looked.printed or Printed(looked.verdict.facts.pages or 0, 0)
    identifier = Identifier(type=supplier.identifier_type.value, value=supplier.identifier)
    read = invoice_of(from_pages(printed), supplier=identifier)
    recipient = read.buyer.identifier
    return PdfReply(
        numero_facture=read.number,
        date_facture=read.issue_date.isoformat() if read.issue_date else None,
        code_fournisseur=supplier.identifier,
        code_destinataire=recipient.value if recipient else None,
        code_service_executant=read.service_code,
        code_devise_facture=read.currency or "EUR",
        type_facture=type_of(read.type_code or ""),
        type_tva=read.vat_due_code,
        numero_bon_commande=read.engagement,
        montant_ht_total=read.tax_exclusive,
        montant_tva=read.tax_total,
        montant_ttc_avant_remise_global_ttc=read.tax_inclusive,
        montant_a_payer=read.payable,
        piece_jointe_id=keep(call, content, _pdf_name(asked.nom_fichier)),
    )


def _pdf_name(name: str) -> str:
    return name if PurePath(name).suffix.casefold() == ".pdf" else f"{name}.pdf"


def _look(call: Call, file: StoredFile, name: str) -> Looked:
    """What a PDF is, found out in a child. Raises `Refused` for anything but a PDF without data."""
    try:
        looked = arrival.look(call.world, call.world.files.path(file.sha256), name=name)
    except Invalid as error:
        raise Refused(REFUSED, t(error.key, **error.params)) from None
    except ChildDied:
        raise Refused(REFUSED, t("api.unreadable_pdf", name=name[:80])) from None
    if looked.with_data:
        raise Refused(REFUSED, t("api.pdf_with_data", kind=t(looked.kind.label_key)))
    return looked


def _check_format(looked: Looked, said: str, name: str) -> None:
    if said not in (PLAIN, PADES, XADES):
        raise Refused(REFUSED, t("api.pdf_format_unknown", value=said[:40], known=f"{PLAIN}, {PADES}, {XADES}"))
    wrong = {PLAIN: "api.pdf_is_signed" if looked.signed else "", PADES: "" if looked.signed else "api.pdf_not_signed"}
    if key := wrong.get(said):  # a XAdES signature comes in a file of its own
        raise Refused(REFUSED, t(key, name=name[:80], value=said))


class Recipient(Wire):
    code_destinataire: Text | None = None
    code_service_executant: Text | None = None


class Supplier(Wire):
    """The caller's own structure, one of its services, one of its accounts."""

    id_fournisseur: OptionalId = None
    id_service_fournisseur: OptionalId = None
    code_coordonnees_bancaires_fournisseur: OptionalId = None


class Cadre(Wire):
    code_cadre_facturation: Text
    code_structure_valideur: Text | None = None
    code_service_valideur: Text | None = None


class References(Wire):
    devise_facture: Text | None = None
    type_facture: Text | None = None
    type_tva: Text | None = None
    motif_exoneration_tva: Text | None = None
    numero_marche: Text | None = None
    numero_bon_commande: Text | None = None
    numero_facture_origine: Text | None = None
    mode_paiement: Text | None = None


class Line(Wire):
    ligne_poste_numero: int | None = None
    ligne_poste_reference: Text | None = None
    ligne_poste_denomination: Text | None = None
    ligne_poste_quantite: Figure | None = None
    ligne_poste_unite: Text | None = None
    ligne_poste_montant_unitaire_ht: Annotated[Figure | None, Field(alias="lignePosteMontantUnitaireHT")] = None
    ligne_poste_montant_remise_ht: Annotated[Figure | None, Field(alias="lignePosteMontantRemiseHT")] = None
    ligne_poste_taux_tva: Text | None = None
    ligne_poste_taux_tva_manuel: Figure | None = None


class VatLine(Wire):
    ligne_tva_taux: Text | None = None
    ligne_tva_taux_manuel: Figure | None = None
    ligne_tva_montant_base_ht_par_taux: Figure | None = None
    ligne_tva_montant_tva_par_taux: Figure | None = None


class Totals(Wire):
    montant_ht_total: Figure | None = None
    montant_tva: Annotated[Figure | None, Field(alias="montantTVA")] = None
    montant_ttc_total: Figure | None = None
    montant_remise_globale_ttc: Annotated[Figure | None, Field(alias="montantRemiseGlobaleTTC")] = None
    motif_remise_globale_ttc: Annotated[Text | None, Field(alias="motifRemiseGlobaleTTC")] = None
    montant_a_payer: Figure | None = None


class MainFile(Wire):
    piece_jointe_principale_id: Id
    piece_jointe_principale_designation: Text | None = None


class Attachment(Wire):
    """A document that was put aside, its type and the line that it belongs to."""

    piece_jointe_complementaire_id: Id
    piece_jointe_complementaire_designation: Text | None = None
    piece_jointe_complementaire_type: Text | None = None
    piece_jointe_complementaire_id_liaison: OptionalId = None
    piece_jointe_complementaire_numero_ligne_facture: OptionalLine = None

    @property
    def type_code(self) -> str | None:
        """Its code, such as 02."""
        return (self.piece_jointe_complementaire_type or "").strip() or None


Attachments = Annotated[tuple[Attachment, ...], Field(max_length=MAX_FILES)]


class SubmitRequest(Wire):
    """An invoice in its fields, with its PDF or without one; of the space and in the modes that the class names."""

    space: ClassVar[Space] = Space.EMISES
    modes: ClassVar[Sequence[str]] = (BY_FORM, BY_PDF, BY_SIGNED_PDF)

    id_utilisateur_courant: OptionalId = None
    mode_depot: Text
    numero_facture_saisi: Text | None = None
    date_facture: Day = None
    destinataire: Recipient = Recipient()
    fournisseur: Supplier = Supplier()
    cadre_de_facturation: Cadre
    references: References = References()
    ligne_poste: Annotated[tuple[Line, ...], Field(max_length=MAX_LINES)] = ()
    ligne_tva: Annotated[tuple[VatLine, ...], Field(max_length=MAX_ROWS)] = ()
    montant_total: Totals = Totals()
    piece_jointe_principale: Annotated[tuple[MainFile, ...], Field(max_length=1)] = ()
    piece_jointe_complementaire: Attachments = ()
    commentaire: Annotated[str, Field(max_length=1024)] | None = None

    @property
    def mode(self) -> str:
        return self.mode_depot.strip().upper()

    def looked_up(self, context: Context) -> dict[Answer, str]:
        """What it names by numbers of this portal, as the form names it. Raises `Refused` for another structure's."""
        return _of_supplier(context, self.fournisseur)

    def form(self) -> Form:
        """The same as the portal's form holds it, but for what is `looked_up`."""
        said, totals = self.references, self.montant_total
        valideur = self.cadre_de_facturation.code_structure_valideur
        answers = {
            Answer.NUMBER: self.numero_facture_saisi,
            Answer.ISSUED: self.date_facture.isoformat() if self.date_facture else None,
            Answer.TYPE: TYPES.get((said.type_facture or "FACTURE").upper(), said.type_facture),
            Answer.ORIGINAL: said.numero_facture_origine,
            Answer.CADRE: self.cadre_de_facturation.code_cadre_facturation.partition("_")[0].upper(),
            Answer.VALIDEUR: valideur,
            Answer.VALIDEUR_SERVICE: self.cadre_de_facturation.code_service_valideur,
            Answer.RECIPIENT: self.destinataire.code_destinataire,
            Answer.SERVICE: self.destinataire.code_service_executant,
            Answer.ENGAGEMENT: said.numero_bon_commande,
            Answer.CONTRACT: said.numero_marche,
            Answer.CURRENCY: said.devise_facture,
            Answer.REGIME: said.type_tva,
            Answer.PAYMENT: said.mode_paiement,
            Answer.NET: _figure(totals.montant_ht_total),
            Answer.VAT: _figure(totals.montant_tva),
            Answer.GROSS: _figure(totals.montant_ttc_total),
            Answer.PAYABLE: _figure(totals.montant_a_payer),
            Answer.NOTE: self.commentaire,
        }
        reason = said.motif_exoneration_tva or ""
        return Form(
            {answer: text for answer, text in answers.items() if text},
            tuple(_rate_row(row, reason) for row in self.ligne_tva),
            tuple(_item_row(row) for row in sorted(self.ligne_poste, key=lambda row: row.ligne_poste_numero or 0)),
        )


def _figure(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"


def _rate(code: str | None, typed: Decimal | None) -> str:
    """A rate in percent, by its value or by its code. Raises `Refused` for a code that is none."""
    if typed is not None or not code:
        return _figure(typed)
    found = RATE_CODE.fullmatch(code.strip().upper())
    if found is None:
        raise Refused(REFUSED, t("api.rate_unknown", value=code[:40]))
    return f"{found[1]}.{found[2] or 0}"


def _rate_row(row: VatLine, reason: str) -> RateRow:
    rate = _rate(row.ligne_tva_taux, row.ligne_tva_taux_manuel)
    amounts = (_figure(row.ligne_tva_montant_base_ht_par_taux), _figure(row.ligne_tva_montant_tva_par_taux))
    return RateRow(rate, *amounts, reason=reason if rate and not Decimal(rate) else "")


def _item_row(row: Line) -> ItemRow:
    return ItemRow(
        name=row.ligne_poste_denomination or "",
        quantity=_figure(row.ligne_poste_quantite),
        price=_figure(row.ligne_poste_montant_unitaire_ht),
        rate=_rate(row.ligne_poste_taux_tva, row.ligne_poste_taux_tva_manuel),
        discount=_figure(row.ligne_poste_montant_remise_ht),
        unit=row.ligne_poste_unite or "",
        reference=row.ligne_poste_reference or "",
    )


class SubmitReply(Reply):
    """The invoice. `empreinte_certificat_depot` is the SHA-256 of the certificate of deposit as a PDF."""

    numero_facture: str
    identifiant_facture_cpp: Annotated[int, Field(alias="identifiantFactureCPP")]
    identifiant_structure: str
    date_depot: str
    statut_facture: str
    empreinte_certificat_depot: str


Answered = TypeVar("Answered", bound=SubmitReply)


def submit(call: Call, asked: SubmitRequest) -> SubmitReply:
    """Submit an invoice: judged as on the portal's pages, kept once."""
    return reply(call, submitted(call, asked), SubmitReply)


def submitted(call: Call, asked: SubmitRequest) -> int:
    """The row id of the invoice that was submitted, now or before with the same key. Raises `Refused`."""
    key = hash_token(call.idempotency_key) if call.idempotency_key else ""
    digest = hashlib.sha256(asked.model_dump_json().encode()).hexdigest() if key else ""
    with refusals():
        with call.reading() as context:
            done = at_once.submitted_before(context, key=key, digest=digest)
        return done.id if done else _submit(call, asked, key=key, digest=digest)


def _submit(call: Call, asked: SubmitRequest, *, key: str, digest: str) -> int:
    """The row id of the invoice. Raises what `at_once.submit` raises, and `Refused`."""
    _check_mode(asked)
    with call.reading() as context:
        answers = asked.looked_up(context)
        main = _file(context, asked)
        files = put_aside_files(context, asked.piece_jointe_complementaire)
    form = asked.form()
    form = replace(form, answers={**form.answers, **answers})
    if not form.text(Answer.NUMBER):
        with call.transaction() as context:
            form = replace(form, answers={**form.answers, Answer.NUMBER: at_once.next_number(context)})
    beginning, signatures = Beginning(Manner.TYPED, form), {}
    if main is not None:
        beginning, signatures = _around(call, main, form), _signatures(call, main, files)
        _check_signed(asked.mode, beginning, signatures)
    number = main.id if main else None
    submission = Submission(beginning, asked.space, number, _named(asked), signatures, key, digest)
    with call.reading() as context:
        shown = at_once.judge(context, beginning=beginning, space=asked.space)
    drawn = None if main else call.world.children.run(arrival.draw_in_child, shown, str(call.world.files.folder))
    with call.transaction() as context:
        return at_once.submit(context, submission, drawn=drawn).id


def _named(asked: SubmitRequest) -> list[Named]:
    return [
        Named(one.piece_jointe_complementaire_id, one.type_code, one.piece_jointe_complementaire_numero_ligne_facture)
        for one in asked.piece_jointe_complementaire
    ]


def _check_mode(asked: SubmitRequest) -> None:
    """Raises `Refused` for a mode that is none, a PDF too few or too many, and a discount that is not kept."""
    if asked.mode not in asked.modes:
        raise Refused(REFUSED, t("api.mode_unknown", value=asked.mode[:40], known=", ".join(asked.modes)))
    if (asked.mode == BY_FORM) is bool(asked.piece_jointe_principale):
        key = "api.pdf_too_many" if asked.mode == BY_FORM else "api.pdf_missing"
        raise Refused(REFUSED, t(key, mode=asked.mode))
    if asked.montant_total.montant_remise_globale_ttc:
        raise Refused(REFUSED, t("api.no_discount"))


def put_aside_files(context: Context, named: Sequence[Attachment]) -> list[AccountFile]:
    """The documents that a program names. Raises `Refused` for one that its account did not put aside."""
    return [_put_aside(context, one.piece_jointe_complementaire_id) for one in named]


def _file(context: Context, asked: SubmitRequest) -> AccountFile | None:
    """The PDF. Raises `Refused`."""
    for one in asked.piece_jointe_principale:
        return _put_aside(context, one.piece_jointe_principale_id)
    return None


def _put_aside(context: Context, number: int) -> AccountFile:
    try:
        return put_aside.find_file(context, file_id=number)
    except NotFound:
        raise unknown_file() from None


def _of_supplier(context: Context, said: Supplier) -> dict[Answer, str]:
    """Its service and its account, as the form names them. Raises `Refused` for another structure's."""
    mine = context.structure_id
    if said.id_fournisseur not in (None, 0, mine):
        raise unknown_structure()
    answers: dict[Answer, str] = {}
    if said.id_service_fournisseur:
        query = select(Service.code).where(Service.id == said.id_service_fournisseur, Service.structure_id == mine)
        code = context.session.exec(query).one_or_none()
        if code is None:
            raise unknown_service()
        answers[Answer.SUPPLIER_SERVICE] = code
    if number := said.code_coordonnees_bancaires_fournisseur:
        details = {row.id: row.public_id for row in active_details(context, structure_id=mine or 0)}
        if number not in details:
            raise Refused(REFUSED, t("api.unknown_account"))
        answers[Answer.ACCOUNT] = details[number]
    return answers


def _around(call: Call, main: AccountFile, form: Form) -> Beginning:
    """What the draft begins with: the PDF, and the form as the program filled it in."""
    stored = StoredFile(main.sha256, main.size)
    looked = _look(call, stored, main.name)
    return replace(arrival.classic_beginning(looked, stored, name=main.name), form=form)


def _signatures(call: Call, main: AccountFile, files: list[AccountFile]) -> dict[int, Signature]:
    """Which documents are XAdES signatures of the PDF, looked at in a child. Raises `Refused`."""
    store, found = call.world.files, {}
    for file in files:
        if PurePath(file.name).suffix.casefold() != ".xml":
            continue
        try:
            paths = (str(store.path(file.sha256)), str(store.path(main.sha256)))
            signature = call.world.children.run(arrival.signature_in_child, *paths)
        except ChildDied:
            raise Refused(REFUSED, t("api.unreadable_pdf", name=file.name)) from None
        if signature is not None:
            found[file.id] = signature
    return found


def _check_signed(mode: str, beginning: Beginning, signatures: dict[int, Signature]) -> None:
    """Raises `Refused` when the mode says of the PDF what it is not."""
    signed = beginning.manner is Manner.SIGNED_PDF or bool(signatures)
    if signed is not (mode == BY_SIGNED_PDF):
        key = "api.pdf_is_signed" if signed else "api.pdf_not_signed"
        raise Refused(REFUSED, t(key, name=beginning.name, value=mode))


def reply(call: Call, invoice_id: int, model: type[Answered]) -> Answered:
    """What is answered of an invoice that was submitted."""
    with call.reading() as context:
        invoice = context.session.get_one(Invoice, invoice_id)
        supplier = context.session.get_one(Structure, invoice.supplier_id)
        certificate = at_once.certificate(context, invoice=invoice)
    return model(
        numero_facture=invoice.number,
        identifiant_facture_cpp=invoice.id,
        identifiant_structure=supplier.identifier,
        date_depot=day(invoice.deposited_at),
        statut_facture=invoice.status,
        empreinte_certificat_depot=hashlib.sha256(certificate_pdf(certificate)).hexdigest(),
    )

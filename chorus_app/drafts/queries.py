"""Look up drafts. What the actor may not see does not exist."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import and_, col, func, or_, select

from chorus_app.bank_details.models import BankDetail
from chorus_app.bank_details.queries import active_details
from chorus_app.drafts import perms
from chorus_app.drafts.checks import Remark, cadres_for, remarks
from chorus_app.drafts.enums import Answer, Manner, Step
from chorus_app.drafts.form import Account, Form, form_of, invoice_of
from chorus_app.drafts.models import Draft, DraftFile
from chorus_app.drafts.pieces import Piece, offered
from chorus_app.flux.directory import ImportDirectory
from chorus_app.formats.parsed import Attachment, Identifier, ParsedInvoice
from chorus_app.formats.syntaxes import Space
from chorus_app.invoices.cadres import CADRES, Cadre
from chorus_app.invoices.enums import Role
from chorus_app.invoices.models import Invoice
from chorus_app.kernel.clock import in_paris
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import NotFound
from chorus_app.kernel.identifiers import IdentifierType
from chorus_app.kernel.paging import Page, PageRequest
from chorus_app.kernel.words import fold
from chorus_app.rules.codes import PUBLIC_INVOICES_SERVICE
from chorus_app.structures.directory import in_use
from chorus_app.structures.enums import StructureKind
from chorus_app.structures.journal import masked
from chorus_app.structures.models import Service, Structure
from chorus_app.structures.perms import actor
from chorus_app.structures.queries import structure_by_identifier

FEWEST_LETTERS = 3
MAX_SEARCHED = 200
MAX_SERVICES = 2_000  # of a recipient, offered at once


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A line of the list of drafts."""

    public_id: str
    manner: Manner
    reached: Step
    file_name: str
    number: str
    recipient: str
    gross: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class FileView:
    """A document of a draft; `size` in bytes."""

    public_id: str
    name: str
    mime_type: str
    size: int


@dataclass(frozen=True, slots=True)
class ServiceView:
    """A service of the recipient that is in use."""

    code: str
    name: str
    engagement_required: bool


@dataclass(frozen=True, slots=True)
class RecipientView:
    """A public structure that may be the recipient, with what it demands of invoices."""

    identifier: str
    name: str
    city: str
    active: bool = True
    service_required: bool = False
    engagement_required: bool = False
    one_required: bool = False  # service or engagement
    services: tuple[ServiceView, ...] = ()


@dataclass(frozen=True, slots=True)
class AccountView:
    """An active account of the supplier; the number is masked."""

    public_id: str
    name: str
    number: str
    is_default: bool


@dataclass(frozen=True)
class DraftView:
    """A draft with all that its pages show. `places` are page, left, top, right, bottom in points, by field."""

    public_id: str
    space: Space
    manner: Manner
    reached: Step
    sha256: str
    file_name: str
    size: int
    pages: int
    form: Form
    places: Mapping[Answer, tuple[float, ...]]
    facts: Mapping[str, str]
    version: int
    supplier: str
    cadres: tuple[Cadre, ...]
    accounts: tuple[AccountView, ...]
    recipient: RecipientView | None
    valideur: str  # the name of the structure that the form names, where the directory knows it
    pieces: tuple[Piece, ...]  # of works, that it may follow
    files: tuple[FileView, ...]
    remarks: tuple[Remark, ...]
    sent_at: datetime | None
    invoice: str  # public id of the invoice, once sent

    @property
    def blocking(self) -> tuple[Remark, ...]:
        """What keeps it from being sent."""
        return tuple(remark for remark in self.remarks if remark.blocking)


def list_drafts(context: Context, *, space: Space, page: PageRequest | None = None) -> Page[DraftRow]:
    """The drafts of the acting structure that are not sent, the latest first."""
    asked = page or PageRequest()
    wanted = (
        perms.visible(context),
        col(Draft.structure_id) == context.structure_id,
        col(Draft.space) == space,
        col(Draft.invoice_id).is_(None),
    )
    total = context.session.exec(select(func.count()).select_from(Draft).where(*wanted)).one()
    shown: Page[DraftRow] = Page((), total, asked.page, asked.size).within()
    rows = context.session.exec(
        select(Draft)
        .where(*wanted)
        .order_by(col(Draft.changed_at).desc(), col(Draft.id).desc())
        .offset((shown.page - 1) * shown.size)
        .limit(shown.size)
    ).all()
    return Page(tuple(_row(draft) for draft in rows), total, shown.page, shown.size)


def _row(draft: Draft) -> DraftRow:
    form = form_of(draft.form)
    return DraftRow(
        draft.public_id,
        draft.manner,
        draft.reached,
        draft.file_name,
        form.text(Answer.NUMBER),
        form.text(Answer.RECIPIENT),
        form.text(Answer.GROSS),
        draft.changed_at,
    )


def find_draft(context: Context, *, public_id: str) -> Draft:
    """The row. Raises `NotFound` for one that the actor may not see, as for one that does not exist."""
    query = select(Draft).where(Draft.public_id == public_id, perms.visible(context))
    found = context.session.exec(query).one_or_none()
    if found is None:
        raise NotFound
    return found


def get_draft(context: Context, *, public_id: str) -> DraftView:
    """A draft with what the rules say of it now. Raises `NotFound`."""
    draft = find_draft(context, public_id=public_id)
    invoice = context.session.get(Invoice, draft.invoice_id) if draft.invoice_id is not None else None
    supplier = context.session.get_one(Structure, draft.structure_id)
    form = form_of(draft.form)
    known = {answer.value: answer for answer in Answer}
    return DraftView(
        public_id=draft.public_id,
        space=draft.space,
        manner=draft.manner,
        reached=Step.SENT if invoice else draft.reached,
        sha256=draft.sha256,
        file_name=draft.file_name,
        size=draft.size,
        pages=draft.pages,
        form=form,
        places={known[name]: tuple(place) for name, place in draft.places.items() if name in known},
        facts=draft.facts,
        version=draft.version,
        supplier=supplier.name,
        cadres=tuple(cadres_for(draft.space, roles_of(supplier))),
        accounts=tuple(_accounts(context, draft)),
        recipient=find_recipient(context, form.text(Answer.RECIPIENT), of=supplier),
        valideur=_name(context, form.text(Answer.VALIDEUR)),
        pieces=offered(context, draft) if invoice is None else (),
        files=tuple(FileView(one.public_id, one.name, one.mime_type, one.size) for one in files_of(context, draft)),
        remarks=tuple(remarks_on(context, draft)) if invoice is None else (),
        sent_at=draft.sent_at,
        invoice=invoice.public_id if invoice else "",
    )


def files_of(context: Context, draft: Draft) -> Sequence[DraftFile]:
    """The documents of a draft, in the order in which they were added."""
    return context.session.exec(
        select(DraftFile).where(DraftFile.draft_id == draft.id).order_by(col(DraftFile.id))
    ).all()


def parsed(context: Context, draft: Draft) -> ParsedInvoice:
    """The invoice that the draft makes."""
    form = form_of(draft.form)
    supplier = context.session.get_one(Structure, draft.structure_id)
    attachments = [Attachment(name=one.name, mime_type=one.mime_type, main=False) for one in files_of(context, draft)]
    return invoice_of(
        form,
        supplier=Identifier(type=supplier.identifier_type.value, value=supplier.identifier),
        supplier_name=supplier.name,
        account=_account(context, draft, form.text(Answer.ACCOUNT)),
        attachments=attachments,
    )


def remarks_on(context: Context, draft: Draft) -> list[Remark]:
    """What the rules say of the draft today."""
    today = in_paris(context.now()).date()
    return remarks(parsed(context, draft), manner=draft.manner, directory=ImportDirectory(context), today=today)


def roles_of(structure: Structure) -> list[Role]:
    """The roles in a market of works that a structure can have."""
    roles = [Role.FOURNISSEUR, Role.SOUS_TRAITANT, Role.COTRAITANT]
    return [*roles, *([Role.MOE] if structure.is_moe else []), *([Role.MOA] if structure.is_moa else [])]


def search_recipients(context: Context, *, text: str, most: int = 8) -> list[RecipientView]:
    """Active public structures of that SIRET, or with all the words in their name."""
    return _search(context, text, most, and_(Structure.kind == StructureKind.PUBLIQUE))


def search_valideurs(context: Context, *, public_id: str, text: str, most: int = 8) -> list[RecipientView]:
    """Likewise those that may validate the draft's invoice: a MOE for the works of a titulaire, else any but the
    supplier itself. Raises `NotFound`."""
    draft = find_draft(context, public_id=public_id)
    cadre = CADRES.get(form_of(draft.form).text(Answer.CADRE))
    moe = cadre is not None and cadre.space is Space.TRAVAUX and cadre.role is Role.FOURNISSEUR
    if not moe:
        return search_others(context, but=draft.structure_id, text=text, most=most)
    return _search(context, text, most, and_(Structure.is_moe))


def search_others(context: Context, *, but: int, text: str, most: int = 8) -> list[RecipientView]:
    """Likewise any active structure but that one."""
    return _search(context, text, most, and_(Structure.id != but))


def _search(context: Context, text: str, most: int, wanted: ColumnElement[bool]) -> list[RecipientView]:
    actor(context)
    words = fold(text[:MAX_SEARCHED]).split()
    if sum(map(len, words)) < FEWEST_LETTERS:
        return []
    by_name = and_(*(col(Structure.name_key).contains(word, autoescape=True) for word in words))
    by_identifier = col(Structure.identifier).startswith("".join(words), autoescape=True)
    query = (
        select(Structure)
        .where(
            wanted,
            Structure.active,
            Structure.identifier_type == IdentifierType.SIRET,
            or_(by_name, by_identifier),
        )
        .order_by(Structure.name_key, col(Structure.id))
        .limit(most)
    )
    return [RecipientView(found.identifier, found.name, found.city or "") for found in context.session.exec(query)]


def find_recipient(context: Context, text: str, *, of: Structure) -> RecipientView | None:
    """The recipient as the supplier `of` sees it: FACTURES_PUBLIQUES is no service for a private one."""
    found = _structure(context, text)
    if found is None or found.kind is not StructureKind.PUBLIQUE:
        return None
    today = in_paris(context.now()).date()
    services = context.session.exec(
        select(Service).where(Service.structure_id == found.id).order_by(Service.code).limit(MAX_SERVICES)
    )
    return RecipientView(
        identifier=found.identifier,
        name=found.name,
        city=found.city or "",
        active=found.active,
        service_required=found.code_service_required or found.is_state,
        engagement_required=found.engagement_required or found.is_state,
        one_required=found.engagement_or_service and not found.is_state,
        services=tuple(
            ServiceView(one.code, one.name, one.engagement_required)
            for one in services
            if in_use(one, today) and (of.kind is StructureKind.PUBLIQUE or one.code != PUBLIC_INVOICES_SERVICE)
        ),
    )


def _name(context: Context, text: str) -> str:
    found = _structure(context, text)
    return found.name if found is not None else ""


def _structure(context: Context, text: str) -> Structure | None:
    if not text:
        return None
    return structure_by_identifier(context, kind=IdentifierType.SIRET, identifier=text)


def _accounts(context: Context, draft: Draft) -> list[AccountView]:
    details = active_details(context, structure_id=draft.structure_id)
    return [AccountView(one.public_id, one.name, masked(one.iban), one.is_default) for one in details]


def _account(context: Context, draft: Draft, public_id: str) -> Account | None:
    """The account that the form names; one of another structure is none."""
    if not public_id:
        return None
    query = select(BankDetail).where(BankDetail.public_id == public_id, BankDetail.structure_id == draft.structure_id)
    found = context.session.exec(query).one_or_none()
    return Account(found.iban, found.bic) if found is not None else None

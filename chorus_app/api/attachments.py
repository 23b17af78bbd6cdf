"""/cpro/transverses: documents that are put aside for invoices to come, and those that objects of the portal have."""

from collections.abc import Iterator
from pathlib import PurePath
from typing import Annotated

from pydantic import Field
from sqlmodel import col, select

from chorus_app.api.auth import Call
from chorus_app.api.contents import Packed, archived, decoded, heavy
from chorus_app.api.errors import REFUSED, TOO_HEAVY, Refused, refusals, unknown_file, unknown_invoice
from chorus_app.api.structures import seen_structure
from chorus_app.api.wire import Id, Listed, OptionalId, Paged, Paging, Text, Wire, paged
from chorus_app.drafts import put_aside
from chorus_app.drafts.models import AccountFile
from chorus_app.flux.naming import shown_name
from chorus_app.invoices.enums import DocumentKind
from chorus_app.invoices.models import Invoice, InvoiceDocument
from chorus_app.invoices.queries import visible
from chorus_app.kernel.context import Context
from chorus_app.kernel.paging import Page, PageRequest
from chorus_app.kernel.text import t
from chorus_app.rules.codes import MAX_ATTACHMENT_BYTES

MOST_INVOICES, MOST_FILES = 100, 100  # of one answer
OF_INVOICES = ("FACTURE", "FACTURE_TRAVAUX")
OF_ACCOUNT = "UTILISATEUR"
MAIN, COMPLEMENT = 1, 2
TYPES = {MAIN: "01", COMPLEMENT: "02"}  # TypePJ of CPPFacturePivot


class AddRequest(Wire):
    """A document, in base64; the extension may stand in the name too."""

    id_utilisateur_courant: OptionalId = None
    piece_jointe_fichier: Annotated[str, Field(description="Le fichier, en base64.")]
    piece_jointe_nom: Annotated[str, Field(min_length=1, max_length=200)]
    piece_jointe_type_mime: Text | None = None
    piece_jointe_extension: Text | None = None

    @property
    def name(self) -> str:
        extension = (self.piece_jointe_extension or "").removeprefix(".").strip()
        named = PurePath(self.piece_jointe_nom).suffix.removeprefix(".").casefold() == extension.casefold()
        return self.piece_jointe_nom if named or not extension else f"{self.piece_jointe_nom}.{extension.lower()}"


class AddReply(Listed):
    """The number by which invoices name it."""

    piece_jointe_id: int


def add(call: Call, asked: AddRequest) -> AddReply:
    """Put a document aside; a later invoice names it."""
    content = decoded(asked.piece_jointe_fichier, field="pieceJointeFichier")
    if len(content) > MAX_ATTACHMENT_BYTES:
        megabytes = MAX_ATTACHMENT_BYTES // 1_000_000
        raise Refused(TOO_HEAVY, t("api.attachment_too_large", name=asked.name[:80], megabytes=megabytes))
    return AddReply(piece_jointe_id=keep(call, content, asked.name))


def keep(call: Call, content: bytes, name: str) -> int:
    """Put a file aside for the caller's account; its number. Raises `Refused`."""
    stored = call.world.files.put(content)
    with refusals(), call.transaction() as context:
        return put_aside.put_aside(context, file=stored, name=name).id


class TypesRequest(Wire):
    """The types of one kind of object, or of all."""

    code_langue: Text | None = None
    type_objet: Text | None = None


class FileType(Wire):
    id_type_piece_jointe: int
    code_type_piece_jointe: str
    libelle_type_piece_jointe: str
    type_objet: str


class TypesReply(Listed):
    liste_type_piece_jointe: list[FileType]


def file_types(_call: Call, asked: TypesRequest) -> TypesReply:
    """What a document can be: of an invoice its main one or another, of an account only another."""
    kinds = [(kind, number) for kind in OF_INVOICES for number in TYPES] + [(OF_ACCOUNT, COMPLEMENT)]
    wanted = (asked.type_objet or "").upper()
    return TypesReply(
        liste_type_piece_jointe=[
            FileType(
                id_type_piece_jointe=number,
                code_type_piece_jointe=TYPES[number],
                libelle_type_piece_jointe=_type_label(number),
                type_objet=kind,
            )
            for kind, number in kinds
            if wanted in ("", kind)
        ]
    )


def type_label(code: str) -> str | None:
    """What a document of that type is, for a code of the list."""
    return next((_type_label(number) for number, known in TYPES.items() if known == code), None)


def _type_label(number: int) -> str:
    return t("api.file_type.main" if number == MAIN else "api.file_type.complement")


class FileSearch(Wire):
    """What the account's files are looked for by: a part of their name, their type."""

    code_langue: Text | None = None
    piece_jointe_designation: Text | None = None
    piece_jointe_type_id: OptionalId = None
    parametres_recherche: Paging = Paging()


class StructureFileSearch(FileSearch):
    id_structure_cpp: Annotated[Id, Field(alias="idStructureCPP")]


class FoundFile(Wire):
    """A file of the account; its object is the account."""

    piece_jointe_id: int
    piece_jointe_designation: str
    piece_jointe_extension: str
    piece_jointe_type_code: str
    piece_jointe_type_libelle: str
    piece_jointe_objet_id: int
    piece_jointe_utilisateur_id: int


class FilesReply(Listed):
    liste_pieces_jointes: list[FoundFile]
    parametres_retour: Paged


def search_own(call: Call, asked: FileSearch) -> FilesReply:
    """The documents that the calling account put aside, newest first."""
    page = asked.parametres_recherche.request()
    if asked.piece_jointe_type_id not in (None, COMPLEMENT):
        return FilesReply(liste_pieces_jointes=[], parametres_retour=paged(Page((), 0, 1, page.size)))
    with call.reading() as context:
        found = put_aside.list_files(context, name=asked.piece_jointe_designation or "", page=page)
    return FilesReply(liste_pieces_jointes=[_found(file) for file in found.rows], parametres_retour=paged(found))


def _found(file: AccountFile) -> FoundFile:
    return FoundFile(
        piece_jointe_id=file.id,
        piece_jointe_designation=file.name,
        piece_jointe_extension=extension_of(file.name),
        piece_jointe_type_code=TYPES[COMPLEMENT],
        piece_jointe_type_libelle=_type_label(COMPLEMENT),
        piece_jointe_objet_id=file.user_id,
        piece_jointe_utilisateur_id=file.user_id,
    )


def extension_of(name: str) -> str:
    """The extension as Chorus Pro writes it: PDF."""
    return PurePath(name).suffix.removeprefix(".").upper()


def search_of_structure(call: Call, asked: StructureFileSearch) -> FilesReply:
    """The documents of a structure: the portal keeps none, of no structure."""
    with call.reading() as context:
        seen_structure(context, asked.id_structure_cpp)
    empty: Page[AccountFile] = Page((), 0, 1, asked.parametres_recherche.nb_resultats_par_page)
    return FilesReply(liste_pieces_jointes=[], parametres_retour=paged(empty))


class WantedInvoice(Wire):
    id_facture: Id


class WantedInvoices(Wire):
    """Invoices whose documents are wanted; the main one comes with them unless they are to come alone."""

    avec_pieces_jointes_complementaires: Text | None = None
    format: Text | None = None
    liste_facture: Annotated[tuple[WantedInvoice, ...], Field(max_length=MOST_INVOICES)] = ()


class WantedStructure(Wire):
    id_structure: OptionalId = None
    identifiant_structure: Text | None = None
    type_identifiant_structure: Text | None = None


class DownloadRequest(Wire):
    """Whose documents: those of invoices, or those that the account put aside."""

    objet_piece_jointe: Text
    demande_paiement: WantedInvoices = WantedInvoices()
    structure: WantedStructure = WantedStructure()


class DownloadReply(Listed):
    """A ZIP, in base64."""

    piece_jointe: str


def download(call: Call, asked: DownloadRequest) -> DownloadReply:
    """The documents that go with invoices of the caller, or those of his account, in one archive."""
    kind = asked.objet_piece_jointe.strip().upper()
    if kind not in (*OF_INVOICES, OF_ACCOUNT):
        raise Refused(REFUSED, t("api.no_files_there", kind=asked.objet_piece_jointe[:40]))
    with call.reading() as context:
        if kind == OF_ACCOUNT:
            newest = put_aside.list_files(context, page=PageRequest(size=MOST_FILES))
            files = [_packed(context, file) for file in newest.rows]
        else:
            files = list(_attached(context, [one.id_facture for one in asked.demande_paiement.liste_facture]))
    if not files:
        raise unknown_file()
    with heavy():
        return DownloadReply(piece_jointe=archived(files))


def _attached(context: Context, ids: list[int]) -> Iterator[Packed]:
    """Raises `Refused` when one of the invoices is not the caller's to see."""
    for invoice in wanted_invoices(context, ids):
        query = select(InvoiceDocument).where(
            InvoiceDocument.invoice_id == invoice.id, InvoiceDocument.kind == DocumentKind.ATTACHMENT
        )
        for document in context.session.exec(query.order_by(col(InvoiceDocument.id))):
            yield _packed(context, document, folder=f"{safe(invoice.number)}/")


def wanted_invoices(context: Context, ids: list[int]) -> list[Invoice]:
    """The invoices of these numbers in their order. Raises `Refused` unless the caller may see all of them."""
    query = select(Invoice).where(col(Invoice.id).in_(ids), visible(context))
    found = {invoice.id: invoice for invoice in context.session.exec(query)}
    if not ids or found.keys() != set(ids):
        raise unknown_invoice()
    return [found[wanted] for wanted in dict.fromkeys(ids)]


def safe(number: str) -> str:
    """The number of an invoice as the name of a file or folder."""
    return "".join(letter if letter.isalnum() or letter in "-_+ " else "_" for letter in number).strip() or "facture"


def _packed(context: Context, file: AccountFile | InvoiceDocument, *, folder: str = "") -> Packed:
    return Packed(f"{folder}{shown_name(file.name)}", context.world.files.path(file.sha256), file.size)

"""/cpro/factures/v1/telecharger/groupe: invoices as files, each with its documents, in one archive."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

from pydantic import Field
from sqlmodel import col, select

from chorus_app.api.attachments import MOST_INVOICES, WantedInvoice, safe, wanted_invoices
from chorus_app.api.auth import Call
from chorus_app.api.contents import Packed, archived, check_weight, encoded, heavy
from chorus_app.api.errors import REFUSED, Refused
from chorus_app.api.searching import beside
from chorus_app.api.wire import OptionalId, Reply, Text, Wire
from chorus_app.flux.naming import shown_name
from chorus_app.formats.parsed import Attachment, ParsedInvoice
from chorus_app.formats.shown import Paper, Unshowable
from chorus_app.formats.writers import cpp
from chorus_app.invoices import showing
from chorus_app.invoices.enums import DocumentKind
from chorus_app.invoices.kept_values import values_of
from chorus_app.invoices.models import Invoice, InvoiceDocument
from chorus_app.kernel.children import ChildDied
from chorus_app.kernel.context import Context
from chorus_app.kernel.text import t

PDF, PIVOT = "PDF", "PIVOT"
PDF_TYPE = "application/pdf"
DEFAULT_SUCCESS = "CODE PAR DEFAUT"  # what this route says instead of TRA_MSG_00.000
ORDER = {DocumentKind.MAIN: 0, DocumentKind.DEPOSITED: 1}


class GroupRequest(Wire):
    """Which invoices, as PDF or as CPPFacturePivot, with their other documents or without."""

    id_utilisateur_courant: OptionalId = None
    id_espace: OptionalId = None
    liste_facture: Annotated[tuple[WantedInvoice, ...], Field(min_length=1, max_length=MOST_INVOICES)]
    format: Text = PDF
    avec_pieces_jointes_complementaires: Text | None = None


class GroupReply(Reply):
    """One file as it is, several as a ZIP; in base64."""

    libelle: str = DEFAULT_SUCCESS
    fichier_resultat: str


def download(call: Call, asked: GroupRequest) -> GroupReply:
    """Invoices that the caller may see, whatever his part in them. Beyond 120 Mo: HTTP 413."""
    wanted = asked.format.strip().upper()
    if wanted not in (PDF, PIVOT):
        raise Refused(REFUSED, t("api.format_unknown", value=asked.format[:40], known=f"{PDF}, {PIVOT}"))
    complete = (asked.avec_pieces_jointes_complementaires or "").strip().upper() == "OUI"
    with heavy(), TemporaryDirectory() as made, call.reading() as context:
        invoices = wanted_invoices(context, [one.id_facture for one in asked.liste_facture])
        files = list(_files(call, context, invoices, wanted, complete=complete, made=Path(made)))
        check_weight(files)
        if len(files) == 1:
            return GroupReply(fichier_resultat=encoded(files[0].path.read_bytes()))
        return GroupReply(fichier_resultat=archived(files))


def _files(
    call: Call, context: Context, invoices: Sequence[Invoice], wanted: str, *, complete: bool, made: Path
) -> Iterator[Packed]:
    held = {invoice.id: _documents(context, invoice) for invoice in invoices}
    check_weight([_packed(context, document) for documents in held.values() for document in documents])
    for invoice in invoices:
        folder = f"{safe(invoice.number)}/" if complete else ""
        documents = held[invoice.id]
        main = _main(documents)
        attached = [one for one in documents if one.kind is DocumentKind.ATTACHMENT] if complete else []
        if wanted == PIVOT:
            within = [_attachment(context, one, main=one is main) for one in (main, *attached) if one is not None]
            content = cpp.write(_pivot(context, invoice, within))
            yield _written(made, invoice, content, f"{folder}{safe(invoice.number)}.xml")
            continue
        if main is not None:
            yield Packed(f"{folder}{safe(invoice.number)}.pdf", context.world.files.path(main.sha256), main.size)
        else:
            yield _written(made, invoice, _drawn(call, documents), f"{folder}{safe(invoice.number)}.pdf")
        for document in attached:
            yield _packed(context, document, folder=folder)


def _pivot(context: Context, invoice: Invoice, within: Sequence[Attachment]) -> ParsedInvoice:
    kept = values_of(context, invoice, addresses=True)
    service = beside(context, [invoice]).service(invoice)
    buyer = replace(kept.buyer, service_name=service.name if service else None)
    return replace(kept, schema="cpp", buyer=buyer, attachments=tuple(within))


def _documents(context: Context, invoice: Invoice) -> list[InvoiceDocument]:
    query = select(InvoiceDocument).where(InvoiceDocument.invoice_id == invoice.id)
    return list(context.session.exec(query.order_by(col(InvoiceDocument.id))))


def _main(documents: Sequence[InvoiceDocument]) -> InvoiceDocument | None:
    """The readable invoice, when there is one as a PDF."""
    drawn = [one for one in documents if one.kind in ORDER and one.mime_type == PDF_TYPE]
    return min(drawn, key=lambda one: ORDER[one.kind], default=None)


def _drawn(call: Call, documents: Sequence[InvoiceDocument]) -> bytes:
    """The readable invoice that a child makes of the deposited file. Raises `Refused` when it cannot be made."""
    for one in documents:
        if one.kind is not DocumentKind.DEPOSITED:
            continue
        paper = Paper(one.sha256, one.name)
        try:
            foot = t("sheet.pdf.foot", name=one.name)
            content = call.world.viewers.run(showing.write_pdf, call.world.files.path(one.sha256), paper, foot)
        except (ChildDied, Unshowable):
            break
        if content is not None:
            return content
    raise Refused(REFUSED, t("api.nothing_to_show"))


def _written(folder: Path, invoice: Invoice, content: bytes, name: str) -> Packed:
    path = folder / str(invoice.id)
    path.write_bytes(content)
    return Packed(name, path, len(content))


def _packed(context: Context, document: InvoiceDocument, *, folder: str = "") -> Packed:
    return Packed(f"{folder}{shown_name(document.name)}", context.world.files.path(document.sha256), document.size)


def _attachment(context: Context, document: InvoiceDocument, *, main: bool) -> Attachment:
    content = context.world.files.read(document.sha256)
    return Attachment(name=document.name, mime_type=document.mime_type, main=main, content=content)

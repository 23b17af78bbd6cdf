"""One invoice deposited on the portal and by the API: all that is kept of it is the same but for the door."""

from typing import Any

import pytest
from sqlmodel import SQLModel, col, select

from chorus_app.flux.models import Flux, Report, ReportFinding, ReportInvoice
from chorus_app.formats.parsed import Party
from chorus_app.formats.syntaxes import BY_CODE, Space
from chorus_app.invoices.models import Invoice, InvoiceDocument, InvoiceLine, InvoiceListing, InvoiceVat
from chorus_app.kernel.context import World
from tests.api.client import Keys, program
from tests.api.test_deposit import DEPOSIT, asked, ended
from tests.flux import scenes
from tests.flux.scenes import Cast
from tests.makers.invoices import MOE_SIRET, make_sample, siret

WORKS = {"cadre": "A4", "valideur": Party(siret(MOE_SIRET), "Atelier MOE")}
CODES = ("FSO1130A", "FSO1131A", "FSO1137A", "FSO1100A", "FSO1110A", "FSO1117A")
# What a deposit has of its own: numbers given in order, random names, the door and who stood in it.
OWN = frozenset(
    {
        *("id", "public_id", "workflow_id", "number", "flux_number", "number_key", "search_key", "idempotency_key"),
        *("door", "mode_depot", "depositor_id", "flux_id", "report_id", "invoice_id", "file_key", "sha256", "size"),
    }
)


@pytest.mark.parametrize("code", CODES)
async def test_portal_and_api_keep_the_same(importing: World, cast: Cast, keys: Keys, code: str) -> None:
    syntax = BY_CODE[code]
    suffix = "pdf" if syntax.format.value == "facturx" else "xml"
    space = Space.TRAVAUX if syntax.works_only else Space.EMISES
    contents = [make_sample(syntax, number=f"PORTE-{n}", **WORKS) for n in (1, 2)]
    receipt = scenes.put(importing, cast, contents[0], code, space=space, name=f"facture.{suffix}")
    scenes.outcome(importing, cast, receipt)
    async with program(importing, keys) as one:
        answer = await one.post(DEPOSIT, asked(contents[1], syntax=syntax.api_name, name=f"facture.{suffix}"))
        await ended(importing, one, answer["numeroFluxDepot"])
    portal, api = kept(importing, receipt.number), kept(importing, answer["numeroFluxDepot"])
    assert portal == api
    assert portal["Flux"][0]["state"] == "IN_INTEGRE"
    assert len(portal["Invoice"]) == len(api["Invoice"]) == 1
    with importing.reading() as context:
        doors = context.session.exec(
            select(Flux.mode_depot, Invoice.mode_depot)
            .join(Invoice, col(Invoice.flux_number) == Flux.number)
            .order_by(col(Flux.id))
        ).all()
    assert doors == [("UPLOAD_PORTAIL",) * 2, ("UPLOAD_API",) * 2]


def kept(world: World, number: str) -> dict[str, list[dict[str, Any]]]:
    """All rows of a deposit by table, without what is its own."""
    with world.reading() as context:
        flux = context.session.exec(select(Flux).where(Flux.number == number)).one()
        report = context.session.exec(select(Report).where(Report.flux_id == flux.id)).one()
        invoice = context.session.exec(select(Invoice).where(Invoice.flux_number == number)).one()

        def rows(table: type[SQLModel], column: Any, value: object) -> list[dict[str, Any]]:
            found = context.session.exec(select(table).where(column == value)).all()
            return [plain(row, {invoice.number: "NUMERO", number: "FLUX"}) for row in found]

        return {
            "Flux": rows(Flux, Flux.id, flux.id),
            "Report": rows(Report, Report.id, report.id),
            "ReportInvoice": rows(ReportInvoice, ReportInvoice.report_id, report.id),
            "ReportFinding": rows(ReportFinding, ReportFinding.report_id, report.id),
            "Invoice": rows(Invoice, Invoice.id, invoice.id),
            "InvoiceVat": rows(InvoiceVat, InvoiceVat.invoice_id, invoice.id),
            "InvoiceLine": rows(InvoiceLine, InvoiceLine.invoice_id, invoice.id),
            "InvoiceListing": rows(InvoiceListing, InvoiceListing.invoice_id, invoice.id),
            "InvoiceDocument": rows(InvoiceDocument, InvoiceDocument.invoice_id, invoice.id),
        }


def plain(row: SQLModel, names: dict[str, str]) -> dict[str, Any]:
    told = {name: value for name, value in row.model_dump().items() if name not in OWN}
    return {name: names.get(value, value) if isinstance(value, str) else value for name, value in told.items()}

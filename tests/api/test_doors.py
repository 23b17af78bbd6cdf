"""One invoice deposited on the portal, by the API and by EDI: all that is kept of it is the same but for the door."""

from typing import Any

import pytest
from sqlmodel import SQLModel, col, select

from chorus_app.flux.enums import FluxState
from chorus_app.flux.models import Flux, FluxEvent, Report, ReportFinding, ReportInvoice
from chorus_app.formats.parsed import Party
from chorus_app.formats.syntaxes import BY_CODE, Space
from chorus_app.invoices.models import Invoice, InvoiceDocument, InvoiceEvent, InvoiceLine, InvoiceListing, InvoiceVat
from chorus_app.kernel.context import World
from tests.api.client import Keys, program
from tests.api.test_deposit import DEPOSIT, asked, ended
from tests.edi.partner import Partner, partner_of, put, session
from tests.edi.partner import ended as edi_ended
from tests.flux import scenes
from tests.flux.scenes import Cast
from tests.makers.invoices import MOE_SIRET, make_sample, siret

WORKS = {"cadre": "A4", "valideur": Party(siret(MOE_SIRET), "Atelier MOE")}
CODES = ("FSO1130A", "FSO1131A", "FSO1137A", "FSO1100A", "FSO1110A", "FSO1117A")
WAITING = (FluxState.PORTAL_WAITING, FluxState.WAITING)  # a state of its own for what did not come by the portal
# What a deposit has of its own: numbers given in order, random names, the door and who stood in it.
OWN = frozenset(
    {
        *("id", "public_id", "workflow_id", "number", "flux_number", "number_key", "search_key", "idempotency_key"),
        *("door", "mode_depot", "depositor_id", "flux_id", "report_id", "invoice_id", "file_key", "sha256", "size"),
        *("application_code", "application_id"),
    }
)


@pytest.fixture
def partner(world: World, cast: Cast, keys: Keys) -> Partner:
    assert keys  # Alice manages already
    return partner_of(world, user_id=cast.alice, structure_id=cast.supplier)


@pytest.mark.parametrize("code", CODES)
async def test_three_doors_keep_the_same(importing: World, cast: Cast, keys: Keys, partner: Partner, code: str) -> None:
    syntax = BY_CODE[code]
    suffix = "pdf" if syntax.format.value == "facturx" else "xml"
    space = Space.TRAVAUX if syntax.works_only else Space.EMISES
    contents = [make_sample(syntax, number=f"PORTE-{n}", **WORKS) for n in (1, 2, 3)]
    name = partner.name(1, code)  # as EDI wants it: the extension is left out there, and kept everywhere else
    receipt = scenes.put(importing, cast, contents[0], code, space=space, name=f"{name}.{suffix}")
    scenes.outcome(importing, cast, receipt)
    async with program(importing, keys) as one:
        answer = await one.post(DEPOSIT, asked(contents[1], syntax=syntax.api_name, name=f"{name}.{suffix}"))
        await ended(importing, one, answer["numeroFluxDepot"])
    async with session(importing, partner) as sftp:
        await put(sftp, name, contents[2])
    edi_ended(importing, name[-25:])
    portal, api, edi = (kept(importing, number) for number in (receipt.number, answer["numeroFluxDepot"], name[-25:]))
    assert portal == api
    assert portal == edi
    assert portal["Flux"][0]["state"] == "IN_INTEGRE"
    assert len(portal["Invoice"]) == len(api["Invoice"]) == len(edi["Invoice"]) == 1
    with importing.reading() as context:
        doors = context.session.exec(
            select(Flux.mode_depot, Invoice.mode_depot)
            .join(Invoice, col(Invoice.flux_number) == Flux.number)
            .order_by(col(Flux.id))
        ).all()
    assert doors == [("UPLOAD_PORTAIL",) * 2, ("UPLOAD_API",) * 2, ("EDI",) * 2]


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
            "FluxEvent": [row for row in rows(FluxEvent, FluxEvent.flux_id, flux.id) if row["state"] not in WAITING],
            "InvoiceEvent": rows(InvoiceEvent, InvoiceEvent.invoice_id, invoice.id),
            "Invoice": rows(Invoice, Invoice.id, invoice.id),
            "InvoiceVat": rows(InvoiceVat, InvoiceVat.invoice_id, invoice.id),
            "InvoiceLine": rows(InvoiceLine, InvoiceLine.invoice_id, invoice.id),
            "InvoiceListing": rows(InvoiceListing, InvoiceListing.invoice_id, invoice.id),
            "InvoiceDocument": rows(InvoiceDocument, InvoiceDocument.invoice_id, invoice.id),
        }


def plain(row: SQLModel, names: dict[str, str]) -> dict[str, Any]:
    told = {name: value for name, value in row.model_dump().items() if name not in OWN}
    return {name: names.get(value, value) if isinstance(value, str) else value for name, value in told.items()}

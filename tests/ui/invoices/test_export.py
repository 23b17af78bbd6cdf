"""The CSV of the lists, and the files of an invoice."""

import csv
import io
from decimal import Decimal
from zipfile import ZipFile

import pytest
from lxml import etree
from sqlmodel import select

from chorus_app.invoices.models import InvoiceDocument
from chorus_app.kernel.context import World
from chorus_app.structures.models import Structure
from chorus_app.ui.components.list_url import MOST_IN_A_WORKBOOK
from chorus_app.ui.routes.list_files import french_number, safe
from tests.flux.scenes import Cast
from tests.many import many_invoices
from tests.ui.doors import door
from tests.ui.invoices.scenes import add_invoice, flux_number


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def structure_public_id(world: World, row_id: int) -> str:
    with world.reading() as context:
        return context.session.get_one(Structure, row_id).public_id


async def test_export_is_a_french_spreadsheet(world: World, cast: Cast) -> None:
    add_invoice(world, cast, "F1", engagement="=cmd|' /C calc'!A0", tax_inclusive=Decimal("-1234.5"))
    async with door(world, cast.alice) as client:
        answer = await client.get("/factures-emises/export.csv")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="factures-emises.csv"'
    assert answer.content.startswith(b"\xef\xbb\xbf")
    (_, row) = rows_of(answer.text)
    assert row == [
        "F1",
        "Facture",
        "02/11/2026",
        "Maçonnerie Démo",
        "81034732800017",
        "",
        "Ville de Démo",
        "12345678200051",
        "",
        "'=cmd|' /C calc'!A0",
        "",
        "A1",
        "-1234,50",
        "EUR",
        "Mise à disposition",
        "24/11/2026",
        "Fichier déposé sur le portail",
        flux_number("F1"),
    ]


async def test_workbook_has_numbers_days_and_no_formula(world: World, cast: Cast) -> None:
    add_invoice(world, cast, "F1", engagement="=cmd|' /C calc'!A0", tax_inclusive=Decimal("-1234.5"))
    add_invoice(world, cast, "F2", service_code="https://exemple.test/")
    async with door(world, cast.alice) as client:
        answer = await client.get("/factures-emises/export.xlsx?tri=number")
    assert answer.headers["content-disposition"] == 'attachment; filename="factures-emises.xlsx"'
    with ZipFile(io.BytesIO(answer.content)) as parts:
        sheet = etree.fromstring(parts.read("xl/worksheets/sheet1.xml"))
    cells = {cell.get("r"): (cell.get("t"), "".join(map(str, cell.itertext()))) for cell in sheet.iterfind(".//{*}c")}
    assert [cells[name][1] for name in ("A1", "B1", "C1")] == ["Numéro", "Type", "Date d’émission"]
    assert (cells["C2"], cells["M2"]) == ((None, "46328"), (None, "-1234.5"))  # days since 1899
    assert cells["E2"] == ("inlineStr", "81034732800017")
    assert cells["J2"] == ("inlineStr", "=cmd|' /C calc'!A0")
    assert cells["I3"] == ("inlineStr", "https://exemple.test/")
    assert sheet.find(".//{*}f") is None
    assert sheet.find(".//{*}hyperlink") is None


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
async def test_charlie_exports_nothing_of_others(world: World, cast: Cast, ending: str) -> None:
    add_invoice(world, cast, "F1")
    foreign = structure_public_id(world, cast.supplier)
    async with door(world, cast.charlie) as client:
        own = await client.get(f"/factures-emises/export.{ending}")
        other = await client.get(f"/factures-emises/export.{ending}?structure={foreign}")
        unknown = await client.get(f"/factures-emises/export.{ending}?structure=unknown")
    assert own.status_code == 200
    assert b"Ma\xc3\xa7onnerie" not in own.content
    assert (other.status_code, other.json()) == (404, unknown.json())


@pytest.mark.slow
async def test_list_too_long_for_a_workbook_is_told(world: World) -> None:
    many = many_invoices(world, MOST_IN_A_WORKBOOK + 1)
    async with door(world, many.actor) as client:
        answer = await client.get("/factures-emises/export.xlsx")
        fits = await client.get("/factures-emises/export.xlsx?cadre=A9")
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert "CSV" in answer.json()["message"]
    assert fits.status_code == 200


async def test_export_obeys_the_filters_and_the_sort(world: World, cast: Cast) -> None:
    for number in ("F1", "F2", "G3"):
        add_invoice(world, cast, number)
    async with door(world, cast.alice) as client:
        answer = await client.get("/factures-emises/export.csv?recherche=F&tri=number&page=7")
    assert [row[0] for row in rows_of(answer.text)[1:]] == ["F1", "F2"]


async def test_export_goes_beyond_one_page(world: World, cast: Cast) -> None:
    for number in range(27):
        add_invoice(world, cast, f"F{number}")
    async with door(world, cast.alice) as client:
        answer = await client.get("/factures-emises/export.csv")
    assert len(rows_of(answer.text)) == 28


async def test_export_holds_only_what_its_reader_may_see(world: World, cast: Cast) -> None:
    add_invoice(world, cast, "F1")
    foreign = structure_public_id(world, cast.supplier)
    async with door(world, cast.charlie) as client:
        own = await client.get("/factures-emises/export.csv")
        other = await client.get(f"/factures-emises/export.csv?structure={foreign}")
        unknown = await client.get("/factures-emises/export.csv?structure=unknown")
    assert len(rows_of(own.text)) == 1
    assert (other.status_code, other.json()) == (404, unknown.json())


async def test_export_asks_for_a_sign_in(world: World) -> None:
    async with door(world) as client:
        answer = await client.get("/factures-de-travaux/export.csv")
    assert answer.status_code == 401


async def test_document_is_served_as_a_download_only(world: World, cast: Cast) -> None:
    add_invoice(world, cast, "F1")
    with world.reading() as context:
        document = context.session.exec(select(InvoiceDocument.public_id)).one()
    async with door(world, cast.alice) as client:
        answer = await client.get(f"/factures/fichiers/{document}")
    assert (answer.status_code, answer.content) == (200, b"F1")
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''F1.pdf"
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_foreign_document_answers_like_an_unknown_one(world: World, cast: Cast) -> None:
    add_invoice(world, cast, "F1")
    with world.reading() as context:
        document = context.session.exec(select(InvoiceDocument.public_id)).one()
    async with door(world, cast.charlie) as client:
        foreign = await client.get(f"/factures/fichiers/{document}")
        unknown = await client.get("/factures/fichiers/unknown")
    assert (foreign.status_code, foreign.json()) == (404, unknown.json())
    async with door(world) as client:
        assert (await client.get(f"/factures/fichiers/{document}")).status_code == 401


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", " ="])
def test_formula_is_made_a_text(start: str) -> None:
    assert safe(f"{start}1+1") == f"'{start}1+1"


def test_ordinary_text_stays_as_it_is() -> None:
    assert safe("Béton & Cie = 3") == "Béton & Cie = 3"


@pytest.mark.parametrize(
    ("value", "written"),
    [(Decimal("1234.5"), "1234,50"), (Decimal(3), "3,00"), (Decimal("-0.123456"), "-0,123456")],
)
def test_number_is_written_the_french_way(value: Decimal, written: str) -> None:
    assert french_number(value) == written

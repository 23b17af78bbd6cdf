"""The XML of an invoice, line by line."""

import re

import pytest

from chorus_app.formats.shown import SOURCE_LINES, SourcePage
from chorus_app.formats.source import MAX_LINE, decoded, source_page, xml_of
from tests.makers.invoices import main_document, make_cii, make_cpp, make_facturx, make_invoice, make_pdf, make_ubl


def page(content: bytes, number: int = 1, line: int | None = None, place: str = "") -> SourcePage:
    found = source_page(content, number, line, place)
    assert found is not None
    return found


def marked(found: SourcePage) -> str:
    """The text of the marked line."""
    return next(line.text.strip() for line in found.lines if line.number == found.marked)


def one_line(content: bytes) -> bytes:
    return re.sub(rb">\s+<", b"><", content)


def test_lines_are_those_of_the_file() -> None:
    found = page(b"<?xml version='1.0'?>\r\n<a>\n\n  <b>\xc3\xa9 &amp; </b>\n</a>\n")
    assert [(line.number, line.text) for line in found.lines] == [
        (1, "<?xml version='1.0'?>"),
        (2, "<a>"),
        (3, ""),
        (4, "  <b>é &amp; </b>"),
        (5, "</a>"),
    ]
    assert (found.total, found.pages, found.marked, found.laid_out) == (5, 1, None, False)


def test_page_with_the_line_is_found() -> None:
    content = make_cii(lines=make_invoice().lines * 100)
    lines = content.decode().rstrip("\n").split("\n")
    wanted = next(number for number in range(700, len(lines)) if "<ram:Name>Pose" in lines[number - 1])
    found = page(content, line=wanted)
    assert (found.page, found.total, marked(found)) == (
        (wanted - 1) // SOURCE_LINES + 1,
        len(lines),
        "<ram:Name>Pose</ram:Name>",
    )
    assert len(found.lines) == SOURCE_LINES


def test_line_and_page_beyond_the_end() -> None:
    found = page(make_ubl(), number=99, line=100_000)
    assert (found.page, found.marked) == (found.pages, None)


@pytest.mark.parametrize(
    ("content", "place", "text"),
    [
        (
            make_cii(),
            "SupplyChainTradeTransaction.ApplicableHeaderTradeSettlement.InvoiceCurrencyCode.value",
            "<ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>",
        ),
        (make_ubl(), "Invoice.ID", "<cbc:ID>FA-2026-001</cbc:ID>"),
        (make_ubl(), "InvoiceLine[2].Item.Name", "<cbc:Name>Pose</cbc:Name>"),
        (make_ubl(), "InvoiceLine.Item.Absent.value", "<cac:Item>"),
        (make_cpp(), "CPPFactures.CPPFactureMixteUnitaire.Debiteur.Nom", "<Nom>Commune de Valmont</Nom>"),
    ],
)
def test_document_on_one_line_is_laid_out_and_its_value_found_by_its_path(
    content: bytes, place: str, text: str
) -> None:
    found = page(one_line(content), line=1, place=place)
    assert found.laid_out
    assert marked(found) == text


def test_path_that_is_nowhere_marks_nothing() -> None:
    for place in ("", "Nowhere.At.All", "..", "[1]", "Invoice"):
        assert page(one_line(make_ubl()), line=1, place=place).marked is None


def test_long_line_is_cut_and_says_how_much() -> None:
    found = page(b"<a>\n<b>" + b"x" * 5_000 + b"</b>\n</a>")
    assert (len(found.lines[1].text), found.lines[1].cut, found.laid_out) == (MAX_LINE, 5_000 + 7 - MAX_LINE, False)


def test_xml_that_is_broken_is_shown_as_it_stands() -> None:
    found = page(one_line(make_ubl())[:-300], line=1)
    assert (found.total <= 3, found.laid_out, found.marked) == (True, False, 1)
    assert page(b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>").total == 1


def test_xml_inside_a_facturx() -> None:
    assert any("FA-2026-001" in line.text for line in page(make_facturx()).lines)


def test_file_without_xml_has_none() -> None:
    for content in (make_pdf(), b"\x89PNG", b""):
        assert (xml_of(content), source_page(content, 1, None, "")) == (None, None)


def test_document_in_base64_does_not_fill_the_page() -> None:
    found = page(make_ubl(attachments=(main_document(),)))
    assert sum(len(line.text) for line in found.lines) < 40_000
    assert max(line.cut for line in found.lines) > 10_000


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"\xef\xbb\xbf<a>\xc3\xa9</a>", "<a>é</a>"),
        ("<a>é</a>".encode("utf-16"), "<a>é</a>"),
        (
            b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe9</a>",
            "<?xml version='1.0' encoding='ISO-8859-1'?><a>é</a>",
        ),
        (b"<?xml encoding='no-such'?><a>\xc3\xa9</a>", "<?xml encoding='no-such'?><a>é</a>"),
        (b"<a>\xff</a>", "<a>\ufffd</a>"),
    ],
)
def test_encodings(content: bytes, text: str) -> None:
    assert decoded(content) == text

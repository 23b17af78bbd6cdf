"""Counts how much of an invoice can be read from its pages: `python -m tests.prefilling`.

On the layouts that the tests draw, each with its truth; on papers that were written before anybody looked at what the
reader makes of them; and on the pages of the French samples against their own XML.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from chorus_app.formats.parsed import ParsedInvoice
from chorus_app.formats.printed.labels import Field
from chorus_app.formats.printed.layout import Page, plain
from chorus_app.formats.printed.reading import read
from chorus_app.formats.printed.seen import Seen
from chorus_app.formats.printed.words import pages_of
from chorus_app.rules.verdict import verdict
from tests.makers.layouts.drawing import layouts
from tests.papers.measured import papers
from tests.samples import Sample, samples

Value = str | Decimal | date
FRENCH = ("facture", "tva", "siret", "total ht", "ttc", "montant")
SIREN = 9  # digits
COUNTED = (Field.NUMBER, Field.ISSUED, Field.NET, Field.VAT, Field.GROSS, Field.SUPPLIER, Field.RECIPIENT)


@dataclass(frozen=True)
class Compared:
    """One field of one file."""

    file: str
    field: Field
    expected: Value | None  # None: the pages do not show the field at all
    seen: Seen | None

    @property
    def right(self) -> bool:
        """Whether what was read is the truth. An XML may name the SIREN alone of a SIRET."""
        if self.seen is None:
            return False
        siren = self.field in (Field.SUPPLIER, Field.RECIPIENT) and len(str(self.expected)) == SIREN
        return (str(self.seen.value)[:SIREN] if siren else self.seen.value) == self.expected

    @property
    def misleading(self) -> bool:
        """Wrong, and not marked as unsure."""
        return self.seen is not None and self.seen.sure and not self.right


def drawn() -> Iterator[Compared]:
    """The layouts of the tests."""
    for layout in layouts():
        found = read(pages_of(layout.content)).values
        for wanted, value in layout.expected.items():
            yield Compared(layout.name, wanted, value, found.get(wanted))


def foreign() -> Iterator[Compared]:
    """The papers that nobody drew for the reader; a value that they do not show counts when it is read all the same."""
    for paper in papers():
        found = read(pages_of(paper.content)).values
        for wanted, value in paper.expected.items():
            yield Compared(paper.name, wanted, value, found.get(wanted))
        for wanted in paper.absent & found.keys():
            yield Compared(paper.name, wanted, None, found[wanted])


def real() -> Iterator[Compared]:
    """The French samples: the fields of their XML that their pages show."""
    for sample in french():
        pages = pages_of(sample.path.read_bytes())
        found, invoice = read(pages).values, verdict(sample.path).invoice
        if invoice is None:
            continue
        for wanted, value in told(invoice).items():
            if shows(pages, value):
                yield Compared(sample.file, wanted, value, found.get(wanted))


def french() -> list[Sample]:
    """The samples in PDF whose pages are those of a French invoice; one of each set of equal pages."""
    kept: dict[str, Sample] = {}
    for sample in samples():
        if sample.file.endswith(".pdf") and sample.folder in ("chorus_facturx", "facturx_valid", "facturx_invalid"):
            text = text_of(pages_of(sample.path.read_bytes()))
            if sum(word in plain(text) for word in FRENCH) >= 3:
                kept.setdefault(text, sample)
    return list(kept.values())


def told(invoice: ParsedInvoice) -> dict[Field, Value]:
    """What the XML says."""
    totals: Mapping[Field, Value | None] = {
        Field.NUMBER: invoice.number,
        Field.ISSUED: invoice.issue_date,
        Field.DUE: invoice.due_date,
        Field.MARKET: invoice.contract,
        Field.ENGAGEMENT: invoice.engagement,
        Field.SERVICE: invoice.service_code,
        Field.SUPPLIER: invoice.seller.identifier.value if invoice.seller.identifier else None,
        Field.RECIPIENT: invoice.buyer.identifier.value if invoice.buyer.identifier else None,
        Field.NET: invoice.tax_exclusive,
        Field.VAT: invoice.tax_total,
        Field.GROSS: invoice.tax_inclusive,
        Field.PAYABLE: invoice.payable,
    }
    return {wanted: value for wanted, value in totals.items() if value}


def shows(pages: Iterable[Page], value: Value) -> bool:
    """Whether the pages show the value at all, however it is written."""
    text = text_of(pages)
    digits = "".join(letter for letter in text if letter.isdigit())
    match value:
        case Decimal():
            return f"{value:.2f}".replace(".", "") in digits
        case date():
            return any(f"{value:{form}}" in text for form in ("%d/%m/%Y", "%Y%m%d", "%d.%m.%Y", "%Y-%m-%d"))
    return value in text.replace(" ", "") if value.isdigit() else value in text


def text_of(pages: Iterable[Page]) -> str:
    """All words in the order of the eye."""
    return "\n".join(cell.text for page in pages for row in page.rows for cell in row.cells)


def table(title: str, compared: Iterable[Compared]) -> str:
    """How many are there, right, unsure and misleading, field by field."""
    there, right, sure, wrong = Counter[Field](), Counter[Field](), Counter[Field](), Counter[Field]()
    for one in compared:
        there[one.field] += one.expected is not None
        right[one.field] += one.right
        sure[one.field] += one.seen is not None and one.seen.sure
        wrong[one.field] += one.misleading
    rows = [
        f"| {wanted.name} ({wanted}) | {there[wanted]} | {right[wanted]} | {sure[wanted]} | {wrong[wanted]} |"
        for wanted in Field
        if there[wanted]
    ]
    key = sum(right[wanted] for wanted in COUNTED) / max(1, sum(there[wanted] for wanted in COUNTED))
    all_sure, all_wrong = sum(sure.values()), sum(wrong.values())
    head = f"### {title}\n\n| Field | There | Right | Sure | Sure and wrong |\n|---|---|---|---|---|\n"
    tail = f"\n\nNumbers, dates, totals and SIRET: {key:.1%} right. Sure and wrong: {all_wrong} of {all_sure}.\n"
    return head + "\n".join(rows) + tail


def main() -> None:
    """Prints both tables and what was read wrong."""
    all_of_them = (("Drawn layouts", drawn()), ("Papers of others", foreign()), ("Pages of the samples", real()))
    for title, compared in ((title, list(each)) for title, each in all_of_them):
        print(table(title, compared))
        for one in compared:
            if not one.right:
                seen = "nothing" if one.seen is None else f"{one.seen.value}{'' if one.seen.sure else ' ?'}"
                print(f"* {one.file}: {one.field.name} is {one.expected or 'not shown'}, read: {seen}")
        print()


if __name__ == "__main__":
    main()

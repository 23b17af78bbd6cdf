"""Rows as a spreadsheet (XLSX): numbers and days are numbers and days, and no text is ever taken for a formula."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AS_WRITTEN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
WIDEST = 40  # characters
Cell = str | int | Decimal | date | datetime | None  # a moment stands in the time of the reader


def spreadsheet(title: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A workbook of one sheet; its first line stays in view and filters the others."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"constant_memory": True, **AS_WRITTEN}) as book:
        sheet = book.add_worksheet(title)
        bold, amount, day, moment = (
            book.add_format(look)
            for look in (
                {"bold": True},
                {"num_format": "#,##0.00####"},
                {"num_format": "dd/mm/yyyy"},
                {"num_format": "dd/mm/yyyy hh:mm"},
            )
        )
        for column, head in enumerate(heads):
            sheet.set_column(column, column, min(WIDEST, len(head) + 4))
            sheet.write_string(0, column, head, bold)
        count = 0
        for count, cells in enumerate(rows, 1):
            for column, cell in enumerate(cells):
                _write(sheet, count, column, cell, amount=amount, day=day, moment=moment)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, count, len(heads) - 1)
    return file.getvalue()


def _write(sheet: Worksheet, row: int, column: int, cell: Cell, *, amount: Format, day: Format, moment: Format) -> None:
    if isinstance(cell, Decimal):
        sheet.write_number(row, column, float(cell), amount)  # a spreadsheet has no other numbers
    elif isinstance(cell, int):
        sheet.write_number(row, column, cell)
    elif isinstance(cell, datetime):
        sheet.write_datetime(row, column, cell.replace(tzinfo=None), moment)
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, day)
    elif cell:
        sheet.write_string(row, column, cell)

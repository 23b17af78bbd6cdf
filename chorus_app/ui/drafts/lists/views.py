"""The list of drafts, as ready text."""

from collections.abc import Sequence
from dataclasses import dataclass

from chorus_app.drafts.form import number_of
from chorus_app.drafts.queries import DraftRow
from chorus_app.kernel import french
from chorus_app.kernel.text import t
from chorus_app.ui.drafts.views import href_of


@dataclass(frozen=True)
class DraftLine:
    """A line of the list of drafts."""

    id: str
    href: str
    title: str
    under: str
    step: str
    amount: str
    changed: str


def draft_lines(rows: Sequence[DraftRow]) -> list[DraftLine]:
    return [
        DraftLine(
            id=row.public_id,
            href=href_of(row.public_id, row.reached),
            title=t("drafts.list.numbered", number=row.number) if row.number else t("drafts.list.unnamed"),
            under=row.file_name or t(row.manner.label_key),
            step=t("drafts.list.step", step=t(row.reached.label_key)),
            amount=_amount(row.gross),
            changed=french.moment(row.changed_at),
        )
        for row in rows
    ]


def _amount(text: str) -> str:
    value = number_of(text)
    return french.amount(value) if value is not None else text

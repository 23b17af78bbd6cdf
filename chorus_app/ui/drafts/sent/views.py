"""What to look at once the invoice is sent, as ready text."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from chorus_app.drafts.aftermath import After, AfterLine
from chorus_app.drafts.enums import Answer
from chorus_app.drafts.queries import DraftView
from chorus_app.kernel.text import t
from chorus_app.ui.drafts.views import ROUTES


@dataclass(frozen=True)
class AfterRow:
    """One item: the question, what is known, how grave it is, and where to look."""

    label: str
    stated: str
    tone: str
    href: str = ""
    link: str = ""


def after_rows(view: DraftView, lines: Sequence[AfterLine]) -> list[AfterRow]:
    asked = urlencode({"recherche": view.form.text(Answer.NUMBER)})
    hrefs = {After.LISTED: f"{ROUTES[view.space]}?{asked}", After.NEXT: f"/factures/{view.invoice}"}
    return [
        AfterRow(
            label=t(f"drafts.after.{line.item.value}.label"),
            stated=t(
                line.stated, **{name: t(told) if name == "status" else told for name, told in line.params.items()}
            ),
            tone=line.tone,
            href=hrefs.get(line.item, ""),
            link=t(f"drafts.after.{line.item.value}.link") if line.item in hrefs else "",
        )
        for line in lines
    ]

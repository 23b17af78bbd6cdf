"""What stands beside the fields of these pages, as ready text."""

from collections.abc import Iterable

from chorus_app.drafts.checks import remark
from chorus_app.rules.finding import Finding
from chorus_app.ui.drafts.data.views import todo, wrong


def beside(findings: Iterable[Finding]) -> dict[str, str]:
    """By field, what keeps the invoice from arriving and what to do, in the words of a form."""
    told: dict[str, str] = {}
    for one in map(remark, findings):
        told.setdefault(one.answer.value if one.answer else "", f"{wrong(one)}. {todo(one)}")
    return told

"""What « Journal des appels » shows, ready to be read."""

from dataclasses import dataclass

from chorus_app.kernel import french
from chorus_app.kernel.clock import in_paris
from chorus_app.kernel.text import t
from chorus_app.raccordement.views import CallRow, CallView
from chorus_app.ui.raccordement.calls.asking import CALLS


@dataclass(frozen=True)
class CallLine:
    """A call of the list."""

    id: str = ""
    href: str = ""
    day: str = ""
    time: str = ""
    method: str = ""
    path: str = ""
    outcome: str = ""
    tone: str = "success"
    label: str = ""
    program: str = ""
    account: str = ""
    duration: str = ""
    again: bool = False


@dataclass(frozen=True)
class CallCard:
    """A call with its bodies."""

    line: CallLine = CallLine()
    question: str = ""
    answer: str = ""
    first: str = ""  # the address of the call that this one made again


def call_line(row: CallRow) -> CallLine:
    at = in_paris(row.at)
    served = row.status == 200 and not row.code
    return CallLine(
        row.public_id,
        f"{CALLS}/{row.public_id}",
        french.day(row.at),
        f"{at:%H:%M:%S}",
        row.method,
        row.path,
        outcome(row),
        "success" if served else "danger",
        row.label,
        row.application,
        row.account or t("raccordement.calls.no_account"),
        t("raccordement.calls.milliseconds", number=french.count(row.milliseconds)),
        row.replayed,
    )


def outcome(row: CallRow) -> str:
    """« HTTP 200 · code 0 »."""
    if row.status == 0:
        return t("raccordement.calls.unanswered")
    if row.code is None or row.code == row.status:
        return t("raccordement.calls.status", status=row.status)
    return t("raccordement.calls.status_code", status=row.status, code=row.code)


def call_card(view: CallView) -> CallCard:
    first = f"{CALLS}/{view.first}" if view.first else ""
    return CallCard(call_line(view.row), view.question, view.answer, first)

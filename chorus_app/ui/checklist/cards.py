"""The checklist as ready text: what the portal knows apart from what the person ticks."""

from dataclasses import dataclass
from urllib.parse import urlencode

from chorus_app.flux.enums import ChecklistItem
from chorus_app.flux.views import Checklist, ChecklistLine
from chorus_app.formats.syntaxes import Space
from chorus_app.kernel.french import moment, time_of_day
from chorus_app.kernel.text import t

LISTS = {Space.EMISES: "/factures-emises", Space.TRAVAUX: "/factures-de-travaux"}


@dataclass(frozen=True)
class ChecklistRow:
    """One item. `tone` is success, danger, neutral (not known yet) or info (not for this person to see); `ticked` is
    the person's own mark."""

    item: str
    label: str
    known: str
    tone: str
    stated: str
    tick: str
    ticked: bool
    ticked_text: str
    href: str
    link: str


@dataclass(frozen=True)
class ChecklistCard:
    """The checklist of one flux."""

    flux: str
    number: str
    file: str
    href: str
    rows: list[ChecklistRow]
    put_away: bool


def checklist_card(checklist: Checklist) -> ChecklistCard:
    """The card of a checklist."""
    flux = checklist.flux
    return ChecklistCard(
        flux=flux.public_id,
        number=flux.number,
        file=flux.file_name,
        href=f"/suivi-des-flux/{flux.public_id}",
        rows=[_row(checklist, line) for line in checklist.lines],
        put_away=checklist.put_away_at is not None,
    )


def _row(checklist: Checklist, line: ChecklistLine) -> ChecklistRow:
    href, link = _where(checklist, line.item)
    return ChecklistRow(
        item=line.item.value,
        label=t(line.label_key),
        known=t(line.known_key, "fr", **_filled(line)),
        tone=_tone(checklist, line),
        stated=t("checklist.stated", time=time_of_day(line.stated_at)),
        tick=t(line.tick_key),
        ticked=line.ticked_at is not None,
        ticked_text=t("checklist.ticked", moment=moment(line.ticked_at)) if line.ticked_at else "",
        href=href,
        link=link,
    )


def _tone(checklist: Checklist, line: ChecklistLine) -> str:
    """A report that is there and tells of errors is no good news."""
    if line.item is ChecklistItem.REPORT and checklist.flux.blocking_count:
        return "danger"
    return {True: "success", False: "danger", None: "info" if checklist.flux.final else "neutral"}[line.done]


def _filled(line: ChecklistLine) -> dict[str, object]:
    """The parameters, with the status in words."""
    params = dict(line.params)
    if "status_key" in params:
        params["status"] = t(str(params.pop("status_key")))
    return params


def _where(checklist: Checklist, item: ChecklistItem) -> tuple[str, str]:
    """Where the person can see for himself."""
    flux = checklist.flux
    place = LISTS[flux.space]
    if item is ChecklistItem.LISTED and all(invoice.public_id for invoice in checklist.invoices):
        return f"{place}?{urlencode({'flux': flux.number})}", t(f"deposit.space.{flux.space.value}")
    if item in (ChecklistItem.LISTED, ChecklistItem.REPORT):
        return f"/suivi-des-flux/{flux.public_id}/compte-rendu", t("checklist.report_link")
    return f"{place}/deposer?{urlencode({'depuis': flux.public_id})}", t("checklist.deposit_again")

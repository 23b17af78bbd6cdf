"""The three complaints of the release note, answered for a person's last deposit."""

from dataclasses import dataclass

from chorus_app.flux.enums import FluxState
from chorus_app.flux.last_deposit import LastDeposit
from chorus_app.flux.views import FluxInvoice
from chorus_app.invoices.cadres import CADRES, DEFAULT_CADRE
from chorus_app.kernel.text import t

QUESTIONS = ("facturx", "imported", "not_received")


@dataclass(frozen=True)
class Answer:
    """What is true of the last deposit; `href` leads to where it can be seen (empty: nowhere)."""

    text: str = ""
    tone: str = "info"
    href: str = ""
    link: str = ""


def answers(last: LastDeposit | None) -> list[Answer]:
    """One answer for each of QUESTIONS."""
    if last is None:
        return [Answer(t("help.none")) for _ in QUESTIONS]
    if not last.flux.final:
        return [_seen(last, t("help.waiting", file=last.flux.file_name), "info") for _ in QUESTIONS]
    return [_format(last), _message(last), _delivery(last)]


def _format(last: LastDeposit) -> Answer:
    """Was it a Factur-X, and which cadre did it carry?"""
    kind = t(last.kind.label_key) if last.kind else t("help.unknown_kind")
    if not last.is_facturx:
        return _seen(last, t("help.facturx.other", file=last.flux.file_name, kind=kind), "info")
    if last.cadre is None:
        default = t(CADRES[DEFAULT_CADRE].label_key)
        return _seen(
            last, t("help.facturx.no_cadre", file=last.flux.file_name, code=DEFAULT_CADRE, name=default), "info"
        )
    name = t(CADRES[last.cadre].label_key) if last.cadre in CADRES else t("help.facturx.unknown_cadre")
    return _seen(last, t("help.facturx.cadre", file=last.flux.file_name, code=last.cadre, name=name), "info")


def _message(last: LastDeposit) -> Answer:
    """What became of what was imported?"""
    row = last.flux
    if row.state is FluxState.INTEGRATED:
        return _seen(last, t("help.imported.integrated", file=row.file_name), "success")
    return _seen(last, t("help.imported.rejected", file=row.file_name, state=t(row.state_key).lower()), "danger")


def _delivery(last: LastDeposit) -> Answer:
    """Is the invoice with the client?"""
    recipient = last.recipient or t("help.your_client")
    if last.invoices:
        invoice = last.invoices[0]
        if not invoice.public_id:
            return _seen(last, t("help.not_received.elsewhere", number=invoice.number), "info")
        name = _whereabouts(invoice)
        text = t(f"help.not_received.{name}", number=invoice.number, recipient=recipient, status=t(invoice.status_key))
        return Answer(
            text, "success" if invoice.delivered else "warning", f"/factures/{invoice.public_id}", t("help.see_invoice")
        )
    if not last.blocking:
        return _seen(last, t("help.not_received.incident", recipient=recipient), "danger")
    first = last.blocking[0]
    text = t("help.not_received.rejected", count=len(last.blocking), recipient=recipient)
    reason = t("help.not_received.reason", title=t(first.title_key, "fr", **first.params))
    return Answer(f"{text} {reason}", "danger", _report(last), t("help.see_report"))


def _whereabouts(invoice: FluxInvoice) -> str:
    """The last part of the key that says with whom the invoice is."""
    if invoice.received:
        return "received"
    if invoice.sent:
        return "sent"
    return "delivered" if invoice.delivered else "on_the_way"


def _seen(last: LastDeposit, text: str, tone: str) -> Answer:
    final = last.flux.final
    href = _report(last) if final else f"/suivi-des-flux/{last.flux.public_id}"
    return Answer(text, tone, href, t("help.see_report" if final else "help.see_flux"))


def _report(last: LastDeposit) -> str:
    return f"/suivi-des-flux/{last.flux.public_id}/compte-rendu"

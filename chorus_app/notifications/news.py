"""NEWS: one row per kind of notification: the mail that goes with it, whether it can be switched off, what it keeps."""

from collections.abc import Mapping
from dataclasses import dataclass

from chorus_app.kernel.mail.templates import Template
from chorus_app.notifications.enums import MailTopic, NewsKind


@dataclass(frozen=True, slots=True)
class News:
    """Without a `topic` the mail always goes. `keeps` names the parameters of the line behind the bell.

    Neither a name nor an address is kept there: it would outlive its owner's account.
    """

    mail: Template | None
    topic: MailTopic | None = None
    keeps: tuple[str, ...] = ()


def _mail(name: str) -> Template:
    return Template(f"mails.{name}.subject", f"mails.{name}.body", f"mails.{name}.action")


REQUEST = ("wish",)
FLUX = ("file", "number")
END = ("name", "day")

NEWS: Mapping[NewsKind, News] = {
    NewsKind.REQUEST_RECEIVED: News(_mail("request_to_answer"), MailTopic.TO_ANSWER, REQUEST),
    NewsKind.REQUEST_REMINDED: News(_mail("request_reminder"), MailTopic.TO_ANSWER, REQUEST),
    NewsKind.REQUEST_APPROVED: News(_mail("request_approved"), None, ("wish",)),
    NewsKind.REQUEST_REFUSED: News(_mail("request_refused"), None, ("wish", "reason")),
    NewsKind.MEMBERSHIP_ENDED: News(_mail("membership_ended"), None, ("structure",)),
    NewsKind.PROOF_POSSIBLE: News(_mail("proof_possible"), None, ("wish", "days")),
    NewsKind.FLUX_INTEGRATED: News(_mail("flux_integrated"), MailTopic.FLUX_INTEGRATED, FLUX),
    NewsKind.FLUX_PARTLY_INTEGRATED: News(_mail("flux_partly_integrated"), MailTopic.FLUX_REFUSED, FLUX),
    NewsKind.FLUX_REJECTED: News(_mail("flux_rejected"), MailTopic.FLUX_REFUSED, FLUX),
    NewsKind.FLUX_INCIDENT: News(_mail("flux_incident"), MailTopic.FLUX_REFUSED, FLUX),
    NewsKind.INVOICE_STATUS: News(_mail("invoice_status"), MailTopic.INVOICE_STATUS, ("number", "status")),
    NewsKind.INVOICE_TO_VALIDATE: News(_mail("invoice_to_validate"), MailTopic.TO_VALIDATE, ("what",)),
    NewsKind.PIECE_RECEIVED: News(_mail("piece_received"), MailTopic.PIECE_RECEIVED, ("what",)),
    NewsKind.PASSWORD_ENDS: News(_mail("password_ends"), None, END),
    NewsKind.PASSWORD_ENDED: News(_mail("password_ended"), None, END),
    NewsKind.CERTIFICATE_ENDS: News(_mail("certificate_ends"), None, END),
    NewsKind.CERTIFICATE_ENDED: News(_mail("certificate_ended"), None, END),
}

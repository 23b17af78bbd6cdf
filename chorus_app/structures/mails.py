"""The mails about attachments."""

from collections.abc import Iterable

from chorus_app.accounts.models import User
from chorus_app.kernel.context import Context
from chorus_app.kernel.mail.service import send_later
from chorus_app.kernel.mail.templates import Template

APPROVALS_PATH = "/approbation"
REQUESTS_PATH = "/rattachement/demandes"
HOME_PATH = "/"

ASKED = Template("mails.attachment_asked.subject", "mails.attachment_asked.body", "mails.attachment_asked.action")
TO_ANSWER = Template(
    "mails.attachment_to_answer.subject", "mails.attachment_to_answer.body", "mails.attachment_to_answer.action"
)
REMINDER = Template(
    "mails.attachment_reminder.subject", "mails.attachment_reminder.body", "mails.attachment_reminder.action"
)
APPROVED = Template(
    "mails.attachment_approved.subject", "mails.attachment_approved.body", "mails.attachment_approved.action"
)
REFUSED = Template(
    "mails.attachment_refused.subject", "mails.attachment_refused.body", "mails.attachment_refused.action"
)


def write_to(context: Context, people: Iterable[User], *, template: Template, path: str, **params: object) -> None:
    """One mail for each person, to the contact address."""
    for user in people:
        send_later(
            context,
            to=user.contact_email,
            template=template,
            path=path,
            first_name=user.first_name,
            last_name=user.last_name,
            **params,
        )

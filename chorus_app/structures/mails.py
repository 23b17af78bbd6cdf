"""The mails about requests; those that go with a notification stand in `notifications.news`."""

from collections.abc import Iterable

from chorus_app.accounts.models import User
from chorus_app.kernel.context import Context
from chorus_app.kernel.mail.service import send_later
from chorus_app.kernel.mail.templates import Template

APPROVALS_PATH = "/approbation"
REQUESTS_PATH = "/rattachement/demandes"
ATTACHED_PATH = "/rattachement"
HABILITATIONS_PATH = "/mes-habilitations"
HOME_PATH = "/"

ASKED = Template("mails.request_asked.subject", "mails.request_asked.body", "mails.request_asked.action")
MANAGER_NAMED = Template("mails.manager_named.subject", "mails.manager_named.body", "mails.manager_named.action")


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

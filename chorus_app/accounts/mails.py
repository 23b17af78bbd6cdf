"""The mails about accounts, and the pages that their buttons open."""

from chorus_app.accounts.models import User
from chorus_app.kernel.context import Context
from chorus_app.kernel.mail.service import send_later
from chorus_app.kernel.mail.templates import Template

ACTIVATION_PATH = "/activation"
RESET_PATH = "/reinitialisation"
SIGN_IN_PATH = "/connexion"

ACTIVATION = Template("mails.activation.subject", "mails.activation.body", "mails.activation.action")
RESET = Template("mails.reset.subject", "mails.reset.body", "mails.reset.action")
ALREADY_KNOWN = Template("mails.already_known.subject", "mails.already_known.body", "mails.already_known.action")
PASSWORD_CHANGED = Template(
    "mails.password_changed.subject", "mails.password_changed.body", "mails.password_changed.action"
)
PASSWORD_REPLACED = Template(
    "mails.password_replaced.subject", "mails.password_replaced.body", "mails.password_replaced.action"
)
ADDRESS_ASKED = Template("mails.address_asked.subject", "mails.address_asked.body", "mails.address_asked.action")
ADDRESS_NEW = Template("mails.address_new.subject", "mails.address_new.body", "mails.address_new.action")
ADDRESS_KNOWN = Template("mails.address_known.subject", "mails.address_known.body", "mails.address_known.action")
ADDRESS_CHANGED = Template(
    "mails.address_changed.subject", "mails.address_changed.body", "mails.address_changed.action"
)
ACCOUNT_CLOSED = Template("mails.account_closed.subject", "mails.account_closed.body", "mails.account_closed.action")


def send_account_mail(context: Context, *, user: User, template: Template, path: str, **params: object) -> None:
    """Write to the sign-in address: the one whose ownership the link proves."""
    send_to(context, to=user.login_email, user=user, template=template, path=path, **params)


def send_to(context: Context, *, to: str, user: User, template: Template, path: str, **params: object) -> None:
    """Write to an address that the person has, had, or says to have."""
    send_later(
        context,
        to=to,
        template=template,
        path=path,
        first_name=user.first_name,
        last_name=user.last_name,
        **params,
    )

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


def send_account_mail(context: Context, *, user: User, template: Template, path: str, **params: object) -> None:
    """Write to the sign-in address: the one whose ownership the link proves."""
    send_later(
        context,
        to=user.login_email,
        template=template,
        path=path,
        first_name=user.first_name,
        last_name=user.last_name,
        **params,
    )

"""Create an account. Nothing here tells whether an address is known: the same answer, one mail, the same work."""

from dataclasses import dataclass

from chorus_app.accounts import links, mails, queries, throttle
from chorus_app.accounts.enums import LinkPurpose
from chorus_app.accounts.models import User
from chorus_app.accounts.pretence import pretended_account
from chorus_app.audit.acts import Act, Kind
from chorus_app.audit.service import record
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import Invalid
from chorus_app.kernel.faults import Faults
from chorus_app.kernel.identifiers import check_email, check_phone, email_key
from chorus_app.kernel.words import fold, one_line

LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Particulars:
    """What a person says of himself, checked and normalised."""

    login_email: str
    contact_email: str
    last_name: str
    first_name: str
    phone: str | None


def sign_up(
    context: Context,
    *,
    login_email: str,
    last_name: str,
    first_name: str,
    contact_email: str = "",
    phone: str = "",
    client_ip: str = "",
) -> None:
    """Open the account and mail its activation link; a known address gets a mail that says so instead.

    The contact address defaults to the sign-in address; the phone is optional. Raises `InvalidForm`, each error beside
    its field, and `TooMany` for the network address.
    """
    checked = check_particulars(
        login_email=login_email, contact_email=contact_email, last_name=last_name, first_name=first_name, phone=phone
    )
    throttle.count_request(context, client_ip=client_ip)
    if not throttle.may_mail(context, login_key=email_key(checked.login_email)):
        return
    known = queries.find_user(context, login_email=checked.login_email)
    user = known or open_account(context, checked)
    act = Act.ACCOUNT_ASKED_AGAIN if known else Act.ACCOUNT_OPENED
    record(context, act=act, kind=Kind.ACCOUNT, subject_id=user.public_id)
    if user.activated_at is None and user.disabled_at is None:
        links.send(context, user=user)
    else:
        with pretended_account(context) as nobody:
            links.issue(context, user=nobody, purpose=LinkPurpose.ACTIVATION)
        mails.send_account_mail(context, user=user, template=mails.ALREADY_KNOWN, path=mails.SIGN_IN_PATH)


def open_account(context: Context, particulars: Particulars) -> User:
    """The row of a new account, not active yet."""
    user = User(
        login_email=particulars.login_email,
        login_key=email_key(particulars.login_email),
        contact_email=particulars.contact_email,
        last_name=particulars.last_name,
        first_name=particulars.first_name,
        phone=particulars.phone,
        created_at=context.now(),
    )
    context.session.add(user)
    context.session.flush()
    return user


def check_particulars(
    *, login_email: str, contact_email: str, last_name: str, first_name: str, phone: str
) -> Particulars:
    """The values normalised. Raises `InvalidForm` with all the errors at once."""
    faults = Faults()
    login = faults.text(lambda: check_email(login_email, field="login_email"))
    contact = faults.text(lambda: check_email(contact_email, field="contact_email")) if contact_email.strip() else login
    last = faults.text(lambda: check_name(last_name, field="last_name"))
    first = faults.text(lambda: check_name(first_name, field="first_name"))
    number = faults.text(lambda: check_phone(phone)) if phone.strip() else None
    faults.tell()
    return Particulars(login, contact, last, first, number)


def check_name(value: str, *, field: str) -> str:
    """A person's name on one line. Raises `Invalid`."""
    name = one_line(value)
    if not fold(name):
        raise Invalid("accounts.form.name_missing", field=field)
    if len(name) > LONGEST_NAME:
        raise Invalid("accounts.form.name_too_long", field=field, most=LONGEST_NAME)
    return name

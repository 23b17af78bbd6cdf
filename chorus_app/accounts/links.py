"""The links of activation and reset mails: asked for, looked at, used once."""

from datetime import timedelta

from sqlmodel import col, update

from chorus_app.accounts import mails, queries, sessions, throttle
from chorus_app.accounts.enums import LinkPurpose, LinkState, ThrottleScope
from chorus_app.accounts.errors import LinkRefused
from chorus_app.accounts.models import AccountLink, User
from chorus_app.accounts.password_rules import weaknesses
from chorus_app.accounts.passwords import hash_password
from chorus_app.accounts.pretence import pretended_account
from chorus_app.audit.acts import Act, Kind
from chorus_app.audit.service import record
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import Invalid, InvalidForm
from chorus_app.kernel.identifiers import check_email, email_key
from chorus_app.kernel.tokens import hash_token, new_token

LIFETIME = timedelta(minutes=60)
PATHS = {LinkPurpose.ACTIVATION: mails.ACTIVATION_PATH, LinkPurpose.RESET: mails.RESET_PATH}
TEMPLATES = {LinkPurpose.ACTIVATION: mails.ACTIVATION, LinkPurpose.RESET: mails.RESET}


def ask(context: Context, *, email: str, purpose: LinkPurpose, client_ip: str = "") -> None:
    """Mail a link, if there is an account that can use one. The answer is the same in every case.

    An account that is not active yet always gets an activation link. On an active one, asking for activation answers
    that it has been done already. Raises `Invalid` for what is no mail address, `TooMany` for the network address.
    """
    address = check_email(email, field="email")
    throttle.count_request(context, client_ip=client_ip)
    if not throttle.may_mail(context, login_key=email_key(address)):
        return
    user = queries.find_user(context, login_email=address)
    if user is None or user.disabled_at is not None:
        with pretended_account(context) as nobody:
            send(context, user=nobody)
    elif user.activated_at is not None and purpose is LinkPurpose.ACTIVATION:
        mails.send_account_mail(context, user=user, template=mails.ALREADY_KNOWN, path=mails.SIGN_IN_PATH)
    else:
        send(context, user=user)


def renew(context: Context, *, token: str) -> None:
    """Mail a new link to the owner of one that is used or expired; nothing happens for an unknown one."""
    link = queries.find_link(context, token=token)
    if link is None:
        return
    user = context.session.get_one(User, link.user_id)
    if user.disabled_at is None and throttle.may_mail(context, login_key=user.login_key):
        send(context, user=user)


def send(context: Context, *, user: User) -> None:
    """Mail a new link: for activation, or for another password when the account is already active."""
    purpose = needed(user)
    path = address(purpose, issue(context, user=user, purpose=purpose))
    minutes = int(LIFETIME.total_seconds() // 60)
    mails.send_account_mail(context, user=user, template=TEMPLATES[purpose], path=path, minutes=minutes)


def issue(context: Context, *, user: User, purpose: LinkPurpose) -> str:
    """A new link's token. The older links of the person are void from now on."""
    now, token = context.now(), new_token()
    older = update(AccountLink).where(
        col(AccountLink.user_id) == user.id, col(AccountLink.used_at).is_(None), col(AccountLink.voided_at).is_(None)
    )
    context.session.exec(older.values(voided_at=now))
    context.session.add(
        AccountLink(
            user_id=user.id,
            purpose=purpose,
            token_hash=hash_token(token),
            created_at=now,
            expires_at=now + LIFETIME,
        )
    )
    context.session.flush()
    return token


def needed(user: User) -> LinkPurpose:
    """The kind of link that the account can use."""
    return LinkPurpose.ACTIVATION if user.activated_at is None else LinkPurpose.RESET


def address(purpose: LinkPurpose, token: str) -> str:
    """The path that a link opens. The token stands in the query, which no access log keeps."""
    return f"{PATHS[purpose]}?lien={token}"


def state_of(context: Context, *, token: str, purpose: LinkPurpose) -> LinkState:
    """What the link is worth; looking changes nothing (mail scanners open every link)."""
    link = queries.find_link(context, token=token)
    if link is None or link.purpose is not purpose:
        return LinkState.UNKNOWN
    return queries.worth(link, now=context.now())


def use(context: Context, *, token: str, purpose: LinkPurpose, password: str) -> None:
    """Use the link, once: set the password, activate the account, end its open sessions. Nobody is signed in.

    Opens its own transactions and leaves the caller's untouched: the slow hash is computed while none is open.
    Raises `LinkRefused`, `InvalidForm` (field `password`: an error for each weakness).
    """
    world = context.world
    with world.reading() as looking:
        state = state_of(looking, token=token, purpose=purpose)
        if state is not LinkState.VALID:
            raise LinkRefused(state)
        found = weaknesses(password, words=queries.words_behind(looking, token=token))
    if found:
        raise InvalidForm(*(Invalid(weakness.value, field="password") for weakness in found))
    hashed = hash_password(password)
    with world.transaction(source=context.source) as setting:
        _set_password(setting, user=_consume(setting, token=token), hashed=hashed)


def _consume(context: Context, *, token: str) -> User:
    """Of all who use the link at the same time one succeeds. Raises `LinkRefused`."""
    now = context.now()
    free = update(AccountLink).where(
        col(AccountLink.token_hash) == hash_token(token),
        col(AccountLink.used_at).is_(None),
        col(AccountLink.voided_at).is_(None),
        col(AccountLink.expires_at) > now,
    )
    won = context.session.exec(free.values(used_at=now)).rowcount == 1
    link = queries.find_link(context, token=token)
    if link is None or not won:
        raise LinkRefused(queries.worth(link, now=now))
    user = context.session.get_one(User, link.user_id)
    if user.disabled_at is not None:
        raise LinkRefused(LinkState.EXPIRED)
    return user


def _set_password(context: Context, *, user: User, hashed: str) -> None:
    replaced = user.activated_at is not None
    act = Act.PASSWORD_RESET if replaced else Act.ACCOUNT_ACTIVATED
    user.password_hash = hashed
    user.activated_at = user.activated_at or context.now()
    context.session.add(user)
    context.session.flush()
    throttle.clear(context, ThrottleScope.SIGN_IN_ACCOUNT, user.login_key)
    sessions.end_all(context, user_id=user.id)
    record(context, act=act, kind=Kind.ACCOUNT, subject_id=user.public_id)
    if replaced:
        mails.send_account_mail(context, user=user, template=mails.PASSWORD_CHANGED, path=mails.SIGN_IN_PATH)

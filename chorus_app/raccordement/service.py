"""Open and close what programs enter by. Whoever manages the structure may; each act is in its history and its log."""

import uuid
from datetime import timedelta

from sqlmodel import col, delete, func, select

from chorus_app.accounts.models import User
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import Conflict, Invalid, NotFound
from chorus_app.kernel.tokens import hash_token, new_token
from chorus_app.kernel.words import one_line
from chorus_app.raccordement.acting import PROFILES, open_user
from chorus_app.raccordement.limits import INTERFACES, NOTHING, Change, note
from chorus_app.raccordement.models import AccessToken, Application, TechnicalAccount
from chorus_app.raccordement.views import ApplicationRow, Secret, TechnicalAccountRow
from chorus_app.structures import memberships
from chorus_app.structures.enums import Act
from chorus_app.structures.models import Membership, Structure
from chorus_app.structures.perms import actor, managed_organisation

ACCOUNT_DAYS = 424  # about fourteen months, as in Chorus Pro
MAX_NAME = 100
MOST_APPLICATIONS = 50
MOST_ACCOUNTS = 20


def applications(context: Context) -> list[ApplicationRow]:
    """The applications of the structure that the actor acts for and manages, newest first. Raises `Denied`."""
    query = select(Application).where(Application.structure_id == managed_organisation(context))
    return [application_row(row) for row in context.session.exec(query.order_by(col(Application.id).desc()))]


def accounts(context: Context) -> list[TechnicalAccountRow]:
    """The technical accounts of the structure that the actor acts for and manages. Raises `Denied`."""
    query = select(TechnicalAccount).where(TechnicalAccount.structure_id == managed_organisation(context))
    rows = context.session.exec(query.order_by(col(TechnicalAccount.id).desc()))
    return [_account_row(context, row) for row in rows]


def add_application(context: Context, *, name: str) -> Secret:
    """A program of the structure; its secret is shown this once. Raises `Denied`, `Invalid`, `Conflict`."""
    structure_id = managed_organisation(context)
    cleaned = one_line(name)
    if not 0 < len(cleaned) <= MAX_NAME:
        raise Invalid("raccordement.name_invalid", field="name", most=MAX_NAME)
    in_force = select(func.count()).where(
        Application.structure_id == structure_id, col(Application.revoked_at).is_(None)
    )
    if context.session.exec(in_force).one() >= MOST_APPLICATIONS:
        raise Conflict("raccordement.too_many_applications", most=MOST_APPLICATIONS)
    secret, now = new_token(), context.now()
    application = Application(
        structure_id=structure_id,
        name=cleaned,
        client_id=str(uuid.uuid4()),
        secret_hash=hash_token(secret),
        created_at=now,
        created_by_id=actor(context),
        secret_at=now,
        interfaces=list(INTERFACES),
        active=True,
    )
    context.session.add(application)
    context.session.flush()
    note_act(context, application, Act.APPLICATION_ADDED)
    return Secret(application.public_id, application.client_id, secret)


def renew_secret(context: Context, *, public_id: str) -> Secret:
    """Another secret: the old one and its tokens end at once. Raises `NotFound`, `Denied`, `Conflict`."""
    application = application_to_change(context, public_id=public_id)
    secret = new_token()
    application.secret_hash, application.secret_at = hash_token(secret), context.now()
    end_tokens(context, application)
    note_act(context, application, Act.APPLICATION_RENEWED)
    return Secret(application.public_id, application.client_id, secret)


def revoke_application(context: Context, *, public_id: str) -> None:
    """The program enters no more. Raises `NotFound`, `Denied`, `Conflict`."""
    application = application_to_change(context, public_id=public_id)
    application.revoked_at = context.now()
    end_tokens(context, application)
    note_act(context, application, Act.APPLICATION_REVOKED)


def open_account(context: Context) -> Secret:
    """A technical account of the structure; its password is shown this once. Raises `Denied`, `Conflict`."""
    structure = context.session.get_one(Structure, managed_organisation(context))
    mine = TechnicalAccount.structure_id == structure.id
    in_force = context.session.exec(select(func.count()).where(mine, col(TechnicalAccount.closed_at).is_(None))).one()
    if in_force >= MOST_ACCOUNTS:
        raise Conflict("raccordement.too_many_accounts", most=MOST_ACCOUNTS)
    number = context.session.exec(select(func.count()).where(mine)).one() + 1
    login = f"TECH_{number}_{structure.identifier}@cpro.fr"
    user = open_user(context, login=login, called="Compte technique")
    memberships.attach(context, user_id=user.id, structure_id=structure.id, profiles=PROFILES)
    secret, now = new_token(), context.now()
    account = TechnicalAccount(
        structure_id=structure.id,
        user_id=user.id,
        login=login,
        secret_hash=hash_token(secret),
        created_at=now,
        created_by_id=actor(context),
        expires_at=now + timedelta(days=ACCOUNT_DAYS),
    )
    context.session.add(account)
    context.session.flush()
    _record_account(context, account, Act.API_ACCOUNT_OPENED)
    return Secret(account.public_id, login, secret)


def renew_password(context: Context, *, public_id: str) -> Secret:
    """Another password, good for `ACCOUNT_DAYS`; the old one ends at once. Raises `NotFound`, `Denied`, `Conflict`."""
    account = _account(context, public_id)
    secret = new_token()
    account.secret_hash = hash_token(secret)
    account.expires_at = context.now() + timedelta(days=ACCOUNT_DAYS)
    account.told_days = None
    _record_account(context, account, Act.API_ACCOUNT_RENEWED)
    return Secret(account.public_id, account.login, secret)


def close_account(context: Context, *, public_id: str) -> None:
    """The account acts no more, and its attachment ends. Raises `NotFound`, `Denied`, `Conflict`."""
    account = _account(context, public_id)
    account.closed_at = context.now()
    user = context.session.get_one(User, account.user_id)
    user.disabled_at = context.now()
    membership = memberships.in_force(context, user_id=account.user_id, structure_id=account.structure_id)
    if membership is not None:
        _end(context, membership)
    _record_account(context, account, Act.API_ACCOUNT_CLOSED)


def _end(context: Context, membership: Membership) -> None:
    memberships.end_membership(context, public_id=membership.public_id)


def own_application(context: Context, *, public_id: str) -> Application:
    """The row of an application of the structure that the actor manages. Raises `NotFound`, `Denied`."""
    structure_id = managed_organisation(context)
    query = select(Application).where(Application.public_id == public_id, Application.structure_id == structure_id)
    found = context.session.exec(query).one_or_none()
    if found is None:
        raise NotFound
    return found


def application_to_change(context: Context, *, public_id: str) -> Application:
    """The same, not revoked. Raises `NotFound`, `Denied`, `Conflict`."""
    found = own_application(context, public_id=public_id)
    if found.revoked_at is not None:
        raise Conflict("raccordement.revoked_already")
    return found


def _account(context: Context, public_id: str) -> TechnicalAccount:
    structure_id = managed_organisation(context)
    query = select(TechnicalAccount).where(
        TechnicalAccount.public_id == public_id, TechnicalAccount.structure_id == structure_id
    )
    found = context.session.exec(query).one_or_none()
    if found is None:
        raise NotFound
    if found.closed_at is not None:
        raise Conflict("raccordement.closed_already")
    return found


def end_tokens(context: Context, application: Application) -> None:
    """What the program received for its secret opens nothing any more."""
    context.session.exec(delete(AccessToken).where(col(AccessToken.application_id) == application.id))


def note_act(context: Context, application: Application, act: Act, change: Change = NOTHING) -> None:
    """Write the act into history and log."""
    note(
        context,
        structure_id=application.structure_id,
        act=act,
        subject=application.name,
        object_id=application.public_id,
        change=change,
    )


def _record_account(context: Context, account: TechnicalAccount, act: Act) -> None:
    note(context, structure_id=account.structure_id, act=act, subject=account.login, object_id=account.public_id)


def application_row(row: Application) -> ApplicationRow:
    """What the interfaces are shown of it."""
    return ApplicationRow(
        row.public_id, row.name, row.client_id, row.created_at, row.secret_at, row.revoked_at, row.active
    )


def _account_row(context: Context, row: TechnicalAccount) -> TechnicalAccountRow:
    expired = row.expires_at <= context.now()
    return TechnicalAccountRow(row.public_id, row.login, row.created_at, row.expires_at, expired, row.closed_at)

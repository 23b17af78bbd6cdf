"""The two keys of each call: the token of an application, the login and password of a technical account.

An unknown name and a wrong secret answer alike.
"""

import base64
import binascii
import hmac
from datetime import timedelta

from sqlmodel import col, delete, select

from chorus_app.accounts.models import User
from chorus_app.kernel.context import Context
from chorus_app.kernel.tokens import hash_token, new_token
from chorus_app.raccordement.models import AccessToken, Application, TechnicalAccount
from chorus_app.raccordement.networks import within
from chorus_app.raccordement.views import Caller
from chorus_app.structures.models import Structure

TOKEN_LIFE = timedelta(hours=1)
MAX_KEY = 400  # characters of a token, an id, a login or a password


def grant(context: Context, *, client_id: str, secret: str, client_ip: str) -> str | None:
    """A new token of the application, good for `TOKEN_LIFE`; None when id and secret do not belong together, or the
    application is out of service or does not come from there."""
    query = select(Application).where(Application.client_id == client_id[:MAX_KEY])
    application = context.session.exec(query).one_or_none()
    known = application.secret_hash if application else hash_token("")
    if not hmac.compare_digest(known, hash_token(secret[:MAX_KEY])) or application is None:
        return None
    if not in_service(context, application) or not within(client_ip, application.networks):
        return None
    token, now = new_token(), context.now()
    context.session.exec(delete(AccessToken).where(col(AccessToken.expires_at) <= now))
    context.session.add(
        AccessToken(
            token_hash=hash_token(token), application_id=application.id, created_at=now, expires_at=now + TOKEN_LIFE
        )
    )
    return token


def application_of(context: Context, *, token: str) -> Application | None:
    """The application that holds the token; None for a token that is unknown or over, or while it is suspended."""
    found = context.session.get(AccessToken, hash_token(token[:MAX_KEY]))
    if found is None or found.expires_at <= context.now():
        return None
    application = context.session.get_one(Application, found.application_id)
    return application if in_service(context, application) else None


def in_service(context: Context, application: Application) -> bool:
    """Whether the application may come in: neither revoked nor suspended, its structure active."""
    open_still = application.active and application.revoked_at is None
    return open_still and _active(context, application.structure_id)


def caller(context: Context, *, application_id: int, cpro_account: str) -> Caller | None:
    """Who acts by the header `cpro-account` (login and password, in base64); None when it opens nothing."""
    login, _, password = _decoded(cpro_account).partition(":")
    query = select(TechnicalAccount).where(TechnicalAccount.login == login)
    account = context.session.exec(query).one_or_none()
    known = account.secret_hash if account else hash_token("")
    if not hmac.compare_digest(known, hash_token(password)) or account is None:
        return None
    return caller_of(context, account, application_id=application_id)


def caller_of(context: Context, account: TechnicalAccount, *, application_id: int) -> Caller | None:
    """Who acts with the account; None when it opens nothing any more."""
    user = context.session.get_one(User, account.user_id)
    over = account.closed_at is not None or account.expires_at <= context.now() or user.disabled_at is not None
    if over or not _active(context, account.structure_id):
        return None
    interfaces = context.session.get_one(Application, application_id).interfaces
    return Caller(account.user_id, account.structure_id, application_id, account.id, tuple(interfaces))


def _active(context: Context, structure_id: int) -> bool:
    return context.session.get_one(Structure, structure_id).active


def _decoded(cpro_account: str) -> str:
    try:
        return base64.b64decode(cpro_account[: 2 * MAX_KEY], validate=True).decode()
    except (binascii.Error, ValueError):
        return ""

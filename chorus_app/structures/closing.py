"""A person closes his account: what names him goes, what others rely on stays.

Stays: the row that histories point to, without a name; what he deposited, which belongs to his structures; what he
answered and when. Goes: names, addresses, telephone, password, sessions, notifications, choices, requests that wait.
"""

from sqlmodel import col, delete, select, update

from chorus_app.accounts import mails, own, queries, sessions
from chorus_app.accounts.models import AccountLink, AddressChange, User
from chorus_app.audit.acts import Act, Kind
from chorus_app.audit.service import record
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import Conflict
from chorus_app.kernel.mail.service import forget_mails_to
from chorus_app.kernel.text import t
from chorus_app.kernel.tokens import new_public_id
from chorus_app.notifications import service as notifications
from chorus_app.preferences import service as preferences
from chorus_app.structures import requests
from chorus_app.structures.enums import MembershipState, RequestState
from chorus_app.structures.models import AttachmentRequest, HabilitationRequest, Membership, Structure, StructureChange
from chorus_app.structures.queries import managers_of
from chorus_app.structures.requests import Request

HELP_PATH = "/aide"


def managed_alone(context: Context) -> list[str]:
    """The active structures that nobody but the actor manages: their names. He cannot close his account meanwhile."""
    user = queries.own(context)
    structures = context.session.exec(
        select(Structure)
        .join(Membership, col(Membership.structure_id) == Structure.id)
        .where(Membership.user_id == user.id, Membership.state == MembershipState.VALIDEE, Structure.active)
        .order_by(Structure.name_key)
    )
    return [row.name for row in structures if [m.id for m in managers_of(context, structure_id=row.id)] == [user.id]]


def close_account(context: Context, *, password: str) -> None:
    """Close the acting person's account, for good.

    Opens its own transactions and leaves the caller's untouched. Raises `Conflict` for the last manager of a structure,
    `InvalidForm` (field `current_password`), `TooMany`.
    """
    world, actor_id, source = context.world, context.actor_id, context.source
    own.check_current_password(context, password=password)
    with world.transaction(actor_id=actor_id, source=source) as closing:
        _close(closing, queries.own(closing))


def _close(context: Context, user: User) -> None:
    alone = managed_alone(context)
    if alone:
        raise Conflict("accounts.closing.last_manager", names=", ".join(alone))
    addresses = {user.login_email, user.contact_email}
    _forget_name(context, user)
    _end_memberships(context, user)
    _cancel_requests(context, user)
    for table in (AddressChange, AccountLink):
        context.session.exec(delete(table).where(col(table.user_id) == user.id))
    notifications.forget_all_of(context, user_id=user.id)
    preferences.forget_all_of(context, user_id=user.id)
    sessions.end_all(context, user_id=user.id)
    sessions.forget_devices(context, user_id=user.id)
    forget_mails_to(context, addresses)
    mails.send_account_mail(context, user=user, template=mails.ACCOUNT_CLOSED, path=HELP_PATH)
    _anonymise(context, user)
    record(context, act=Act.ACCOUNT_CLOSED, kind=Kind.ACCOUNT, subject_id=user.public_id)


def _forget_name(context: Context, user: User) -> None:
    """The histories of the structures keep what happened to his attachments, no longer to whom."""
    mine = select(Membership.public_id).where(Membership.user_id == user.id)
    lines = update(StructureChange).where(col(StructureChange.object_id).in_(mine))
    context.session.exec(lines.values(subject=t("accounts.closed_account")))


def _end_memberships(context: Context, user: User) -> None:
    for structure_id in context.session.exec(
        select(Membership.structure_id).where(
            Membership.user_id == user.id, Membership.state == MembershipState.VALIDEE
        )
    ):
        context.ring(f"approvals:{structure_id}")
    in_force = update(Membership).where(
        col(Membership.user_id) == user.id, col(Membership.state) == MembershipState.VALIDEE
    )
    ended = in_force.values(state=MembershipState.SUPPRIMEE, ended_at=context.now(), ended_by_id=user.id)
    context.session.exec(ended)


def _cancel_requests(context: Context, user: User) -> None:
    tables: tuple[type[Request], ...] = (AttachmentRequest, HabilitationRequest)
    for table in tables:
        mine = select(table).where(table.user_id == user.id, table.state == RequestState.EN_COURS_DE_VALIDATION)
        for request in context.session.exec(mine).all():
            requests.close(context, request, RequestState.ANNULEE, reason=None)
            requests.ring(context, request)


def _anonymise(context: Context, user: User) -> None:
    """The address becomes one that nobody has, so that its owner may open another account with it."""
    nobody = f"{new_public_id().lower()}@closed.test"
    user.login_email = user.login_key = user.contact_email = nobody
    user.first_name = user.last_name = ""
    user.phone = user.password_hash = None
    user.disabled_at = user.closed_at = context.now()
    context.session.add(user)
    context.session.flush()

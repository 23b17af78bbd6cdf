"""Who enters by EDI. An unknown code, a wrong secret, a wrong address and a suspended partner answer alike."""

import hmac

from sqlmodel import select

from chorus_app.accounts import throttle
from chorus_app.accounts.enums import ThrottleScope
from chorus_app.accounts.models import User
from chorus_app.kernel.context import Context
from chorus_app.kernel.tokens import hash_token
from chorus_app.raccordement.models import EdiPartner
from chorus_app.raccordement.networks import within
from chorus_app.raccordement.views import EdiCaller
from chorus_app.structures.models import Structure

MAX_KEY = 400  # characters of a code or a password


def by_password(context: Context, *, code: str, password: str, client_ip: str) -> EdiCaller | None:
    """The partner, if the password is his. Tries are counted by the network that they come from."""
    address = throttle.network(client_ip)
    if throttle.remaining(context, ThrottleScope.EDI, address, throttle.ADDRESS):
        return None
    throttle.count(context, ThrottleScope.EDI, address, throttle.ADDRESS)
    partner = _by_code(context, code)
    known = (partner.password_hash if partner else None) or hash_token("")
    right = hmac.compare_digest(known, hash_token(password[:MAX_KEY])) and bool(password)
    caller = _caller(context, partner, client_ip) if right else None
    if caller is not None:
        throttle.take_back(context, ThrottleScope.EDI, address)
    return caller


def by_key(context: Context, *, code: str, public_key: str, client_ip: str) -> EdiCaller | None:
    """The partner, if the key (« algorithm base64 ») is his; that he holds its other half is for the door to ask."""
    partner = _by_code(context, code)
    known = (partner.public_key if partner else None) or ""
    return _caller(context, partner, client_ip) if _same(known, public_key) else None


def again(context: Context, *, partner_id: int, client_ip: str) -> EdiCaller | None:
    """The partner as he is now; None once he is suspended, or may no longer come from there."""
    return _caller(context, context.session.get(EdiPartner, partner_id), client_ip)


def active_partners(context: Context) -> list[EdiCaller]:
    """All who may send and be sent files, whatever their addresses: for a folder that only they write into."""
    found = context.session.exec(select(EdiPartner).where(EdiPartner.active).order_by(EdiPartner.code)).all()
    return [caller for partner in found if (caller := _open(context, partner)) is not None]


def _same(known: str, given: str) -> bool:
    return bool(known) and hmac.compare_digest(" ".join(known.split()[:2]), " ".join(given.split()[:2]))


def _by_code(context: Context, code: str) -> EdiPartner | None:
    return context.session.exec(select(EdiPartner).where(EdiPartner.code == code[:MAX_KEY])).one_or_none()


def _caller(context: Context, partner: EdiPartner | None, client_ip: str) -> EdiCaller | None:
    if partner is None or not within(client_ip, partner.networks):
        return None
    return _open(context, partner)


def _open(context: Context, partner: EdiPartner) -> EdiCaller | None:
    if not partner.active or not context.session.get_one(Structure, partner.structure_id).active:
        return None
    if context.session.get_one(User, partner.user_id).disabled_at is not None:
        return None
    return EdiCaller(partner.id, partner.code, partner.user_id, partner.structure_id, frozenset(partner.interfaces))

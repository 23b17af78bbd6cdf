"""The EDI raccordement of a structure: declared, limited, switched on and off by those who manage it."""

from collections.abc import Collection

from sqlmodel import col, select

from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import Conflict, NotFound
from chorus_app.kernel.tokens import hash_token, new_token
from chorus_app.kernel.words import plain
from chorus_app.raccordement import limits
from chorus_app.raccordement.acting import PROFILES, open_user
from chorus_app.raccordement.limits import NOTHING, Change, note
from chorus_app.raccordement.models import EdiArrival, EdiPartner
from chorus_app.raccordement.public_keys import fingerprint_of, read_public_key
from chorus_app.raccordement.views import ArrivalRow, EdiView, Secret
from chorus_app.structures import memberships
from chorus_app.structures.enums import Act
from chorus_app.structures.models import Structure
from chorus_app.structures.perms import actor, managed_organisation

OBJECT = "edi"  # of the structure's history
LETTERS, PORTALS_OWN = 3, "CPP"
MOST_OF_A_NAME = 999
SHOWN_ARRIVALS = 10


def view(context: Context) -> EdiView | None:
    """The EDI raccordement of the structure that the actor acts for and manages. Raises `Denied`."""
    partner = _of(context, managed_organisation(context))
    if partner is None:
        return None
    return EdiView(
        code=partner.code,
        active=partner.active,
        password_at=partner.password_at,
        public_key=partner.public_key or "",
        key_fingerprint=fingerprint_of(partner.public_key) if partner.public_key else "",
        networks=tuple(partner.networks),
        interfaces=tuple(partner.interfaces),
        arrivals=tuple(_arrivals(context, partner)),
    )


def declare(context: Context) -> str:
    """Declare the structure as an EDI partner; answers its code application. Raises `Denied`, `Conflict`."""
    structure = context.session.get_one(Structure, managed_organisation(context))
    if _of(context, structure.id) is not None:
        raise Conflict("raccordement.edi.declared_already")
    code = _new_code(context, structure.name)
    user = open_user(context, login=f"EDI_{code}@cpro.fr", called="Raccordement EDI")
    memberships.attach(context, user_id=user.id, structure_id=structure.id, profiles=PROFILES)
    partner = EdiPartner(
        structure_id=structure.id, user_id=user.id, code=code, created_at=context.now(), created_by_id=actor(context)
    )
    context.session.add(partner)
    context.session.flush()
    _note(context, partner, Act.EDI_DECLARED)
    return code


def subscribe(context: Context, *, interfaces: Collection[str]) -> None:
    """Choose the codes under which files are taken. Raises `NotFound`, `Denied`, `Conflict`."""
    partner = _partner(context)
    _note(context, partner, Act.EDI_INTERFACES_CHANGED, limits.subscribe(partner, interfaces=interfaces))


def limit_networks(context: Context, *, typed: str) -> None:
    """Say from which addresses the partner comes; none: from any. Raises `NotFound`, `Denied`, `Invalid`."""
    partner = _partner(context)
    _note(context, partner, Act.EDI_NETWORKS_CHANGED, limits.limit_networks(partner, typed=typed))


def renew_password(context: Context) -> Secret:
    """A password, shown this once; one that was there ends at once. Raises `NotFound`, `Denied`."""
    partner = _partner(context)
    secret = new_token()
    partner.password_hash, partner.password_at = hash_token(secret), context.now()
    _note(context, partner, Act.EDI_PASSWORD_RENEWED)
    return Secret(OBJECT, partner.code, secret)


def change_key(context: Context, *, pasted: str) -> None:
    """The public key that opens; empty takes it away. Raises `NotFound`, `Denied`, `Invalid`, `Conflict`."""
    partner = _partner(context)
    key = read_public_key(pasted) if pasted.strip() else None
    if partner.active and key is None and partner.password_hash is None:
        raise Conflict("raccordement.edi.needs_key")
    before = fingerprint_of(partner.public_key) if partner.public_key else ""
    partner.public_key = key
    change = Change({"public_key": before}, {"public_key": fingerprint_of(key) if key else ""})
    _note(context, partner, Act.EDI_KEY_CHANGED, change)


def activate(context: Context) -> None:
    """From now on files are taken. Raises `NotFound`, `Denied`, `Conflict` while something is missing."""
    partner = _partner(context)
    limits.check_open(partner)
    if partner.password_hash is None and partner.public_key is None:
        raise Conflict("raccordement.edi.needs_key")
    if not partner.active:
        partner.active = True
        _note(context, partner, Act.EDI_ACTIVATED)


def suspend(context: Context) -> None:
    """No file is taken nor handed out any more, until it is activated again. Raises `NotFound`, `Denied`."""
    partner = _partner(context)
    if partner.active:
        partner.active = False
        _note(context, partner, Act.EDI_SUSPENDED)


def _arrivals(context: Context, partner: EdiPartner) -> list[ArrivalRow]:
    latest = select(EdiArrival).where(EdiArrival.partner_id == partner.id).order_by(col(EdiArrival.id).desc())
    return [
        ArrivalRow(row.name, row.at, row.flux_number or "", row.refusal or "", dict(row.params))
        for row in context.session.exec(latest.limit(SHOWN_ARRIVALS))
    ]


def _of(context: Context, structure_id: int) -> EdiPartner | None:
    return context.session.exec(select(EdiPartner).where(EdiPartner.structure_id == structure_id)).one_or_none()


def _partner(context: Context) -> EdiPartner:
    found = _of(context, managed_organisation(context))
    if found is None:
        raise NotFound
    return found


def _new_code(context: Context, name: str) -> str:
    """Three letters that recall the name, three digits that nobody has with them. Raises `Conflict`."""
    letters = "".join(letter for letter in plain(name).upper() if "A" <= letter <= "Z")[:LETTERS].ljust(LETTERS, "X")
    stem = "XPP" if letters == PORTALS_OWN else letters
    taken = set(context.session.exec(select(EdiPartner.code).where(col(EdiPartner.code).startswith(stem))))
    for number in range(1, MOST_OF_A_NAME + 1):
        if (code := f"{stem}{number:03d}") not in taken:
            return code
    raise Conflict("raccordement.edi.no_code")


def _note(context: Context, partner: EdiPartner, act: Act, change: Change = NOTHING) -> None:
    note(context, structure_id=partner.structure_id, act=act, subject=partner.code, object_id=OBJECT, change=change)

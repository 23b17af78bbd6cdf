"""The signed-in person as the interfaces need it: name, structures, profiles. Read afresh at each event."""

from dataclasses import dataclass

from sqlmodel import col, select

from chorus_app.accounts.models import User
from chorus_app.kernel.context import Context
from chorus_app.structures.enums import MembershipState, Profile, StructureKind
from chorus_app.structures.models import Membership, MembershipProfile, Structure


@dataclass(frozen=True, slots=True)
class Attachment:
    """One structure that the person is attached to, with what he may do there. Public ones receive invoices.

    `profiles` are those for the whole structure, `limited` those for one service; `closed_spaces` are switched off.
    """

    structure_id: int
    public_id: str
    name: str
    identifier_type: str
    identifier: str
    main_manager: bool
    public: bool
    profiles: frozenset[Profile]
    limited: frozenset[Profile] = frozenset()
    closed_spaces: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Person:
    """Who is signed in. The `operator` runs the portal."""

    user_id: int
    public_id: str
    full_name: str
    email: str
    attachments: tuple[Attachment, ...]
    operator: bool = False

    @property
    def attached(self) -> bool:
        return bool(self.attachments)

    @property
    def manager(self) -> bool:
        """Whether the person has « Organisation Modification » somewhere."""
        return any(Profile.ORGANISATION_MODIFICATION in attachment.profiles for attachment in self.attachments)

    def attachment(self, public_id: str) -> Attachment | None:
        """The attachment chosen by its structure's public id; the first one when it is not (or no longer) his."""
        for attachment in self.attachments:
            if attachment.public_id == public_id:
                return attachment
        return self.attachments[0] if self.attachments else None


def person(context: Context, user_id: int) -> Person | None:
    """The person, unless the account is closed. Structures come in the order of their names."""
    user = context.session.get(User, user_id)
    if user is None or user.disabled_at is not None:
        return None
    attachments = _attachments(context, user_id)
    runs = user.operator_since is not None
    return Person(user_id, user.public_id, user.full_name, user.contact_email, attachments, runs)


def _attachments(context: Context, user_id: int) -> tuple[Attachment, ...]:
    rows = context.session.exec(
        select(Membership, Structure, MembershipProfile.profile, MembershipProfile.service_id)
        .join(Structure, col(Structure.id) == Membership.structure_id)
        .outerjoin(
            MembershipProfile,
            (col(MembershipProfile.membership_id) == Membership.id) & col(MembershipProfile.withdrawn_at).is_(None),
        )
        .where(Membership.user_id == user_id, Membership.state == MembershipState.VALIDEE, col(Structure.active))
        .order_by(Structure.name_key, col(Structure.id))
    ).all()
    found: dict[int, tuple[Membership, Structure, set[Profile], set[Profile]]] = {}
    for membership, structure, profile, service_id in rows:
        _, _, whole, limited = found.setdefault(structure.id, (membership, structure, set(), set()))
        if profile:
            (whole if service_id is None else limited).add(Profile(profile))
    return tuple(
        Attachment(
            s.id,
            s.public_id,
            s.name,
            s.identifier_type,
            s.identifier,
            m.main_manager,
            s.kind is StructureKind.PUBLIQUE,
            frozenset(whole),
            frozenset(limited),
            frozenset(s.closed_spaces),
        )
        for m, s, whole, limited in found.values()
    )

"""Structures and requests as the pages show them."""

from dataclasses import dataclass, replace

from chorus_app.kernel.french import day, identifier
from chorus_app.kernel.text import t
from chorus_app.structures import queries
from chorus_app.structures.enums import MembershipState
from chorus_app.structures.memberships import MembershipRow
from chorus_app.ui.components.requests import OwnRequestLine, standing


@dataclass(frozen=True)
class Found:
    """A structure that was searched for. `why_not` says why its attachment cannot be asked for, if so."""

    id: str = ""
    name: str = ""
    identifier: str = ""
    place: str = ""
    why_not: str = ""
    chosen: bool = False

    def marked(self, chosen: bool) -> "Found":
        return replace(self, chosen=chosen)


@dataclass(frozen=True)
class RequestLine(OwnRequestLine):
    """One of the person's own requests for an attachment."""

    name: str
    identifier: str


@dataclass(frozen=True)
class AttachedLine:
    """An attachment of the person. `kind` is the look of its state; one that is over cannot be left."""

    id: str
    name: str
    identifier: str
    role: str
    state: str
    kind: str
    since: str
    can_leave: bool


def found(row: queries.Found, *, chosen: bool = False) -> Found:
    why_not = t(row.standing.value, name=row.name) if row.standing is not queries.Standing.FREE else ""
    return Found(
        row.public_id,
        row.name,
        identifier(row.identifier_type, row.identifier),
        f"{row.postcode} {row.city}".strip(),
        why_not,
        chosen,
    )


def request_line(row: queries.RequestRow) -> RequestLine:
    return RequestLine(**standing(row), name=row.structure, identifier=identifier(row.identifier_type, row.identifier))


MEMBERSHIP_KINDS = {
    MembershipState.VALIDEE: "success",
    MembershipState.DESACTIVEE: "warning",
    MembershipState.SUPPRIMEE: "neutral",
}


def attached_line(row: MembershipRow) -> AttachedLine:
    role = "onboarding.page.manager" if row.main_manager else "onboarding.page.user"
    since = t("onboarding.page.since", at=day(row.since))
    if row.ended_at is not None:
        since = t("onboarding.page.ended", at=day(row.since), until=day(row.ended_at))
    return AttachedLine(
        row.public_id,
        row.structure,
        identifier(row.identifier_type, row.identifier),
        t(role),
        t(f"onboarding.membership.{row.state.value.lower()}"),
        MEMBERSHIP_KINDS[row.state],
        since,
        row.ended_at is None,
    )

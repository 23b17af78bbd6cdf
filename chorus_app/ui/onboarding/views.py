"""Structures and requests as the pages show them."""

from dataclasses import dataclass, replace

from chorus_app.kernel.french import day, identifier, moment
from chorus_app.kernel.text import t
from chorus_app.structures import proofs, queries
from chorus_app.structures.enums import MembershipState, RequestState
from chorus_app.structures.memberships import MembershipRow

KINDS = {
    RequestState.EN_COURS_DE_VALIDATION: "info",
    RequestState.VALIDEE: "success",
    RequestState.REFUSEE: "danger",
    RequestState.ANNULEE: "neutral",
}


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
class RequestLine:
    """One of the person's own requests.

    `kind` is the look of its state; `prove` the page where a proof is sent, once it can be.
    """

    id: str
    name: str
    identifier: str
    state: str
    kind: str
    asked: str
    answered: str
    reason: str
    reminded: str
    can_cancel: bool
    can_remind: bool
    prove: str


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
    return RequestLine(
        row.public_id,
        row.structure,
        identifier(row.identifier_type, row.identifier),
        t(f"onboarding.state.{row.state.value.lower()}"),
        KINDS[row.state],
        t("onboarding.requests.asked", at=moment(row.asked_at)),
        _answered(row),
        t("onboarding.requests.reason", reason=row.reason) if row.reason else "",
        _reminded(row),
        row.can_cancel,
        row.can_remind,
        proofs.address(row.public_id) if row.can_prove else "",
    )


def _answered(row: queries.RequestRow) -> str:
    if row.answered_at is None:
        return ""
    at = moment(row.answered_at)
    if row.state is RequestState.ANNULEE:
        return t("onboarding.requests.cancelled", at=at)
    if not row.answered_by:
        return t("onboarding.requests.answered_by_operator", at=at)
    return t("onboarding.requests.answered", who=row.answered_by, at=at)


def _reminded(row: queries.RequestRow) -> str:
    if row.last_reminder_at is None or not row.can_cancel:
        return ""
    return t("onboarding.requests.reminded", at=moment(row.last_reminder_at))


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

"""Habilitations and requests for them, as the page shows them."""

from dataclasses import dataclass

from chorus_app.kernel.french import day, moment
from chorus_app.kernel.text import t
from chorus_app.structures import proofs
from chorus_app.structures.enums import Profile, RequestState, Space
from chorus_app.structures.habilitations import Grant, HabilitationRow
from chorus_app.ui.onboarding.views import KINDS


@dataclass(frozen=True)
class Choice:
    """A value of a list to choose from."""

    id: str
    name: str


@dataclass(frozen=True)
class GrantLine:
    """A profile that the person holds."""

    structure: str
    profile: str
    limits: str
    given: str


@dataclass(frozen=True)
class HabilitationLine:
    """One of the person's own requests. `kind` is the look of its state."""

    id: str
    profile: str
    structure: str
    limits: str
    state: str
    kind: str
    asked: str
    answered: str
    reason: str
    reminded: str
    waits: bool
    can_remind: bool
    prove: str


def profile_name(profile: Profile) -> str:
    return t(f"structures.profile.{profile.value}")


def space_name(space: Space) -> str:
    return t(f"structures.space.{space.value}")


def limits(profile: Profile, space: Space | None, service: str) -> str:
    """« Espace Factures émises, service ACHATS », or that there are none."""
    wide = t("habilitations.whole_structure") if profile.of_organisation else t("habilitations.all_spaces")
    parts = [t("habilitations.in_space", space=space_name(space)) if space else wide]
    if service:
        parts.append(t("habilitations.in_service", code=service))
    return ", ".join(parts)


def grant_line(grant: Grant) -> GrantLine:
    given = t("habilitations.given", at=day(grant.since))
    if grant.given_by:
        given = t("habilitations.given_by", at=day(grant.since), who=grant.given_by)
    limited = limits(grant.profile, grant.space, grant.service)
    return GrantLine(grant.structure, profile_name(grant.profile), limited, given)


def habilitation_line(row: HabilitationRow) -> HabilitationLine:
    return HabilitationLine(
        row.public_id,
        profile_name(row.profile),
        row.structure,
        limits(row.profile, row.space, row.service),
        t(f"onboarding.state.{row.state.value.lower()}"),
        KINDS[row.state],
        t("onboarding.requests.asked", at=moment(row.asked_at)),
        _answered(row),
        t("onboarding.requests.reason", reason=row.reason) if row.reason else "",
        t("onboarding.requests.reminded", at=moment(row.last_reminder_at))
        if row.last_reminder_at and row.waits
        else "",
        row.waits,
        row.can_remind,
        proofs.address(row.public_id) if row.can_prove else "",
    )


def _reminded(row: HabilitationRow) -> str:
    if row.last_reminder_at is None or not row.waits:
        return ""
    return t("onboarding.requests.reminded", at=moment(row.last_reminder_at))


def _answered(row: HabilitationRow) -> str:
    if row.answered_at is None:
        return ""
    at = moment(row.answered_at)
    if row.state is RequestState.ANNULEE:
        return t("onboarding.requests.cancelled", at=at)
    if not row.answered_by:
        return t("onboarding.requests.answered_by_operator", at=at)
    return t("onboarding.requests.answered", who=row.answered_by, at=at)

"""Closed lists of words about flux; values are those of Chorus Pro (section 4.2) where it has one."""

from enum import StrEnum


class Door(StrEnum):
    """Where a deposit came in."""

    PORTAL = "portal"
    API = "api"
    EDI = "edi"
    CLI = "cli"


class FluxState(StrEnum):
    """`etatCourantFlux`. IN_RECU and IN_TRAITE_SE_CPP are absent on purpose: clients take both for success."""

    PORTAL_WAITING = "IN_DEPOT_PORTAIL_EN_ATTENTE_TRAITEMENT_SE_CPP"
    WAITING = "IN_EN_ATTENTE_TRAITEMENT_CPP"
    RUNNING = "IN_EN_COURS_TRAITEMENT_CPP"
    INCIDENT = "IN_INCIDENTE"
    REJECTED = "IN_REJETE"
    INTEGRATED = "IN_INTEGRE"
    PARTLY_INTEGRATED = "IN_INTEGRE_PARTIEL"
    INADMISSIBLE = "QP_IRRECEVABLE"

    @property
    def final(self) -> bool:
        return self in FINAL

    @property
    def label_key(self) -> str:
        return f"flux.state.{self.value}.label"

    @property
    def gloss_key(self) -> str:
        """What the state means for the depositor."""
        return f"flux.state.{self.value}.gloss"


FINAL = frozenset(
    {
        FluxState.INCIDENT,
        FluxState.REJECTED,
        FluxState.INTEGRATED,
        FluxState.PARTLY_INTEGRATED,
        FluxState.INADMISSIBLE,
    }
)


class ChecklistItem(StrEnum):
    """What the release note advises to look at after a deposit."""

    LISTED = "listed"
    REPORT = "report"
    REMEDY = "remedy"

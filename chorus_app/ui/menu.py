"""MENU: one row per entry of the main menu, with the condition under which it is shown.

A hidden entry protects nothing: the service behind the page asks for the right again.
"""

from dataclasses import dataclass
from enum import StrEnum


class Shown(StrEnum):
    """When an entry stands in the menu."""

    SIGNED_IN = "signed_in"
    ATTACHED = "attached"
    RECEIVES = "receives"
    APPROVALS_WAIT = "approvals_wait"
    OPERATOR = "operator"
    BANK_DETAILS = "bank_details"
    ORGANISATION = "organisation"
    ISSUES = "issues"
    DOES_WORKS = "does_works"
    VALIDATES = "validates"


@dataclass(frozen=True, slots=True)
class Entry:
    """`label` is a text key; `counted` shows how many wait beside it."""

    label: str
    route: str
    shown: Shown
    counted: bool = False


MENU: tuple[Entry, ...] = (
    Entry("ui.menu.home", "/", Shown.SIGNED_IN),
    Entry("ui.menu.issued", "/factures-emises", Shown.ISSUES),
    Entry("ui.menu.received", "/factures-recues", Shown.RECEIVES),
    Entry("ui.menu.to_validate", "/factures-a-valider", Shown.VALIDATES, counted=True),
    Entry("ui.menu.works", "/factures-de-travaux", Shown.DOES_WORKS),
    Entry("ui.menu.flux", "/suivi-des-flux", Shown.ATTACHED),
    Entry("ui.menu.structure", "/structure", Shown.ORGANISATION),
    Entry("ui.menu.bank_details", "/coordonnees-bancaires", Shown.BANK_DETAILS),
    Entry("ui.menu.approvals", "/approbation", Shown.APPROVALS_WAIT, counted=True),
    Entry("ui.menu.operator", "/exploitation", Shown.OPERATOR),
    Entry("ui.menu.verification", "/verifier-une-facture", Shown.SIGNED_IN),
    Entry("ui.menu.help", "/aide", Shown.SIGNED_IN),
)

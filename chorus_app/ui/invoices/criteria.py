"""CRITERIA: one row for each thing by which the lists of invoices are narrowed, and the lists that ask for it."""

from collections.abc import Mapping
from functools import partial

from chorus_app.formats.syntaxes import Space
from chorus_app.invoices.acts import SIDES, WAITS_FOR_SUPPLIER
from chorus_app.invoices.cadres import CADRES, Cadre
from chorus_app.invoices.enums import DEPOSIT_MODES, Scope, Side, Status
from chorus_app.invoices.status import SENT, TO_VALIDATE, label_key
from chorus_app.invoices.views import KNOWN_TYPES
from chorus_app.kernel.text import t
from chorus_app.ui.components.criteria import Choices, Criteria, Criterion, Field

SENT_VALUE = "ENVOYEE"  # several statuses are shown as « Envoyée »: in the address they are one
# All in which an invoice waits for somebody, by the list that tells it; of works each of three may look at the list.
TO_TREAT, TO_VALIDATE_ALL = "A_TRAITER", "A_VALIDER"
WANTED: Mapping[Scope, tuple[str, ...]] = {
    Scope.EMISES: (TO_TREAT,),
    Scope.TRAVAUX: tuple(side.value for side in Side),
    Scope.VALIDER: (TO_VALIDATE_ALL,),
}
GROUPS: Mapping[str, frozenset[Status]] = {
    SENT_VALUE: SENT,
    TO_TREAT: WAITS_FOR_SUPPLIER,
    TO_VALIDATE_ALL: frozenset(TO_VALIDATE),
    **{side.value: statuses for side, statuses in SIDES.items()},
}
ALL = tuple(Scope)


def statuses_of(value: str) -> tuple[Status, ...]:
    """The statuses that a value of the address stands for. Raises `ValueError` for an unknown one."""
    return tuple(sorted(GROUPS[value])) if value in GROUPS else (Status(value),)


def value_of(status: Status) -> str:
    """The value by which an address filters on a status."""
    return SENT_VALUE if status in SENT else status.value


def _row(
    name: str,
    narrows: str,
    field: Field = Field.TEXT,
    *,
    scopes: tuple[Scope, ...] = ALL,
    first: bool = False,
    told: bool = True,
) -> tuple[Criterion, tuple[Scope, ...]]:
    read = statuses_of if narrows == "statuses" else None
    return Criterion(name, narrows, f"invoices_ui.criterion.{name}", field, first, told, read), scopes


CRITERIA: Mapping[Criterion, tuple[Scope, ...]] = dict(
    (
        _row("du", "issued_from", Field.DAY, first=True),
        _row("au", "issued_until", Field.DAY, first=True),
        _row("numero", "number"),
        _row("statut", "statuses", Field.CHOICE),
        _row("type", "type_code", Field.CHOICE),
        _row("cadre", "cadre", Field.CHOICE),
        _row("fournisseur", "supplier", scopes=(Scope.RECUES, Scope.TRAVAUX, Scope.VALIDER)),
        _row("service_fournisseur", "supplier_service"),
        _row("destinataire", "recipient", scopes=(Scope.EMISES, Scope.TRAVAUX, Scope.VALIDER)),
        _row("service", "service"),
        _row("engagement", "engagement"),
        _row("marche", "contract"),
        _row("depot_du", "deposited_from", Field.DAY),
        _row("depot_au", "deposited_until", Field.DAY),
        _row("montant_min", "amount_from", Field.AMOUNT),
        _row("montant_max", "amount_until", Field.AMOUNT),
        _row("mode", "mode_depot", Field.CHOICE),
        _row("flux", "flux_number", told=False),  # a notice above the list tells it
    )
)


def criteria_of(scope: Scope) -> Criteria:
    """Those of one list, in the order of its form."""
    rows = tuple(criterion for criterion, scopes in CRITERIA.items() if scope in scopes)
    return Criteria(rows, partial(choices, scope=scope), "invoices_ui.criteria_hint")


def choices(criterion: Criterion, scope: Scope) -> Choices:
    """The values that may be chosen, with their words."""
    if criterion.narrows == "type_code":
        return [(code, t(f"invoices.type.{code}")) for code in sorted(KNOWN_TYPES)]
    if criterion.narrows == "mode_depot":
        return [(mode, t(f"invoices.mode.{mode}")) for mode in DEPOSIT_MODES]
    if criterion.narrows == "statuses":
        words = {value_of(status): t(label_key(status)) for status in Status}
        waits = [(value, t(f"invoices_ui.wanted.{value}")) for value in WANTED.get(scope, ())]
        return waits + sorted(words.items(), key=lambda entry: entry[1])
    return [
        (code, t("invoices_ui.works_piece", cadre=code, name=t(f"invoices_ui.cadre.{code}")))
        for code, cadre in CADRES.items()
        if _stands(cadre, scope)
    ]


def _stands(cadre: Cadre, scope: Scope) -> bool:
    """Whether an invoice of that cadre may stand in that list."""
    if scope is Scope.VALIDER:
        return cadre.valideur and cadre.space is Space.EMISES
    return scope is Scope.RECUES or cadre.space.value == scope.value

"""What a search from anywhere finds, as ready text: pages, invoices, flux, structures."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from chorus_app.flux.finding import find_flux
from chorus_app.flux.views import FluxRow
from chorus_app.invoices.finding import PartyFound, find_invoices, find_parties
from chorus_app.invoices.views import InvoiceRow
from chorus_app.kernel.context import Context
from chorus_app.kernel.french import amount, identifier, moment, plain_day
from chorus_app.kernel.text import t
from chorus_app.kernel.words import fold
from chorus_app.ui.flux_tracking.asking import ROUTE as FLUX_ROUTE
from chorus_app.ui.invoices.asking import ROUTES
from chorus_app.ui.menu import MENU, Shown

LONGEST = 200
# Beside the menu: label, address, when it is shown.
OTHERS: tuple[tuple[str, str, Shown], ...] = (
    ("deposit.page_title.emises", "/factures-emises/deposer", Shown.ATTACHED),
    ("deposit.page_title.travaux", "/factures-de-travaux/deposer", Shown.ATTACHED),
    ("onboarding.page.title", "/rattachement", Shown.SIGNED_IN),
    ("onboarding.ask.title", "/rattachement/demander", Shown.SIGNED_IN),
    ("onboarding.create.title", "/rattachement/creer", Shown.SIGNED_IN),
    ("onboarding.requests.title", "/rattachement/demandes", Shown.SIGNED_IN),
    ("help.notes.title", "/notes-de-version", Shown.SIGNED_IN),
    ("ui.foot.accessibility", "/accessibilite", Shown.SIGNED_IN),
)


@dataclass(frozen=True)
class Hit:
    """Something to go to."""

    href: str
    title: str
    detail: str = ""


@dataclass(frozen=True)
class Group:
    """Hits of one kind."""

    label: str
    hits: list[Hit]


def pages(text: str, shown: Callable[[Shown], bool]) -> Group:
    """The pages whose name has the words; without words those of the menu."""
    entries = [(entry.label, entry.route, entry.shown) for entry in MENU]
    wanted = fold(text[:LONGEST]).split()
    offered = [*entries, *OTHERS] if wanted else entries
    hits = [
        Hit(route, t(label))
        for label, route, when in offered
        if shown(when) and bool(wanted or not text.strip()) and all(word in fold(t(label)) for word in wanted)
    ]
    return Group(t("search.pages"), hits)


def found(context: Context, *, text: str) -> list[Group]:
    """What the actor may see of that, in all his structures."""
    anywhere, text = replace(context, structure_id=None), text[:LONGEST]
    return [
        Group(t("search.invoices"), [_invoice(row) for row in find_invoices(anywhere, text=text)]),
        Group(t("search.flux"), [_flux(row) for row in find_flux(anywhere, text=text)]),
        Group(t("search.structures"), list(_parties(find_parties(anywhere, text=text)))),
    ]


def _invoice(row: InvoiceRow) -> Hit:
    parts = (
        plain_day(row.issue_date),
        t("search.between", supplier=row.supplier.name, recipient=row.recipient.name),
        amount(row.tax_inclusive, row.currency),
        t(row.status_key),
    )
    return Hit(f"/factures/{row.public_id}", row.number, _joined(parts))


def _flux(row: FluxRow) -> Hit:
    parts = (row.file_name, moment(row.received_at), t(row.state_key))
    return Hit(f"{FLUX_ROUTE}/{row.public_id}", row.number, _joined(parts))


def _parties(found: Iterable[PartyFound]) -> Iterable[Hit]:
    """Each leads to the list, narrowed to the structure."""
    for one in found:
        name = "fournisseur" if one.supplier else "destinataire"
        list_name = t(one.scope.label_key)
        role = t("search.as_supplier" if one.supplier else "search.as_recipient", list=list_name)
        known = identifier(one.party.identifier_type, one.party.identifier)
        href = f"{ROUTES[one.scope]}?{name}={one.party.identifier}"
        yield Hit(href, one.party.name, _joined((known, role)))


def _joined(parts: Sequence[str]) -> str:
    return " · ".join(part for part in parts if part)

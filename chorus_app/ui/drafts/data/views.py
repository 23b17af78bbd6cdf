"""What stands in and beside the fields of the form, as ready text."""

from dataclasses import dataclass, field

from chorus_app.drafts.checks import Remark
from chorus_app.drafts.enums import Answer, Mark, Step
from chorus_app.drafts.form import MONEY, number_of
from chorus_app.drafts.queries import DraftView, RecipientView
from chorus_app.kernel import french
from chorus_app.kernel.text import t
from chorus_app.ui.drafts.views import Option, href_of

OWN_WORDS = {
    "CPP-MONTANT-ABSENT": "amount",
    "CPP-MONTANT-ILLISIBLE": "unreadable",
    "CPP-PAIEMENT-ABSENT": "choice",
    "CPP-CADRE-ABSENT": "choice",
}


# What to do about it in a form, where the rules speak of the software that made a file.
OWN_TODO = {
    "CPP-NUMERO-CARACTERES": "correct",
    "CPP-DATE-ILLISIBLE": "correct",
    "CPP-MONTANT-TAILLE": "correct",
    "CPP-DESTINATAIRE-ABSENT": "recipient",
    "CPP-DESTINATAIRE-SIRET": "recipient",
    "CPP-LIGNES-ABSENTES": "lines",
    "CPP-SOMME-LIGNES": "sums",
    "CPP-SOMME-TVA": "sums",
    "CPP-SOMME-TTC": "sums",
    "CPP-TVA-TAUX": "sums",
}


@dataclass(frozen=True)
class RateLine:
    """A row of the VAT breakdown as it was typed."""

    place: int
    number: int
    rate: str
    base: str
    amount: str
    mark: str  # changes when the row is filled from the server


@dataclass(frozen=True)
class ItemLine:
    """A line of an invoice that is typed in."""

    place: int
    number: int
    name: str
    quantity: str
    price: str
    rate: str
    net: str
    mark: str


@dataclass(frozen=True)
class RecipientCard:
    """The recipient that the form names, with what it demands."""

    name: str = ""
    place: str = ""
    demands: str = ""
    services: list[Option] = field(default_factory=list)


@dataclass(frozen=True)
class Problem:
    """Something that keeps the invoice from being sent, or may: where it is and what to do."""

    label: str
    title: str
    todo: str
    href: str
    blocking: bool


def recipient_card(found: RecipientView | None) -> RecipientCard:
    if found is None:
        return RecipientCard()
    demands = (
        "inactive"
        if not found.active
        else "either"
        if found.one_required
        else "both"
        if found.service_required and found.engagement_required
        else "service"
        if found.service_required
        else "engagement"
        if found.engagement_required
        else "none"
    )
    return RecipientCard(
        name=found.name,
        place=found.city,
        demands=t(f"drafts.demands.{demands}"),
        services=[
            Option(one.code, one.name, t("drafts.service_engagement") if one.engagement_required else "")
            for one in found.services
        ],
    )


def found_line(found: RecipientView) -> Option:
    return Option(found.identifier, found.name, f"{french.identifier('SIRET', found.identifier)} · {found.city}")


def marks(view: DraftView) -> dict[str, str]:
    """Where an untouched value comes from, in words."""
    told = {}
    for answer, mark in view.form.marks.items():
        if mark is not Mark.TYPED and view.form.text(answer):
            told[answer.value] = t(f"drafts.marks.{mark.value}")
    return told


def problems(view: DraftView) -> list[Problem]:
    """What the rules say, the grave ones first."""
    found = [_problem(view, remark) for remark in view.remarks]
    return sorted(found, key=lambda problem: not problem.blocking)


def _problem(view: DraftView, remark: Remark) -> Problem:
    label = t(remark.answer.label_key) if remark.answer else t(f"drafts.rows.{remark.rows}") if remark.rows else ""
    anchor = remark.answer.value if remark.answer else remark.rows or "donnees"
    return Problem(
        label=label,
        title=wrong(remark),
        todo=todo(remark),
        href=f"{href_of(view.public_id, Step.DATA)}#{anchor}",
        blocking=remark.blocking,
    )


def wrong(remark: Remark) -> str:
    """What is wrong, in the words of the form where those of a file would name what it does not have."""
    finding = remark.finding
    if finding.code in OWN_WORDS and remark.answer is not None:
        return t(f"drafts.own.{OWN_WORDS[finding.code]}.title", field=t(remark.answer.label_key))
    return t(f"{finding.key}.title", **finding.params)


def todo(remark: Remark) -> str:
    """What to do, likewise."""
    finding = remark.finding
    if finding.code in OWN_WORDS and remark.answer is not None:
        return t(f"drafts.own.{OWN_WORDS[finding.code]}.todo", field=t(remark.answer.label_key))
    if finding.code in OWN_TODO:
        return t(f"drafts.todo.{OWN_TODO[finding.code]}")
    return t(f"{finding.key}.todo", **finding.params)


def beside_fields(view: DraftView, *, blocking: bool) -> dict[str, str]:
    """The first remark of each field and of the rows, as one text: what is wrong, what to do."""
    told: dict[str, str] = {}
    for remark in view.remarks:
        name = remark.answer.value if remark.answer else remark.rows
        if name and remark.blocking is blocking:
            told.setdefault(name, f"{wrong(remark)}. {todo(remark)}")
    return told


def amounts(view: DraftView) -> dict[str, str]:
    """The amounts that can be read, as French readers write them."""
    currency = view.form.text(Answer.CURRENCY).upper() or "EUR"
    found = {answer.value: number_of(view.form.text(answer)) for answer in MONEY}
    return {name: french.amount(value, currency) if value is not None else "" for name, value in found.items()}


def rate_lines(view: DraftView, turn: int) -> list[RateLine]:
    """`turn` changes when rows come or go: then, and only then, the inputs of all rows are made anew."""
    return [
        RateLine(place, place + 1, row.rate, row.base, row.amount, f"{turn}:{place}")
        for place, row in enumerate(view.form.rates)
    ]


def item_lines(view: DraftView, turn: int) -> list[ItemLine]:
    """As `rate_lines`."""
    lines = []
    for place, row in enumerate(view.form.items):
        quantity, price = number_of(row.quantity), number_of(row.price)
        net = french.amount(quantity * price) if quantity is not None and price is not None else ""
        lines.append(ItemLine(place, place + 1, row.name, row.quantity, row.price, row.rate, net, f"{turn}:{place}"))
    return lines

"""What the pages of a draft show, as ready text."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from chorus_app.drafts.checks import Remark
from chorus_app.drafts.enums import Answer, Manner, Mark, Step
from chorus_app.drafts.form import CREDIT_NOTE, INVOICE, TERMS, number_of
from chorus_app.drafts.queries import DraftRow, DraftView, RecipientView
from chorus_app.formats.printed.job import PageWords
from chorus_app.formats.syntaxes import Space
from chorus_app.kernel import french
from chorus_app.kernel.text import t

ROUTES = {Space.EMISES: "/factures-emises", Space.TRAVAUX: "/factures-de-travaux"}
CHOSEN_FROM_LISTS = (Answer.TYPE, Answer.CADRE, Answer.REGIME, Answer.PAYMENT, Answer.ACCOUNT)
PAYMENTS = ("30", "58", "49", "48", "20", "10", "97")  # S2.05, the most usual first
REGIMES = ("TVA_SUR_DEBIT", "TVA_SUR_ENCAISSEMENT", "EXONERATION", "SANS_TVA")
OWN_WORDS = {
    "CPP-MONTANT-ABSENT": "amount",
    "CPP-MONTANT-ILLISIBLE": "unreadable",
    "CPP-PAIEMENT-ABSENT": "choice",
    "CPP-CADRE-ABSENT": "choice",
}
WIDTHS = (600, 1_200, 1_800)  # pixels of the picture of a page
ZOOMS = (100, 150, 200)


@dataclass(frozen=True)
class StepLink:
    """One of the steps. `href` is empty for one that cannot be opened yet."""

    label: str
    href: str
    state: str  # "done", "here", "ahead"


@dataclass(frozen=True)
class Option:
    """A value of a choice; `hint` helps to choose."""

    value: str
    label: str
    hint: str = ""


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
class FileLine:
    """A document that goes with the invoice."""

    id: str
    name: str
    size: str


@dataclass(frozen=True)
class RecipientCard:
    """The recipient that the form names, with what it demands."""

    name: str = ""
    place: str = ""
    demands: str = ""
    services: list[Option] = field(default_factory=list)


@dataclass(frozen=True)
class Told:
    """A label and its value, in the summary."""

    label: str
    value: str


@dataclass(frozen=True)
class Problem:
    """Something that keeps the invoice from being sent, or may: where it is and what to do."""

    label: str
    title: str
    todo: str
    href: str
    blocking: bool


@dataclass(frozen=True)
class WordSpot:
    """A piece of text on the page; edges in percent of the page."""

    text: str
    left: str
    top: str
    width: str
    height: str


@dataclass(frozen=True)
class PaperCard:
    """The page of the PDF beside the form."""

    src: str = ""
    sources: str = ""
    ratio: str = "1 / 1.414"
    alt: str = ""
    counted: str = ""
    page: int = 1
    pages: int = 1
    words: list[WordSpot] = field(default_factory=list)


@dataclass(frozen=True)
class DraftCard:
    """A draft."""

    id: str = ""
    space: str = ""
    home: str = ""
    manner: str = ""
    typed: bool = False
    signed: bool = False
    file_name: str = ""
    file_size: str = ""
    facts: list[Told] = field(default_factory=list)
    read_note: str = ""
    supplier: str = ""
    valideur: str = ""
    credit_note: bool = False
    needs_valideur: bool = False
    works: bool = False
    sent: str = ""
    invoice: str = ""


@dataclass(frozen=True)
class DraftLine:
    """A line of the list of drafts."""

    id: str
    href: str
    title: str
    under: str
    step: str
    amount: str
    changed: str


def space_tabs(route: str) -> tuple[tuple[str, str], ...]:
    """The tabs of a space where one deposits."""
    return (
        (t("deposit.tab_list"), route),
        (t("deposit.tab_deposit"), f"{route}/deposer"),
        (t("drafts.list.tab"), f"{route}/brouillons"),
    )


def href_of(draft: str, step: Step) -> str:
    return f"/brouillons/{draft}/{step.value}"


def step_links(view: DraftView, here: Step) -> list[StepLink]:
    """The steps; those already reached can be gone to."""
    order = list(Step)
    reached = order.index(view.reached)
    links = []
    for place, step in enumerate(order):
        state = "here" if step is here else "done" if place < order.index(here) else "ahead"
        open_step = step is not Step.FILE and (place <= reached and (step is Step.SENT) == bool(view.invoice))
        links.append(StepLink(t(step.label_key), href_of(view.public_id, step) if open_step else "", state))
    return links


def draft_card(view: DraftView) -> DraftCard:
    words = view.facts.get("words", "")
    converted = "converted" in view.facts
    note = "typed" if view.manner is Manner.TYPED else "converted" if converted else "scan" if words == "0" else "read"
    cadre = next((one for one in view.cadres if one.code == view.form.text(Answer.CADRE)), None)
    return DraftCard(
        id=view.public_id,
        space=view.space.value,
        home=ROUTES[view.space],
        manner=t(view.manner.label_key),
        typed=view.manner is Manner.TYPED,
        signed=view.manner is Manner.SIGNED_PDF,
        file_name=view.file_name,
        file_size=french.size(view.size) if view.size else "",
        facts=[Told(label, text) for label, text in view.facts.items() if label not in ("words", "converted")],
        read_note=t(f"drafts.read.{note}"),
        supplier=view.supplier,
        valideur=view.valideur,
        credit_note=view.form.text(Answer.TYPE) == CREDIT_NOTE,
        needs_valideur=bool(cadre and cadre.valideur) or bool(view.form.text(Answer.VALIDEUR)),
        works=view.space is Space.TRAVAUX,
        sent=french.moment(view.sent_at) if view.sent_at else "",
        invoice=f"/factures/{view.invoice}" if view.invoice else "",
    )


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


def cadre_options(view: DraftView) -> list[Option]:
    """Each cadre with a sentence that helps to choose."""
    return [
        Option(one.code, f"{one.code} · {t(one.label_key)}", t(f"drafts.cadres.{one.code.lower()}"))
        for one in view.cadres
    ]


def account_options(view: DraftView) -> list[Option]:
    return [
        Option(one.public_id, f"{one.name} · {one.number}" + (t("drafts.default_account") if one.is_default else ""))
        for one in view.accounts
    ]


def options(answer: Answer) -> list[Option]:
    """The values of a field that is chosen from a fixed list."""
    if answer is Answer.TYPE:
        return [Option(INVOICE, t("drafts.types.invoice")), Option(CREDIT_NOTE, t("drafts.types.credit_note"))]
    if answer is Answer.PAYMENT:
        return [Option(code, t(f"drafts.payments.p{code}")) for code in PAYMENTS]
    return [Option(code, t(f"drafts.regimes.{code.lower()}")) for code in REGIMES]


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
        title=_wrong(remark),
        todo=_todo(remark),
        href=f"{href_of(view.public_id, Step.DATA)}#{anchor}",
        blocking=remark.blocking,
    )


def _wrong(remark: Remark) -> str:
    """What is wrong, in the words of the form where those of a file would name what it does not have."""
    finding = remark.finding
    if finding.code in OWN_WORDS and remark.answer is not None:
        return t(f"drafts.own.{OWN_WORDS[finding.code]}.title", field=t(remark.answer.label_key))
    return t(f"{finding.key}.title", **finding.params)


def _todo(remark: Remark) -> str:
    """What to do, likewise."""
    finding = remark.finding
    if finding.code in OWN_WORDS and remark.answer is not None:
        return t(f"drafts.own.{OWN_WORDS[finding.code]}.todo", field=t(remark.answer.label_key))
    return t(f"{finding.key}.todo", **finding.params)


def beside_fields(view: DraftView, *, blocking: bool) -> dict[str, str]:
    """The first remark of each field and of the rows, as one text: what is wrong, what to do."""
    told: dict[str, str] = {}
    for remark in view.remarks:
        name = remark.answer.value if remark.answer else remark.rows
        if name and remark.blocking is blocking:
            told.setdefault(name, f"{_wrong(remark)}. {_todo(remark)}")
    return told


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


def file_lines(view: DraftView) -> list[FileLine]:
    return [FileLine(one.public_id, one.name, french.size(one.size)) for one in view.files]


def summary(view: DraftView) -> list[Told]:
    """All answers as they are read, but those of the rows."""
    told = []
    for answer in TERMS:
        text = view.form.text(answer)
        if text:
            told.append(Told(t(answer.label_key), _said(view, answer, text)))
    return told


def _said(view: DraftView, answer: Answer, text: str) -> str:
    if answer in (Answer.TYPE, Answer.PAYMENT, Answer.REGIME):
        return next((one.label for one in options(answer) if one.value == text), text)
    if answer is Answer.CADRE:
        return next((one.label for one in cadre_options(view) if one.value == text), text)
    if answer is Answer.ACCOUNT:
        return next((one.label for one in account_options(view) if one.value == text), "")
    if answer is Answer.RECIPIENT and view.recipient is not None:
        return f"{view.recipient.name} · {french.identifier('SIRET', view.recipient.identifier)}"
    if answer is Answer.VALIDEUR and view.valideur:
        return f"{view.valideur} · {text}"
    value = number_of(text)
    if answer in (Answer.NET, Answer.VAT, Answer.GROSS, Answer.PREPAID, Answer.PAYABLE) and value is not None:
        return french.amount(value, view.form.text(Answer.CURRENCY).upper() or "EUR")
    return text


def paper_card(view: DraftView, shown: PageWords) -> PaperCard:
    """The page with its pieces of text, ready to be clicked."""
    base = f"/brouillons/{view.public_id}/pages/{shown.page}"
    return PaperCard(
        src=f"{base}?largeur={WIDTHS[1]}",
        sources=", ".join(f"{base}?largeur={width} {width}w" for width in WIDTHS),
        ratio=f"{shown.width:.0f} / {shown.height:.0f}",
        alt=t("drafts.paper.alt", page=shown.page, name=view.file_name),
        counted=t("drafts.paper.page", page=shown.page, pages=shown.pages),
        page=shown.page,
        pages=shown.pages,
        words=[_spot(shown, piece) for piece in shown.pieces],
    )


def _spot(shown: PageWords, piece: tuple[str, float, float, float, float]) -> WordSpot:
    text, left, top, right, bottom = piece
    return WordSpot(
        text,
        percent(left, shown.width),
        percent(top, shown.height),
        percent(right - left, shown.width),
        percent(bottom - top, shown.height),
    )


def percent(part: float, whole: float) -> str:
    return f"{100 * part / whole:.2f}%" if whole else "0%"


def draft_lines(rows: Sequence[DraftRow]) -> list[DraftLine]:
    return [
        DraftLine(
            id=row.public_id,
            href=href_of(row.public_id, row.reached),
            title=t("drafts.list.numbered", number=row.number) if row.number else t("drafts.list.unnamed"),
            under=row.file_name or t(row.manner.label_key),
            step=t("drafts.list.step", step=t(row.reached.label_key)),
            amount=_amount(row.gross),
            changed=french.moment(row.changed_at),
        )
        for row in rows
    ]


def _amount(text: str) -> str:
    value = number_of(text)
    return french.amount(value) if value is not None else text

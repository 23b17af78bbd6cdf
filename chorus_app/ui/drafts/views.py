"""What the pages of a draft share, as ready text: its steps, its card, the values of its fields."""

from dataclasses import dataclass, field

from chorus_app.drafts.enums import CONVERTED, OF_SIGNATURE, SIGNATURE, WORDS, Answer, Manner, Step
from chorus_app.drafts.form import CREDIT_NOTE, INVOICE
from chorus_app.drafts.queries import DraftView
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
class Told:
    """A label and its value, in the summary."""

    label: str
    value: str


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
    words = view.facts.get(WORDS, "")
    converted = CONVERTED in view.facts
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
        facts=_facts(view),
        read_note=t(f"drafts.read.{note}"),
        supplier=view.supplier,
        valideur=view.valideur,
        credit_note=view.form.text(Answer.TYPE) == CREDIT_NOTE,
        needs_valideur=bool(cadre and cadre.valideur) or bool(view.form.text(Answer.VALIDEUR)),
        works=view.space is Space.TRAVAUX,
        sent=french.moment(view.sent_at) if view.sent_at else "",
        invoice=f"/factures/{view.invoice}" if view.invoice else "",
    )


def _facts(view: DraftView) -> list[Told]:
    own = (WORDS, CONVERTED, *OF_SIGNATURE)
    beside = [Told(t("drafts.files.signature_label"), signature_told(view))] if SIGNATURE in view.facts else []
    return [*(Told(label, text) for label, text in view.facts.items() if label not in own), *beside]


def signature_told(view: DraftView) -> str:
    """What the signature beside the PDF is worth; whose it really is nobody checked."""
    return t("drafts.files.signature", told=view.facts[SIGNATURE])


def cadre_options(view: DraftView) -> list[Option]:
    """Each cadre with a sentence that helps to choose."""
    return [
        Option(one.code, f"{one.code} · {t(one.label_key)}", t(f"drafts.cadres.{one.code.lower()}"))
        for one in view.cadres
    ]


def piece_options(view: DraftView) -> list[Option]:
    """The earlier pieces, each with what tells it from the others."""
    return [
        Option(
            one.public_id,
            f"{one.number} · {one.cadre} · {one.supplier}"
            + (f" · {t('drafts.market', number=one.contract)}" if one.contract else ""),
        )
        for one in view.pieces
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

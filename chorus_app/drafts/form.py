"""What a person types, as it was typed, and the invoice that it makes. Nothing here knows a database.

Texts stay as they were typed, right or wrong: a draft loses nothing. What cannot be read goes to `ParsedInvoice.raw`,
where the rules find it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, field, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, TypeVar

from chorus_app.drafts.enums import Answer, Mark
from chorus_app.formats.parsed import (
    AllowanceCharge,
    Attachment,
    Identifier,
    Line,
    Note,
    ParsedInvoice,
    Party,
    PaymentMeans,
    Place,
    Reference,
    VatBreakdown,
)
from chorus_app.formats.printed.values import days
from chorus_app.kernel.identifiers import IdentifierType, written
from chorus_app.kernel.text import t

Value = TypeVar("Value")
TERMS: Mapping[Answer, str] = {
    Answer.NUMBER: "BT-1",
    Answer.ISSUED: "BT-2",
    Answer.TYPE: "BT-3",
    Answer.ORIGINAL: "BT-25",
    Answer.CADRE: "BT-23",
    Answer.VALIDEUR: "CPP-VALIDEUR",
    Answer.RECIPIENT: "BT-47",
    Answer.SERVICE: "BT-10",
    Answer.ENGAGEMENT: "BT-13",
    Answer.CONTRACT: "BT-12",
    Answer.DUE: "BT-9",
    Answer.CURRENCY: "BT-5",
    Answer.REGIME: "BT-8",
    Answer.PAYMENT: "BT-81",
    Answer.ACCOUNT: "BT-84",
    Answer.NET: "BT-109",
    Answer.VAT: "BT-110",
    Answer.GROSS: "BT-112",
    Answer.PREPAID: "BT-113",
    Answer.PAYABLE: "BT-115",
    Answer.NOTE: "BT-22",
}
MONEY = (Answer.NET, Answer.VAT, Answer.GROSS, Answer.PREPAID, Answer.PAYABLE)
DATES = (Answer.ISSUED, Answer.DUE)
CREDIT_NOTE, INVOICE = "381", "380"
MAX_TEXT = 1_024  # characters of one answer
MAX_ROWS = 10  # rates of one invoice
MAX_LINES = 200  # lines of an invoice that is typed in
NUMBER = re.compile(r"-?(?:\d+(?:[.,]\d*)?|[.,]\d+)")
BLANKS = re.compile(r"[\s\u00a0\u202f']")
# The category of a rate (BT-118): S for any, E for none. Chorus Pro's form asks for no more.
STANDARD, EXEMPT = "S", "E"


@dataclass(frozen=True, slots=True)
class RateRow:
    """A row of the VAT breakdown as it was typed: rate in percent, base, VAT; `reason` why there is none."""

    rate: str = ""
    base: str = ""
    amount: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A line of an invoice that is typed in: what, how many, price of one without VAT, rate in percent.

    Programs also tell what is taken off the line, its unit and the supplier's own reference.
    """

    name: str = ""
    quantity: str = ""
    price: str = ""
    rate: str = ""
    discount: str = ""
    unit: str = ""
    reference: str = ""


@dataclass(frozen=True)
class Form:
    """All answers. `marks` say where an answer comes from that nobody typed."""

    answers: Mapping[Answer, str] = field(default_factory=dict)
    rates: tuple[RateRow, ...] = ()
    items: tuple[ItemRow, ...] = ()
    marks: Mapping[Answer, Mark] = field(default_factory=dict)

    def text(self, answer: Answer) -> str:
        """The answer without blanks around it; empty when there is none."""
        return self.answers.get(answer, "").strip()

    def answered(self, answers: Mapping[Answer, str]) -> Form:
        """With other answers; what a person changes is no longer marked as read."""
        changed = {answer: text[:MAX_TEXT] for answer, text in answers.items() if self.answers.get(answer, "") != text}
        marks = {answer: mark for answer, mark in self.marks.items() if answer not in changed}
        return replace(self, answers={**self.answers, **changed}, marks=marks)

    def stored(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {
            "answers": {answer.value: text for answer, text in self.answers.items() if text},
            "rates": [list(astuple(row)) for row in self.rates],
            "items": [list(astuple(row)) for row in self.items],
            "marks": {answer.value: mark.value for answer, mark in self.marks.items()},
        }


def form_of(stored: Mapping[str, Any]) -> Form:
    """The form that was stored; answers of fields that no longer exist are left out."""
    known = {answer.value: answer for answer in Answer}
    return Form(
        answers={known[name]: str(text) for name, text in stored.get("answers", {}).items() if name in known},
        rates=tuple(RateRow(*map(str, row)) for row in stored.get("rates", ())),
        items=tuple(ItemRow(*map(str, row)) for row in stored.get("items", ())),
        marks={known[name]: Mark(mark) for name, mark in stored.get("marks", {}).items() if name in known},
    )


@dataclass(frozen=True, slots=True)
class Account:
    """Where the supplier is paid."""

    iban: str
    bic: str = ""


def invoice_of(
    form: Form,
    *,
    supplier: Identifier,
    supplier_name: str = "",
    account: Account | None = None,
    attachments: Sequence[Attachment] = (),
) -> ParsedInvoice:
    """The invoice as the rules judge it and the portal keeps it."""
    read = _Reader(form)
    lines = tuple(read.line(place, row) for place, row in enumerate(form.items, 1))
    vat = tuple(read.rate(row) for row in form.rates)
    note, original = form.text(Answer.NOTE), form.text(Answer.ORIGINAL)
    valideur = read.party(Answer.VALIDEUR)
    if valideur is not None:
        valideur = replace(valideur, service_code=form.text(Answer.VALIDEUR_SERVICE) or None)
    return ParsedInvoice(
        schema="form",
        number=form.text(Answer.NUMBER) or None,
        issue_date=read.day(Answer.ISSUED),
        due_date=read.day(Answer.DUE),
        type_code=form.text(Answer.TYPE) or INVOICE,
        currency=form.text(Answer.CURRENCY).upper() or "EUR",
        vat_due_code=form.text(Answer.REGIME) or None,
        service_code=form.text(Answer.SERVICE) or None,
        contract=form.text(Answer.CONTRACT) or None,
        engagement=form.text(Answer.ENGAGEMENT) or None,
        notes=(Note(text=note),) if note else (),
        cadre=form.text(Answer.CADRE) or None,
        preceding=(Reference(number=original),) if original else (),
        seller=Party(
            identifier=supplier,
            name=supplier_name or None,
            service_code=form.text(Answer.SUPPLIER_SERVICE) or None,
        ),
        buyer=read.party(Answer.RECIPIENT) or Party(),
        valideur=valideur,
        payments=(read.payment(account),),
        line_total=read.money(Answer.NET) if lines else None,
        tax_exclusive=read.money(Answer.NET),
        tax_total=read.money(Answer.VAT),
        tax_inclusive=read.money(Answer.GROSS),
        prepaid=read.money(Answer.PREPAID),
        payable=read.money(Answer.PAYABLE),
        vat=vat,
        lines=lines,
        attachments=tuple(attachments),
        places=places(),
        raw=read.raw,
    )


@cache
def places() -> Mapping[str, Place]:
    """How findings name the place of a value: the field of the form."""
    return {term: Place(t("drafts.place", field=t(answer.label_key))) for answer, term in TERMS.items()}


def number_of(text: str) -> Decimal | None:
    """A number as people type it: 1 234,50 or 1234.5; None when it is none."""
    compact = BLANKS.sub("", text).removesuffix("€").removesuffix("%")
    if not NUMBER.fullmatch(compact):
        return None
    try:
        return Decimal(compact.replace(",", "."))
    except InvalidOperation:
        return None


def day_of(text: str) -> date | None:
    """A day as people type it (03/02/2026, 3 février 2026) or browsers send it (2026-02-03); None when it is none."""
    found = [day for day in days(text) if day.end - day.start == len(text.strip())]
    return found[0].value if found else None


class _Reader:
    """Reads answers; what cannot be read is kept in `raw` under its business term."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.raw: dict[str, str] = {}

    def day(self, answer: Answer) -> date | None:
        text = self.form.text(answer)
        return self._kept(TERMS[answer], text, day_of(text))

    def money(self, answer: Answer) -> Decimal | None:
        text = self.form.text(answer)
        return self._kept(TERMS[answer], text, number_of(text))

    def party(self, answer: Answer) -> Party | None:
        text = self.form.text(answer)
        if not text:
            return None
        compact = written(IdentifierType.SIRET, text)
        kind = IdentifierType.SIRET if compact.isdigit() else IdentifierType.AUTRE
        return Party(identifier=Identifier(type=kind.value, value=compact if kind is IdentifierType.SIRET else text))

    def payment(self, account: Account | None) -> PaymentMeans:
        return PaymentMeans(
            code=self.form.text(Answer.PAYMENT) or None,
            account=account.iban if account else None,
            bic=(account.bic or None) if account else None,
        )

    def rate(self, row: RateRow) -> VatBreakdown:
        rate = self._number("BT-119", row.rate)
        return VatBreakdown(
            category=EXEMPT if rate == 0 else STANDARD,
            rate=rate,
            base=self._number("BT-116", row.base),
            amount=self._number("BT-117", row.amount),
            exemption_reason=row.reason.strip() or None,
        )

    def line(self, place: int, row: ItemRow) -> Line:
        quantity, price = self._number("BT-129", row.quantity), self._number("BT-146", row.price)
        off = self._number("BT-136", row.discount)
        whole = None if quantity is None or price is None else quantity * price - (off or 0)
        return Line(
            id=str(place),
            name=row.name.strip() or None,
            quantity=quantity,
            unit=row.unit.strip() or "C62",
            unit_price=price,
            net_amount=None if whole is None else whole.quantize(Decimal("0.01")),
            vat_rate=self._number("BT-152", row.rate),
            allowances=(AllowanceCharge(amount=off),) if off else (),
            seller_item=row.reference.strip() or None,
        )

    def _number(self, term: str, text: str) -> Decimal | None:
        return self._kept(term, text.strip(), number_of(text))

    def _kept(self, term: str, text: str, value: Value | None) -> Value | None:
        if text and value is None:
            self.raw.setdefault(term, text[:80])
        return value

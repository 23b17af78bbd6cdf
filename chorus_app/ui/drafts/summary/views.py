"""All answers as they are read, as ready text."""

from chorus_app.drafts.enums import Answer
from chorus_app.drafts.form import TERMS, number_of
from chorus_app.drafts.queries import DraftView
from chorus_app.kernel import french
from chorus_app.kernel.text import t
from chorus_app.ui.drafts.views import Told, account_options, cadre_options, options, piece_options


def summary(view: DraftView) -> list[Told]:
    """All answers as they are read, but those of the rows."""
    told = []
    for answer in (one for one in Answer if one in TERMS or one is Answer.PREVIOUS):
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
    if answer is Answer.PREVIOUS:
        return next((one.label for one in piece_options(view) if one.value == text), "")
    if answer is Answer.RECIPIENT and view.recipient is not None:
        return f"{view.recipient.name} · {french.identifier('SIRET', view.recipient.identifier)}"
    if answer is Answer.VALIDEUR and view.valideur:
        return f"{view.valideur} · {text}"
    value = number_of(text)
    if answer in (Answer.NET, Answer.VAT, Answer.GROSS, Answer.PREPAID, Answer.PAYABLE) and value is not None:
        return french.amount(value, view.form.text(Answer.CURRENCY).upper() or "EUR")
    return text

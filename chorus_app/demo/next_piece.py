"""The piece by which the MOE of the demonstration answers the first one of the titulaire: a PDF, deposited by hand."""

from chorus_app.drafts import service
from chorus_app.drafts.drawing import drawn_of
from chorus_app.drafts.enums import Answer, Manner, Step
from chorus_app.drafts.form import Form, RateRow
from chorus_app.drafts.service import Beginning
from chorus_app.formats.syntaxes import Space
from chorus_app.formats.writers.page import draw
from chorus_app.invoices.models import Invoice
from chorus_app.kernel.clock import in_paris
from chorus_app.kernel.context import Context
from chorus_app.structures.models import Structure

NUMBER = "EA-01-GYMNASE"


def deposit_next_piece(context: Context, *, earlier: Invoice) -> None:
    """The MOE, for which the context acts, deposits its état d'acompte: the earlier piece is associated."""
    beginning = _beginning(context, earlier)
    draft = service.begin(context, space=Space.TRAVAUX, beginning=beginning, after=earlier.public_id)
    version = service.save(context, public_id=draft, version=1, answers={}, step=Step.SUMMARY)
    service.send(context, public_id=draft, version=version)


def _beginning(context: Context, earlier: Invoice) -> Beginning:
    recipient = context.session.get_one(Structure, earlier.recipient_id)
    net, vat, gross = (str(amount) for amount in (earlier.tax_exclusive, earlier.tax_total, earlier.tax_inclusive))
    told = {
        Answer.NUMBER: NUMBER,
        Answer.ISSUED: f"{in_paris(context.now()):%d/%m/%Y}",
        Answer.TYPE: "380",
        Answer.CADRE: "A15",
        Answer.RECIPIENT: recipient.identifier,
        Answer.PAYMENT: "30",
        Answer.NET: net,
        Answer.VAT: vat,
        Answer.GROSS: gross,
        Answer.PAYABLE: gross,
    }
    form = Form(told, (RateRow("20", net, vat),))
    shown = drawn_of(context, service.outline(context, space=Space.TRAVAUX, beginning=Beginning(Manner.PDF, form)))
    return Beginning(Manner.PDF, form, context.world.files.put(draw(shown)), f"{NUMBER}.pdf", 1)

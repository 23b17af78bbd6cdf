"""An invoice that a program submits in one act: its draft begins, is judged and sent by the rules of the pages.

What is refused leaves nothing but, where the portal was to give the number, a number that nobody has.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlmodel import select

from chorus_app.drafts import put_aside, queries, service
from chorus_app.drafts.certificate import Certificate, certificate_of
from chorus_app.drafts.drawing import drawn_of
from chorus_app.drafts.enums import Answer, Step
from chorus_app.drafts.errors import NotReady
from chorus_app.drafts.models import Draft
from chorus_app.drafts.service import Beginning
from chorus_app.flux.deposit import next_sequence
from chorus_app.flux.enums import Door
from chorus_app.formats.facts import Signature
from chorus_app.formats.parsed import ParsedInvoice
from chorus_app.formats.syntaxes import Space
from chorus_app.invoices.models import Invoice
from chorus_app.kernel.clock import in_paris
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import Conflict
from chorus_app.kernel.files import StoredFile

NUMBERED = "SAISIE"  # the sequence of the numbers that the portal gives


@dataclass(frozen=True, slots=True)
class Named:
    """A file put aside, by its number, and what the program says of it: its type, the line that it belongs to."""

    number: int
    type_code: str | None = None
    line: int | None = None


@dataclass(frozen=True)
class Submission:
    """What a program submits, in one of the two spaces. `main` is the number of a file put aside; `signatures` says
    which of the files are signatures of the PDF. `key` names the call, `digest` what it said: both empty for a call
    without a key."""

    beginning: Beginning
    space: Space = Space.EMISES
    main: int | None = None
    files: Sequence[Named] = ()
    signatures: dict[int, Signature] = field(default_factory=dict)
    key: str = ""
    digest: str = ""


def next_number(context: Context) -> str:
    """A number for an invoice whose supplier leaves it to the portal."""
    return f"CPP-{in_paris(context.now()):%Y}-{next_sequence(context, NUMBERED):09d}"


def submitted_before(context: Context, *, key: str, digest: str) -> Invoice | None:
    """The invoice that the actor submitted with this key. Raises `Conflict` when that call said something else."""
    if not key:
        return None
    query = select(Draft).where(Draft.author_id == context.actor_id, Draft.call_key == key)
    draft = context.session.exec(query).one_or_none()
    if draft is None or draft.invoice_id is None:
        return None
    invoice = context.session.get_one(Invoice, draft.invoice_id)
    if draft.call_hash != digest:
        raise Conflict("api.key_reused", number=invoice.flux_number)
    return invoice


def judge(context: Context, *, beginning: Beginning, space: Space = Space.EMISES) -> ParsedInvoice:
    """The invoice as its PDF would show it. Raises `NotReady`, `Invalid`, `Denied` when it cannot be sent."""
    draft = _outline(context, beginning, space)
    blocking = [remark for remark in queries.remarks_on(context, draft) if remark.blocking]
    if blocking:
        raise NotReady(*blocking)
    return drawn_of(context, draft)


def submit(context: Context, submission: Submission, *, drawn: StoredFile | None = None) -> Invoice:
    """The invoice. `drawn` is its PDF when it has none of its own.

    Raises `NotReady` with all that keeps it from being sent, `Invalid`, `Denied`, `Conflict`, and `NotFound` for a file
    that is not the actor's.
    """
    done = submitted_before(context, key=submission.key, digest=submission.digest)
    if done is not None:
        return done
    draft = _outline(context, submission.beginning, submission.space)
    draft.call_key, draft.call_hash = submission.key, submission.digest
    draft.application_id = context.source.application_id
    context.session.add(draft)
    context.session.flush()
    if submission.main is not None:
        put_aside.take(context, file_id=submission.main)
    for named in submission.files:
        _attach(context, draft, named, submission.signatures.get(named.number))
    service.save(context, public_id=draft.public_id, version=draft.version, answers={}, step=Step.SUMMARY)
    service.send(context, public_id=draft.public_id, version=draft.version, drawn=drawn, door=Door.API)
    return context.session.get_one(Invoice, draft.invoice_id)


def certificate(context: Context, *, invoice: Invoice) -> Certificate:
    """What says that the invoice was sent. Raises `NotFound`."""
    public_id = context.session.exec(select(Draft.public_id).where(Draft.invoice_id == invoice.id)).one()
    return certificate_of(context, public_id=public_id)


def _attach(context: Context, draft: Draft, named: Named, signature: Signature | None) -> None:
    kept = put_aside.take(context, file_id=named.number)
    service.attach(
        context,
        public_id=draft.public_id,
        file=StoredFile(kept.sha256, kept.size),
        name=kept.name,
        signature=signature,
        type_code=named.type_code,
        line=named.line,
    )


def _outline(context: Context, beginning: Beginning, space: Space) -> Draft:
    """Raises `Invalid` for a cadre that the space does not have."""
    draft = service.outline(context, space=space, beginning=beginning)
    service.check_cadre(context, draft, beginning.form.text(Answer.CADRE))
    return draft

"""Write drafts: begin, save, attach, throw away, send once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from mimetypes import guess_type

from chorus_app.drafts import perms, pieces, queries
from chorus_app.drafts.checks import cadres_for
from chorus_app.drafts.enums import MANNER_BEFORE, OF_SIGNATURE, SIGNATURE, SIGNED_BY, Answer, Manner, Mark, Step
from chorus_app.drafts.errors import AlreadySent, NotReady
from chorus_app.drafts.form import MAX_LINES, MAX_ROWS, Form, ItemRow, RateRow, form_of
from chorus_app.drafts.models import Draft, DraftFile, PieceLink
from chorus_app.flux.deposit import PORTAL_APPLICATION, next_sequence
from chorus_app.flux.enums import Door
from chorus_app.flux.naming import flux_number, shown_name
from chorus_app.formats.described import describe_signature
from chorus_app.formats.facts import Signature
from chorus_app.formats.printed.layout import Box
from chorus_app.formats.syntaxes import Space
from chorus_app.invoices.attachments import Weighed, check_beside
from chorus_app.invoices.cadres import Cadre
from chorus_app.invoices.circuit import associate
from chorus_app.invoices.enums import DocumentKind
from chorus_app.invoices.models import Invoice
from chorus_app.invoices.service import Document, Origin, cut, integrate
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import Conflict, Denied, Invalid, NotFound
from chorus_app.kernel.files import StoredFile
from chorus_app.structures.errors import ChangedMeanwhile
from chorus_app.structures.models import Structure

NO_INTERFACE = "0000"  # an invoice that no flux brings
PDF = "application/pdf"
MAX_DRAFTS = 200  # of one structure and space
ORDER = tuple(Step)


@dataclass(frozen=True)
class Beginning:
    """What a draft begins with: the PDF, what it was, what the form is filled in with, and where that was read."""

    manner: Manner
    form: Form = field(default_factory=Form)
    file: StoredFile | None = None
    name: str = ""
    pages: int = 0
    places: Mapping[Answer, Box] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)


def begin(context: Context, *, space: Space, beginning: Beginning, after: str = "") -> str:
    """Start a draft for the acting structure; returns its public id. `after` is the piece of works that it follows.

    Raises `Denied`, `Conflict` for too many, `Invalid` for a piece that it cannot follow.
    """
    draft = outline(context, space=space, beginning=beginning)
    draft.form = _following(context, draft, after).stored()
    if queries.list_drafts(context, space=space).total >= MAX_DRAFTS:
        raise Conflict("drafts.too_many", most=MAX_DRAFTS)
    context.session.add(draft)
    context.session.flush()
    _ring(context, draft)
    return draft.public_id


def outline(context: Context, *, space: Space, beginning: Beginning) -> Draft:
    """The draft of the acting structure as it begins, without a row. Raises `Denied`."""
    if context.actor_id is None or context.structure_id is None:
        raise Denied("flux.deposit.attach_first")
    if not perms.may_deposit(context, space):
        raise Denied("flux.deposit.denied")
    structure = context.session.get_one(Structure, context.structure_id)
    form = _within(beginning.form, cadres_for(space, queries.roles_of(structure)))
    return Draft(
        structure_id=structure.id,
        author_id=context.actor_id,
        space=space,
        manner=beginning.manner,
        sha256=beginning.file.sha256 if beginning.file else "",
        size=beginning.file.size if beginning.file else 0,
        file_name=shown_name(beginning.name) if beginning.file else "",
        pages=beginning.pages,
        form=form.stored(),
        places={answer.value: _points(box) for answer, box in beginning.places.items()},
        facts=dict(beginning.facts),
        created_at=context.now(),
        changed_at=context.now(),
    )


def _following(context: Context, draft: Draft, after: str) -> Form:
    """What the draft begins with when it follows a piece: that one named, and where it went unless the file says it."""
    form, earlier = form_of(draft.form), _previous(context, draft, after)
    if earlier is None:
        return form
    recipient = context.session.get_one(Structure, earlier.recipient_id)
    told = {
        Answer.RECIPIENT: recipient.identifier if recipient.id != draft.structure_id else None,
        Answer.SERVICE: earlier.service_code if recipient.id != draft.structure_id else None,
        Answer.CONTRACT: earlier.contract,
    }
    missing = {answer: text for answer, text in told.items() if text and not form.text(answer)}
    return replace(form, answers={**form.answers, **missing, Answer.PREVIOUS: earlier.public_id})


def _within(form: Form, cadres: Sequence[Cadre]) -> Form:
    """Without a cadre that the structure cannot have here, as a Factur-X of another space brings it."""
    if form.text(Answer.CADRE) in {cadre.code for cadre in cadres}:
        return form
    answers: dict[Answer, str] = {answer: text for answer, text in form.answers.items() if answer is not Answer.CADRE}
    marks: dict[Answer, Mark] = {answer: mark for answer, mark in form.marks.items() if answer is not Answer.CADRE}
    return replace(form, answers=answers, marks=marks)


def _points(box: Box) -> list[float]:
    return [box.page, *(round(value, 1) for value in (box.left, box.top, box.right, box.bottom))]


def save(
    context: Context,
    *,
    public_id: str,
    version: int,
    answers: Mapping[Answer, str],
    rates: Sequence[RateRow] | None = None,
    items: Sequence[ItemRow] | None = None,
    step: Step | None = None,
) -> int:
    """Keep what was typed, right or wrong; returns the new version. `step` is the furthest step that was reached.

    Raises `NotFound`, `AlreadySent`, and `ChangedMeanwhile` when another tab saved since `version`.
    """
    draft = _open(context, public_id)
    form = form_of(draft.form)
    if draft.version != version:
        now = {answer.value: text for answer, text in form.answers.items()}
        raise ChangedMeanwhile("drafts.changed_meanwhile", version=draft.version, values=now)
    check_cadre(context, draft, answers.get(Answer.CADRE, ""))
    _previous(context, draft, answers.get(Answer.PREVIOUS, ""))
    changed = form.answered(answers)
    changed = Form(
        changed.answers,
        form.rates if rates is None else tuple(rates)[:MAX_ROWS],
        form.items if items is None else tuple(items)[:MAX_LINES],
        changed.marks,
    )
    draft.form = changed.stored()
    if step is not None:
        _reach(context, draft, step)
    _touch(context, draft)
    return draft.version


def check_cadre(context: Context, draft: Draft, code: str) -> None:
    """A cadre that the space or the structure's roles do not have is never kept."""
    roles = queries.roles_of(context.session.get_one(Structure, draft.structure_id))
    if code and code not in {cadre.code for cadre in cadres_for(draft.space, roles)}:
        raise Invalid("drafts.cadre_elsewhere", field=Answer.CADRE.value, cadre=code[:10])


def _previous(context: Context, draft: Draft, public_id: str) -> Invoice | None:
    """The earlier piece that is named. Raises `Invalid` for one that the draft cannot follow, as for none at all."""
    if not public_id:
        return None
    found = pieces.find(context, draft, public_id)
    if found is None:
        raise Invalid("drafts.previous_unknown", field=Answer.PREVIOUS.value)
    return found


def _reach(context: Context, draft: Draft, step: Step) -> None:
    """Steps are not skipped: the documents come after data that could be sent, the summary after the documents."""
    if step is Step.SENT:
        raise Invalid("drafts.step_unknown")
    if ORDER.index(step) > ORDER.index(Step.DATA):
        blocking = [remark for remark in queries.remarks_on(context, draft) if remark.blocking]
        if blocking:
            raise NotReady(*blocking)
    if ORDER.index(step) > ORDER.index(draft.reached):
        draft.reached = step


def attach(
    context: Context,
    *,
    public_id: str,
    file: StoredFile,
    name: str,
    signature: Signature | None = None,
    type_code: str | None = None,
    line: int | None = None,
) -> str:
    """Add a document; returns its public id. `signature` says that it is a signature of the PDF, and what it is worth;
    programs say its type and its line.

    Raises `NotFound`, `AlreadySent`, `Invalid` with what is wrong with it.
    """
    draft = _open(context, public_id)
    shown = shown_name(name)
    there = queries.files_of(context, draft)
    check_beside(shown, file.size, [Weighed(one.name, one.size) for one in there], heavy=draft.size)
    added = DraftFile(
        draft_id=draft.id,
        name=shown,
        mime_type=guess_type(shown)[0] or "application/octet-stream",
        sha256=file.sha256,
        size=file.size,
        type_code=cut(type_code, 10),
        line=line,
    )
    context.session.add(added)
    context.session.flush()
    if signature is not None:
        _sign(draft, added, signature)
    _touch(context, draft)
    return added.public_id


def _sign(draft: Draft, file: DraftFile, signature: Signature) -> None:
    """The PDF is signed now, by a file of its own. One signature beside it is enough."""
    if SIGNED_BY in draft.facts:
        raise Invalid("drafts.files.second_signature", name=file.name)
    told = {SIGNED_BY: file.public_id, MANNER_BEFORE: draft.manner.value, SIGNATURE: describe_signature(signature)}
    draft.facts = {**draft.facts, **told}
    draft.manner = Manner.SIGNED_PDF


def _unsign(draft: Draft, file: DraftFile) -> None:
    """Without the file, the PDF is what it was."""
    if draft.facts.get(SIGNED_BY) == file.public_id:
        draft.manner = Manner(draft.facts[MANNER_BEFORE])
        draft.facts = {name: told for name, told in draft.facts.items() if name not in OF_SIGNATURE}


def detach(context: Context, *, public_id: str, file: str) -> None:
    """Take a document out again. Raises `NotFound`, `AlreadySent`."""
    draft = _open(context, public_id)
    found = next((one for one in queries.files_of(context, draft) if one.public_id == file), None)
    if found is None:
        raise NotFound
    context.session.delete(found)
    _unsign(draft, found)
    _touch(context, draft)


def discard(context: Context, *, public_id: str) -> None:
    """Throw a draft away. Raises `NotFound`, `AlreadySent`."""
    draft = _open(context, public_id)
    for file in queries.files_of(context, draft):
        context.session.delete(file)
    context.session.flush()
    context.session.delete(draft)
    _ring(context, draft)


def send(
    context: Context, *, public_id: str, version: int, drawn: StoredFile | None = None, door: Door = Door.PORTAL
) -> str:
    """Turn the draft into an invoice; returns the invoice's public id. A second call answers the same invoice.

    `version` is the one that was read before it was confirmed; `drawn` the PDF that the portal made of it, if it was
    typed in. Raises `NotFound`, `NotReady` with all that keeps it from being sent, `ChangedMeanwhile` when somebody
    changed it since, `Denied` when the actor may no longer deposit.
    """
    draft = queries.find_draft(context, public_id=public_id)
    if draft.invoice_id is not None:
        return context.session.get_one(Invoice, draft.invoice_id).public_id
    if draft.version != version:
        raise ChangedMeanwhile("drafts.changed_before_sending", version=draft.version, values={})
    _check_ready(context, draft)
    parsed, previous = queries.parsed(context, draft), form_of(draft.form).text(Answer.PREVIOUS)
    number = flux_number(PORTAL_APPLICATION, NO_INTERFACE, next_sequence(context, PORTAL_APPLICATION))
    mode = draft.manner.by_program if door is Door.API else draft.manner.value
    origin = Origin(number, "", mode, context.actor_id or 0, context.now())
    invoice = integrate(
        context, parsed=parsed, origin=origin, documents=_documents(context, draft, drawn, parsed.number)
    )
    if (earlier := _previous(context, draft, previous)) is not None:
        context.session.add(PieceLink(invoice_id=invoice.id, previous_id=earlier.id))
        associate(context, earlier=earlier, structure_id=draft.structure_id)
    draft.invoice_id, draft.sent_at = invoice.id, context.now()
    _touch(context, draft)
    return invoice.public_id


def _check_ready(context: Context, draft: Draft) -> None:
    if draft.reached is not Step.SUMMARY:
        raise Conflict("drafts.not_at_summary")
    blocking = [remark for remark in queries.remarks_on(context, draft) if remark.blocking]
    if blocking:
        raise NotReady(*blocking)


def _documents(context: Context, draft: Draft, drawn: StoredFile | None, number: str | None) -> list[Document]:
    if draft.sha256:
        main = Document(DocumentKind.MAIN, draft.file_name, PDF, draft.sha256, draft.size)
    elif drawn is not None:
        main = Document(DocumentKind.MAIN, shown_name(f"{number}.pdf"), PDF, drawn.sha256, drawn.size)
    else:
        raise Conflict("drafts.not_drawn")
    return [
        main,
        *(
            Document(DocumentKind.ATTACHMENT, one.name, one.mime_type, one.sha256, one.size, one.type_code, one.line)
            for one in queries.files_of(context, draft)
        ),
    ]


def _open(context: Context, public_id: str) -> Draft:
    """The draft, to be changed."""
    draft = queries.find_draft(context, public_id=public_id)
    if draft.invoice_id is not None:
        raise AlreadySent("drafts.already_sent")
    return draft


def _touch(context: Context, draft: Draft) -> None:
    draft.version += 1
    draft.changed_at = context.now()
    context.session.add(draft)
    context.session.flush()
    _ring(context, draft)


def _ring(context: Context, draft: Draft) -> None:
    context.ring(f"drafts:{draft.structure_id}")

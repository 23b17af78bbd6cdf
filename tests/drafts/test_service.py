"""A draft loses nothing, is seen by those who may deposit, skips no step, and becomes one invoice."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from chorus_app.drafts import queries, service
from chorus_app.drafts.aftermath import after_sending
from chorus_app.drafts.drawing import to_draw
from chorus_app.drafts.enums import Answer, Manner, Mark, Step
from chorus_app.drafts.errors import AlreadySent, NotReady
from chorus_app.drafts.form import Form, ItemRow, RateRow
from chorus_app.drafts.queries import DraftView
from chorus_app.flux import uploads
from chorus_app.formats.syntaxes import Space
from chorus_app.invoices import attachments
from chorus_app.invoices.enums import DocumentKind
from chorus_app.invoices.queries import get_invoice
from chorus_app.invoices.views import InvoiceView
from chorus_app.kernel.context import Context, World
from chorus_app.kernel.errors import Conflict, Denied, Invalid, NotFound
from chorus_app.kernel.files import StoredFile
from chorus_app.structures.errors import ChangedMeanwhile
from chorus_app.structures.models import Structure
from tests.drafts.test_form import GOOD, RATES
from tests.factories import BIC, IBAN
from tests.flux import scenes
from tests.flux.scenes import Cast
from tests.makers.invoices import RECIPIENT_SIRET, SUPPLIER_SIRET, make_pdf

PDF = make_pdf()


@contextmanager
def acting(world: World, cast: Cast, who: str = "alice") -> Iterator[Context]:
    structure = {"alice": cast.supplier, "bob": cast.supplier, "charlie": cast.other, "buyer": cast.recipient}[who]
    with world.transaction(actor_id=getattr(cast, who), structure_id=structure) as context:
        yield context


def begun(world: World, cast: Cast, form: Form | None = None) -> str:
    file = world.files.put(PDF)
    beginning = service.Beginning(Manner.PDF, form or Form(), file, "facture.pdf", 1)
    with acting(world, cast) as context:
        return service.begin(context, space=Space.EMISES, beginning=beginning)


def ready(world: World, cast: Cast, account: str) -> str:
    """A draft at its summary."""
    draft = begun(world, cast, Form({**GOOD, Answer.ACCOUNT: account}, RATES))
    with acting(world, cast) as context:
        service.save(context, public_id=draft, version=1, answers={}, step=Step.SUMMARY)
    return draft


def send(context: Context, draft: str, *, drawn: StoredFile | None = None) -> str:
    version = queries.find_draft(context, public_id=draft).version
    return service.send(context, public_id=draft, version=version, drawn=drawn)


def view(world: World, cast: Cast, draft: str, who: str = "alice") -> DraftView:
    with acting(world, cast, who) as context:
        return queries.get_draft(context, public_id=draft)


def invoice_view(world: World, cast: Cast, public_id: str, who: str = "alice") -> InvoiceView:
    with acting(world, cast, who) as context:
        return get_invoice(context, public_id=public_id)


def test_everything_typed_is_kept_right_or_wrong(world: World, cast: Cast) -> None:
    draft = begun(world, cast)
    typed = {Answer.NUMBER: " FA 1 ", Answer.ISSUED: "hier", Answer.GROSS: "12,x"}
    with acting(world, cast) as context:
        version = service.save(context, public_id=draft, version=1, answers=typed, rates=[RateRow("20", "", "")])
    kept = view(world, cast, draft)
    assert (kept.version, kept.reached, kept.file_name) == (version, Step.DATA, "facture.pdf")
    assert {answer: kept.form.answers[answer] for answer in typed} == typed
    assert kept.form.rates == (RateRow("20", "", ""),)
    assert {remark.answer for remark in kept.blocking} >= {Answer.ISSUED, Answer.GROSS, Answer.RECIPIENT}


def test_colleague_goes_on_where_the_other_stopped(world: World, cast: Cast) -> None:
    draft = begun(world, cast)
    with acting(world, cast, "bob") as context:
        service.save(context, public_id=draft, version=1, answers={Answer.NUMBER: "FA-B"})
        (row,) = queries.list_drafts(context, space=Space.EMISES).rows
    assert (row.public_id, row.number) == (draft, "FA-B")


@pytest.mark.parametrize("who", ["charlie", "buyer"])
def test_draft_of_another_structure_does_not_exist(world: World, cast: Cast, who: str) -> None:
    draft, unknown = begun(world, cast), "inconnu"
    acts: list[Callable[[Context, str], object]] = [
        lambda context, id: queries.get_draft(context, public_id=id),
        lambda context, id: service.save(context, public_id=id, version=1, answers={}),
        lambda context, id: service.attach(context, public_id=id, file=world.files.put(b"a"), name="a.pdf"),
        lambda context, id: service.detach(context, public_id=id, file="x"),
        lambda context, id: service.discard(context, public_id=id),
        lambda context, id: service.send(context, public_id=id, version=1),
    ]
    for do in acts:
        told = []
        for asked in (draft, unknown):
            with acting(world, cast, who) as context, pytest.raises(NotFound) as refused:
                do(context, asked)
            told.append(refused.value.key)
        assert told[0] == told[1]
    with acting(world, cast, who) as context:
        assert queries.list_drafts(context, space=Space.EMISES).total == 0


def test_who_may_not_deposit_begins_no_draft(world: World, cast: Cast) -> None:
    with world.transaction() as context:
        dora = scenes.person(context, "dora")
    beginning = service.Beginning(Manner.TYPED)
    for actor, structure in ((dora, None), (dora, cast.supplier), (cast.charlie, cast.supplier)):
        with world.transaction(actor_id=actor, structure_id=structure) as context, pytest.raises(Denied):
            service.begin(context, space=Space.EMISES, beginning=beginning)


def test_two_tabs_are_told_of_each_other_and_nothing_is_lost(world: World, cast: Cast) -> None:
    draft = begun(world, cast)
    with acting(world, cast) as context:
        service.save(context, public_id=draft, version=1, answers={Answer.NUMBER: "FA-1"})
    with acting(world, cast) as context, pytest.raises(ChangedMeanwhile) as told:
        service.save(context, public_id=draft, version=1, answers={Answer.NUMBER: "FA-2"})
    assert told.value.values[Answer.NUMBER.value] == "FA-1"
    with acting(world, cast) as context:
        service.save(context, public_id=draft, version=told.value.version, answers={Answer.NUMBER: "FA-2"})
    assert view(world, cast, draft).form.text(Answer.NUMBER) == "FA-2"


def test_cadre_of_another_space_or_role_is_never_kept(world: World, cast: Cast) -> None:
    draft = begun(world, cast)
    for code in ("A4", "A15", "A3", "A99"):
        with acting(world, cast) as context, pytest.raises(Invalid) as refused:
            service.save(context, public_id=draft, version=1, answers={Answer.CADRE: code})
        assert (refused.value.key, refused.value.field) == ("drafts.cadre_elsewhere", Answer.CADRE.value)


def test_cadre_that_a_file_brings_from_another_space_is_left_out(world: World, cast: Cast) -> None:
    form = view(world, cast, begun(world, cast, Form({Answer.CADRE: "A4"}, marks={Answer.CADRE: Mark.DATA}))).form
    assert (form.text(Answer.CADRE), dict(form.marks)) == ("", {})


def test_form_knows_the_recipient_its_demands_and_its_services(world: World, cast: Cast) -> None:
    draft = begun(world, cast, Form({Answer.RECIPIENT: RECIPIENT_SIRET}))
    recipient = view(world, cast, draft).recipient
    assert recipient is not None
    assert (recipient.name, [one.code for one in recipient.services]) == ("Ville de Démo", ["SERV1"])
    for private in (SUPPLIER_SIRET, "12345678900001"):
        assert view(world, cast, begun(world, cast, Form({Answer.RECIPIENT: private}))).recipient is None


@pytest.mark.parametrize("text", ["ville demo", RECIPIENT_SIRET[:6], f"{RECIPIENT_SIRET[:3]} {RECIPIENT_SIRET[3:6]}"])
def test_recipient_is_found_by_name_or_siret(world: World, cast: Cast, text: str) -> None:
    with acting(world, cast) as context:
        assert [one.name for one in queries.search_recipients(context, text=text)] == ["Ville de Démo"]
        assert queries.search_recipients(context, text="maconnerie") == []
        assert queries.search_recipients(context, text="vi") == []


def test_moe_is_looked_for_where_the_titulaire_names_one(world: World, cast: Cast) -> None:
    with acting(world, cast) as context:
        context.session.get_one(Structure, cast.other).is_moe = True
        moe = context.session.get_one(Structure, cast.other).name
        draft = service.begin(context, space=Space.TRAVAUX, beginning=service.Beginning(Manner.TYPED))
    for cadre, found in (
        ("A4", [moe]),
        ("A7", [moe]),
        ("A10", [moe, "Ville de Démo"]),
        ("A13", [moe, "Ville de Démo"]),
    ):
        with acting(world, cast) as context:
            version = queries.find_draft(context, public_id=draft).version
            service.save(context, public_id=draft, version=version, answers={Answer.CADRE: cadre})
        with acting(world, cast) as context:
            names = [
                one.name
                for text in (moe, "ville de démo")
                for one in queries.search_valideurs(context, public_id=draft, text=text)
            ]
        assert (cadre, names) == (cadre, found)


@pytest.mark.parametrize("step", [Step.ATTACHMENTS, Step.SUMMARY, Step.SENT])
def test_no_step_is_skipped(world: World, cast: Cast, step: Step) -> None:
    draft = begun(world, cast)
    with acting(world, cast) as context, pytest.raises((NotReady, Invalid)):
        service.save(context, public_id=draft, version=1, answers={}, step=step)
    with acting(world, cast) as context, pytest.raises(Conflict):
        send(context, draft)
    assert view(world, cast, draft).reached is Step.DATA


def test_sent_draft_is_an_invoice_that_both_sides_see(world: World, cast: Cast, account: str) -> None:
    draft = ready(world, cast, account)
    with acting(world, cast) as context:
        service.attach(context, public_id=draft, file=world.files.put(b"plan"), name="plan.png")
    with acting(world, cast) as context:
        invoice = send(context, draft)
    seen = invoice_view(world, cast, invoice, "buyer")
    assert (seen.row.number, seen.mode_depot, seen.iban, seen.bic) == ("FA-2026-9", "DEPOT_PDF_PORTAIL", IBAN, BIC)
    assert len(seen.row.flux_number) == 25
    assert [(one.kind, one.name) for one in seen.documents] == [
        (DocumentKind.MAIN, "facture.pdf"),
        (DocumentKind.ATTACHMENT, "plan.png"),
    ]
    kept = view(world, cast, draft)
    assert (kept.reached, kept.invoice, kept.remarks) == (Step.SENT, invoice, ())
    with acting(world, cast) as context:
        assert queries.list_drafts(context, space=Space.EMISES).total == 0


@pytest.mark.parametrize(
    ("cadre", "tone", "turn", "whose"),
    [
        ("A1", "success", "drafts.after.next.recipient", "Ville de Démo"),
        ("A9", "warning", "drafts.after.next.valideur", "Maçonnerie Autre"),
    ],
)
def test_after_sending_it_is_said_where_it_stands_and_whose_turn_it_is(
    world: World, cast: Cast, account: str, cadre: str, tone: str, turn: str, whose: str
) -> None:
    with world.transaction() as context:
        other = context.session.get_one(Structure, cast.other)
        other.name, valideur = "Maçonnerie Autre", other.identifier
    named = {Answer.VALIDEUR: valideur} if cadre == "A9" else {}
    draft = begun(world, cast, Form({**GOOD, **named, Answer.CADRE: cadre, Answer.ACCOUNT: account}, RATES))
    with acting(world, cast) as context, pytest.raises(NotFound):
        after_sending(context, public_id=draft)
    with acting(world, cast) as context:
        service.save(context, public_id=draft, version=1, answers={}, step=Step.SUMMARY)
        send(context, draft)
    with acting(world, cast) as context:
        listed, following, *_ = after_sending(context, public_id=draft)
    assert (listed.tone, following.stated, following.params) == (tone, turn, {"name": whose})
    for who in ("charlie", "buyer"):
        with acting(world, cast, who) as context, pytest.raises(NotFound):
            after_sending(context, public_id=draft)


def test_draft_is_sent_once(world: World, cast: Cast, account: str) -> None:
    draft = ready(world, cast, account)
    sent = []
    for who in ("alice", "bob", "alice"):
        with acting(world, cast, who) as context:
            sent.append(send(context, draft))
    assert len(set(sent)) == 1
    changes: list[Callable[[Context], object]] = [
        lambda context: service.save(context, public_id=draft, version=3, answers={}),
        lambda context: service.discard(context, public_id=draft),
    ]
    for change in changes:
        with acting(world, cast) as context, pytest.raises(AlreadySent):
            change(context)


def test_what_somebody_changed_since_is_not_sent(world: World, cast: Cast, account: str) -> None:
    draft = ready(world, cast, account)
    confirmed = view(world, cast, draft).version
    with acting(world, cast, "bob") as context:
        service.save(context, public_id=draft, version=confirmed, answers={Answer.NOTE: "Autre chose"})
    with acting(world, cast) as context, pytest.raises(ChangedMeanwhile) as refused:
        service.send(context, public_id=draft, version=confirmed)
    assert (refused.value.key, view(world, cast, draft).invoice) == ("drafts.changed_before_sending", "")


def test_drawn_invoice_names_both_sides_and_the_account(world: World, cast: Cast, account: str) -> None:
    draft = ready(world, cast, account)
    with acting(world, cast) as context:
        supplier = context.session.get_one(Structure, cast.supplier)
        supplier.address, supplier.postcode, supplier.city = "12 rue des Tilleuls", "21000", "Dijon"
        name = supplier.name
    with acting(world, cast) as context:
        invoice = to_draw(context, public_id=draft)
    assert (invoice.seller.name, list(invoice.seller.address)) == (name, ["12 rue des Tilleuls", "21000", "Dijon"])
    assert (invoice.buyer.name, invoice.payments[0].account_name) == ("Ville de Démo", name)
    for who in ("charlie", "buyer"):
        with acting(world, cast, who) as context, pytest.raises(NotFound):
            to_draw(context, public_id=draft)


def test_typed_invoice_is_not_sent_without_its_pdf(world: World, cast: Cast, account: str) -> None:
    item = ItemRow("Porte", "2", "500", "20")
    typed = Form({**GOOD, Answer.ACCOUNT: account}, RATES, (item,))
    with acting(world, cast) as context:
        draft = service.begin(context, space=Space.EMISES, beginning=service.Beginning(Manner.TYPED, typed))
        service.save(context, public_id=draft, version=1, answers={}, step=Step.SUMMARY)
    with acting(world, cast) as context, pytest.raises(Conflict) as refused:
        send(context, draft)
    assert refused.value.key == "drafts.not_drawn"
    with acting(world, cast) as context:
        assert send(context, draft, drawn=world.files.put(PDF))


def test_number_that_exists_meanwhile_keeps_the_draft(world: World, cast: Cast, account: str) -> None:
    first, second = ready(world, cast, account), ready(world, cast, account)
    with acting(world, cast) as context:
        send(context, first)
    with acting(world, cast) as context, pytest.raises(NotReady) as refused:
        send(context, second)
    assert [remark.finding.code for remark in refused.value.remarks] == ["CPP-DOUBLON"]
    assert view(world, cast, second).invoice == ""


def test_account_of_another_structure_is_not_used(world: World, cast: Cast, account: str) -> None:
    file = world.files.put(PDF)
    beginning = service.Beginning(Manner.PDF, Form({Answer.ACCOUNT: account}), file, "f.pdf", 1)
    with acting(world, cast, "charlie") as context:
        draft = service.begin(context, space=Space.EMISES, beginning=beginning)
        assert queries.parsed(context, queries.find_draft(context, public_id=draft)).iban is None


@pytest.mark.parametrize(
    ("name", "size", "key"),
    [
        ("virus.exe", 3, "drafts.files.extension"),
        ("sans-extension", 3, "drafts.files.extension"),
        (f"{'n' * 50}.pdf", 3, "drafts.files.long_name"),
        ("vide.pdf", 0, "drafts.files.empty"),
        ("lourd.pdf", 10_000_001, "drafts.files.too_large"),
        ("Plan.PDF", 3, "drafts.files.same_name"),
    ],
)
def test_document_that_does_not_fit_is_refused_with_its_reason(
    world: World, cast: Cast, name: str, size: int, key: str
) -> None:
    draft, stored = begun(world, cast), world.files.put(b"x" * size)
    with acting(world, cast) as context:
        service.attach(context, public_id=draft, file=world.files.put(b"plan"), name="plan.pdf")
    with acting(world, cast) as context, pytest.raises(Invalid) as refused:
        service.attach(context, public_id=draft, file=stored, name=name)
    assert refused.value.key == key
    assert [one.name for one in view(world, cast, draft).files] == ["plan.pdf"]


def test_documents_are_counted_together(world: World, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    draft, stored = begun(world, cast), world.files.put(b"x" * 100)
    monkeypatch.setattr(attachments, "MAX_TOGETHER", len(PDF) + 150)
    with acting(world, cast) as context:
        service.attach(context, public_id=draft, file=stored, name="a.pdf")
    with acting(world, cast) as context, pytest.raises(Invalid) as refused:
        service.attach(context, public_id=draft, file=stored, name="b.pdf")
    assert refused.value.key == "drafts.files.too_much"
    monkeypatch.setattr(attachments, "MAX_FILES", 1)
    monkeypatch.setattr(attachments, "MAX_TOGETHER", 10**9)
    with acting(world, cast) as context, pytest.raises(Invalid) as refused:
        service.attach(context, public_id=draft, file=stored, name="b.pdf")
    assert refused.value.key == "drafts.files.too_many"


def test_document_is_taken_out_and_draft_thrown_away(world: World, cast: Cast) -> None:
    draft = begun(world, cast)
    with acting(world, cast) as context:
        plan = service.attach(context, public_id=draft, file=world.files.put(b"plan"), name="plan.pdf")
    with acting(world, cast) as context, pytest.raises(NotFound):
        service.detach(context, public_id=draft, file="inconnu")
    with acting(world, cast) as context:
        service.detach(context, public_id=draft, file=plan)
    assert view(world, cast, draft).files == ()
    with acting(world, cast) as context:
        service.attach(context, public_id=draft, file=world.files.put(b"plan"), name="plan.pdf")
    with acting(world, cast) as context:
        service.discard(context, public_id=draft)
    with acting(world, cast) as context, pytest.raises(NotFound):
        queries.get_draft(context, public_id=draft)


def test_file_of_a_draft_outlives_the_upload(world: World, cast: Cast) -> None:
    stored = world.files.put(PDF)
    with world.transaction(actor_id=cast.alice) as context:
        uploads.remember(context, stored=stored, name="facture.pdf")
    begun(world, cast)
    world.clock.move(timedelta(days=2))
    with world.transaction() as context:
        assert uploads.forget_old(context) == 1
    assert world.files.path(stored.sha256).exists()


def test_only_who_sent_a_file_forgets_it(world: World, cast: Cast) -> None:
    with acting(world, cast) as context:
        upload = uploads.remember(context, stored=world.files.put(b"un plan"), name="plan.png")
    with acting(world, cast, "charlie") as context:
        uploads.forget(context, upload=upload)
    with acting(world, cast) as context:
        path = uploads.find(context, upload=upload).path
        uploads.forget(context, upload=upload)
    assert not path.exists()
    with acting(world, cast) as context, pytest.raises(NotFound):
        uploads.find(context, upload=upload)


def test_there_are_so_many_drafts_and_no_more(world: World, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "MAX_DRAFTS", 1)
    begun(world, cast)
    with pytest.raises(Conflict) as refused:
        begun(world, cast)
    assert refused.value.key == "drafts.too_many"

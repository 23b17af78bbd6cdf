"""The import: what becomes of a deposit, and that it always ends with a report."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, func, select

from chorus_app.flux import steps
from chorus_app.flux.enums import FluxState
from chorus_app.flux.models import Flux, FluxEvent, Report
from chorus_app.flux.workflow import resume_unfinished
from chorus_app.formats.parsed import Party
from chorus_app.formats.syntaxes import Space
from chorus_app.invoices.enums import DocumentKind, EventKind, Status
from chorus_app.invoices.models import Invoice, InvoiceDocument, InvoiceEvent, InvoiceLine, InvoiceVat
from chorus_app.kernel import workflows
from chorus_app.kernel.children import Children
from chorus_app.kernel.context import World
from chorus_app.rules.codes import MAX_AMOUNT
from chorus_app.structures.models import Structure
from tests.flux import poison, scenes
from tests.flux.scenes import Cast, codes, outcome
from tests.makers import pdfs
from tests.makers.invoices import (
    MOE_SIRET,
    main_document,
    make_cii,
    make_facturx,
    make_pdf,
    make_ubl,
    make_works_invoice,
    siret,
)

WORKS: dict[str, Any] = {"cadre": "A4", "valideur": Party(siret(MOE_SIRET), "Atelier MOE")}
Make = Callable[..., bytes]


def invoices(world: World) -> list[Invoice]:
    with world.reading() as context:
        return list(context.session.exec(select(Invoice).order_by(col(Invoice.id))).all())


@pytest.mark.parametrize(
    ("syntax", "make", "extra"),
    [
        ("FSO1137A", make_facturx, {}),
        ("FSO1117A", make_facturx, {}),
        ("FSO1130A", make_ubl, {}),
        ("FSO1100A", make_ubl, {}),
        ("FSO1106A", make_cii, {}),
        ("FSO1116A", make_cii, {"attachments": (main_document(),)}),
    ],
)
def test_works_invoice_integrated_by_each_syntax(
    importing: World, cast: Cast, syntax: str, make: Make, extra: dict[str, Any]
) -> None:
    receipt = scenes.put(importing, cast, make(**WORKS, **extra), syntax)
    report = outcome(importing, cast, receipt)
    assert (report.flux.state, codes(report)) == (FluxState.INTEGRATED, [])
    (invoice,) = invoices(importing)
    assert (invoice.space, invoice.status, invoice.cadre, invoice.valideur_id, invoice.flux_number) == (
        Space.TRAVAUX,
        Status.A_ASSOCIER_MOE,
        "A4",
        cast.moe,
        receipt.number,
    )


@pytest.mark.parametrize(
    ("cadre", "status", "space"),
    [
        (None, Status.MISE_A_DISPOSITION, Space.EMISES),
        ("A1", Status.MISE_A_DISPOSITION, Space.EMISES),
        ("A9", Status.A_VALIDER_1, Space.EMISES),
        ("A5", Status.A_ASSOCIER_MOA, Space.TRAVAUX),
        ("A10", Status.MISE_A_DISPOSITION_MOE, Space.TRAVAUX),
        ("A8", Status.MISE_A_DISPOSITION, Space.TRAVAUX),
    ],
)
def test_starting_status_by_cadre(
    importing: World, cast: Cast, cadre: str | None, status: Status, space: Space
) -> None:
    valideur = Party(siret(MOE_SIRET), "Titulaire")
    receipt = scenes.put(importing, cast, make_cii(cadre=cadre, valideur=valideur), "FSO1106A")
    outcome(importing, cast, receipt)
    assert [(invoice.status, invoice.space) for invoice in invoices(importing)] == [(status, space)]


def test_words_of_ubl_flows_become_codes(importing: World, cast: Cast) -> None:
    content = make_ubl(
        type_code="FACTURE", payment_means="VIREMENT", cadre="urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
    )
    report = outcome(importing, cast, scenes.put(importing, cast, content, "FSO1100A"))
    assert (report.flux.state, codes(report)) == (FluxState.INTEGRATED, [])
    assert [(i.type_code, i.payment_means, i.cadre) for i in invoices(importing)] == [("380", "VIREMENT", "A1")]


def test_integrated_invoice_has_its_lines_documents_and_history(importing: World, cast: Cast) -> None:
    content = make_cii(**WORKS, attachments=(main_document(),))
    receipt = scenes.put(importing, cast, content, "FSO1116A", name="situation.xml")
    outcome(importing, cast, receipt)
    with importing.reading() as context:
        events = context.session.exec(select(InvoiceEvent).order_by(col(InvoiceEvent.id))).all()
        documents = context.session.exec(select(InvoiceDocument).order_by(col(InvoiceDocument.id))).all()
        counts = [context.session.exec(select(func.count()).select_from(t)).one() for t in (InvoiceVat, InvoiceLine)]
    assert [(event.kind, event.code) for event in events] == [
        (EventKind.STATUS, "DEPOSEE"),
        (EventKind.STATUS, "A_ASSOCIER_MOE"),
    ]
    assert [(found.kind, found.name, found.mime_type) for found in documents] == [
        (DocumentKind.DEPOSITED, "situation.xml", "application/xml"),
        (DocumentKind.MAIN, "facture.pdf", "application/pdf"),
    ]
    assert [importing.files.read(found.sha256)[:4] for found in documents] == [content[:4], b"%PDF"]
    assert counts == [1, 2]


def test_states_go_from_waiting_to_the_verdict_without_passing_for_received(importing: World, cast: Cast) -> None:
    outcome(importing, cast, scenes.put(importing, cast, make_facturx(**WORKS), "FSO1137A"))
    with importing.reading() as context:
        states = [event.state for event in context.session.exec(select(FluxEvent).order_by(col(FluxEvent.id)))]
    assert states == [FluxState.PORTAL_WAITING, FluxState.RUNNING, FluxState.INTEGRATED]


def test_those_who_watch_are_told_of_the_end(importing: World, cast: Cast) -> None:
    receipt = scenes.put(importing, cast, make_facturx(**WORKS), "FSO1137A")
    outcome(importing, cast, receipt)
    with importing.reading() as context:
        rung = {topic for (topic,) in context.session.connection().exec_driver_sql("SELECT topic FROM chorus_ring")}
    assert {
        f"flux:{receipt.public_id}",
        f"user:{cast.alice}",
        f"structure:{cast.supplier}",
        f"invoices:{cast.supplier}",
        f"invoices:{cast.recipient}",
        f"invoices:{cast.moe}",
    } <= rung


@pytest.mark.parametrize(
    ("syntax", "content", "expected"),
    [
        ("FSO1137A", make_pdf(), ["FICHIER-PDF-CLASSIQUE"]),
        ("FSO1137A", make_ubl(**WORKS), ["FICHIER-SYNTAXE"]),
        ("FSO1130A", b"<Invoice", ["XML-ILLISIBLE"]),
        ("FSO1137A", b"MZ\x90\x00", ["FICHIER-NON-FACTURE"]),
        ("FSO1137A", make_facturx(), ["CPP-CADRE-TRAVAUX"]),
        ("FSO1137A", make_facturx(**WORKS, number="N" * 21), ["CPP-NUMERO-LONGUEUR"]),
        (
            "FSO1137A",
            make_facturx(**{**WORKS, "buyer": Party(siret("99999999900008"), "?")}),
            ["CPP-DESTINATAIRE-INCONNU"],
        ),
        (
            "FSO1137A",
            make_facturx(**{**WORKS, "seller": Party(siret(scenes.OTHER_SUPPLIER), "Autre")}),
            ["CPP-FOURNISSEUR-RATTACHEMENT"],
        ),
    ],
)
def test_deposit_rejected_with_its_reasons(
    importing: World, cast: Cast, syntax: str, content: bytes, expected: list[str]
) -> None:
    report = outcome(importing, cast, scenes.put(importing, cast, content, syntax))
    assert (report.flux.state, codes(report), invoices(importing)) == (FluxState.REJECTED, expected, [])


def test_b2b_value_ends_in_a_rejected_flux_that_says_why(importing: World, cast: Cast) -> None:
    showing = World(importing.settings.model_copy(update={"show_b2b_syntaxes": True}), importing.clock)
    receipt = scenes.put(showing, cast, make_facturx(**WORKS), "FSO1117A_B2B")
    showing.close()
    report = outcome(importing, cast, receipt)
    assert (report.flux.state, codes(report)) == (FluxState.REJECTED, ["SYNTAXE-B2B"])


@pytest.mark.parametrize(
    ("old", "new", "make"), [("FSO1117A", "FSO1137A", make_facturx), ("FSO1100A", "FSO1130A", make_ubl)]
)
@pytest.mark.parametrize("changes", [{}, {"payment_means": None, "engagement": "E" * 51}])
def test_old_and_new_flows_find_the_same(
    importing: World, cast: Cast, old: str, new: str, make: Make, changes: dict[str, Any]
) -> None:
    reports = [
        outcome(importing, cast, scenes.put(importing, cast, make(**WORKS, number=syntax, **changes), syntax))
        for syntax in (old, new)
    ]
    found = [
        (report.flux.state, [(f.code, f.severity, f.term, f.path, f.line) for f in report.findings])
        for report in reports
    ]
    assert found[0] == found[1]


def test_second_deposit_of_a_number_is_a_duplicate_whatever_the_year(importing: World, cast: Cast) -> None:
    first = scenes.put(importing, cast, make_facturx(**WORKS), "FSO1137A")
    outcome(importing, cast, first)
    second = outcome(importing, cast, scenes.put(importing, cast, make_ubl(**WORKS), "FSO1130A", by=cast.bob))
    assert (second.flux.state, codes(second)) == (FluxState.REJECTED, ["CPP-DOUBLON"])
    assert second.findings[0].params["flux"] == first.number


def test_same_number_deposited_at_once_is_integrated_once(importing: World, cast: Cast) -> None:
    receipts = [scenes.put(importing, cast, make_facturx(**WORKS), "FSO1137A") for _ in range(6)]
    reports = [outcome(importing, cast, receipt) for receipt in receipts]
    assert sorted(report.flux.state for report in reports) == sorted([FluxState.INTEGRATED] + [FluxState.REJECTED] * 5)
    assert [codes(report) for report in reports if report.flux.state is FluxState.REJECTED] == [["CPP-DOUBLON"]] * 5
    assert len(invoices(importing)) == 1


def test_number_of_a_rejected_deposit_can_be_used_again(importing: World, cast: Cast) -> None:
    rejected = outcome(
        importing, cast, scenes.put(importing, cast, make_facturx(**WORKS, payment_means=None), "FSO1137A")
    )
    accepted = outcome(importing, cast, scenes.put(importing, cast, make_facturx(**WORKS), "FSO1137A"))
    assert (rejected.flux.state, accepted.flux.state) == (FluxState.REJECTED, FluxState.INTEGRATED)


def test_all_zero_siret_goes_to_the_state_by_its_service(importing: World, cast: Cast) -> None:
    with importing.transaction() as context:
        state = scenes.structure(context, "11000201100044", "Services de l’État", state=True)
        scenes.service(context, state, "DSJPFGU057")
    content = make_facturx(buyer=Party(siret("0" * 14), "?"), service_code="DSJPFGU057", engagement="1501966748")
    report = outcome(importing, cast, scenes.put(importing, cast, content, "FSO1117A", space=Space.EMISES))
    assert (report.flux.state, codes(report)) == (FluxState.INTEGRATED, [])
    assert [invoice.recipient_id for invoice in invoices(importing)] == [state.id]


def test_recipient_closed_between_check_and_integration_is_noticed(
    world: World, cast: Cast, children: Children
) -> None:
    world.__dict__["children"] = children
    receipt = scenes.put(world, cast, make_facturx(**WORKS), "FSO1137A")
    job = steps.Job(world, 1)
    steps.open_file(job)
    steps.check(job)
    with world.transaction() as context:
        context.session.get_one(Structure, cast.recipient).active = False
    steps.integrate(job)
    steps.publish(job)
    assert codes(outcome(world, cast, receipt)) == ["CPP-DESTINATAIRE-INACTIF"]
    del world.__dict__["children"]


def test_every_step_bears_being_run_twice(world: World, cast: Cast, children: Children) -> None:
    world.__dict__["children"] = children
    receipt = scenes.put(world, cast, make_facturx(**WORKS), "FSO1137A")
    for step in steps.STEPS:
        for _ in range(2):
            step.act(steps.Job(world, 1))
    assert (codes(outcome(world, cast, receipt)), len(invoices(world))) == ([], 1)
    del world.__dict__["children"]


@pytest.mark.parametrize(
    ("deadly", "code"),
    [(poison.kill_own_process, "FLUX-TRAITEMENT-INTERROMPU"), (poison.swell, "FLUX-TRAITEMENT-MEMOIRE")],
)
def test_job_that_kills_its_child_three_times_is_parked_with_a_report(
    importing: World, cast: Cast, monkeypatch: pytest.MonkeyPatch, deadly: Callable[..., object], code: str
) -> None:
    monkeypatch.setattr(steps, "check_file", deadly)
    report = outcome(importing, cast, scenes.put(importing, cast, b"a", "FSO1137A"))
    assert (report.flux.state, codes(report)) == (FluxState.INCIDENT, [code])
    monkeypatch.undo()
    after = outcome(importing, cast, scenes.put(importing, cast, make_facturx(**WORKS), "FSO1137A"))
    assert after.flux.state is FluxState.INTEGRATED


def test_lost_file_ends_in_an_incident(importing: World, cast: Cast) -> None:
    content = make_facturx(**WORKS)
    file = importing.files.put(content)
    importing.files.path(file.sha256).unlink()
    with importing.transaction(actor_id=cast.alice, structure_id=cast.supplier) as context:
        receipt = scenes.receive(context, file, "FSO1137A")
    report = outcome(importing, cast, receipt)
    assert (report.flux.state, codes(report)) == (FluxState.INCIDENT, ["FLUX-FICHIER-PERDU"])


def test_unforeseen_error_ends_in_an_incident(importing: World, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(steps, "integrate_invoice", broken)
    report = outcome(importing, cast, scenes.put(importing, cast, make_facturx(**WORKS), "FSO1137A"))
    assert (report.flux.state, codes(report)) == (FluxState.INCIDENT, ["FLUX-TRAITEMENT-ECHEC"])
    assert invoices(importing) == []


def test_error_after_the_integration_keeps_the_report_of_the_integration(
    importing: World, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: steps.Job) -> None:
        raise RuntimeError("a fault of ours")

    table = [*steps.STEPS[:3], steps.Step("report", broken)]
    monkeypatch.setattr("chorus_app.flux.workflow.STEPS", table)
    report = outcome(importing, cast, scenes.put(importing, cast, make_facturx(**WORKS), "FSO1137A"))
    assert (report.flux.state, codes(report), len(invoices(importing))) == (FluxState.INTEGRATED, [], 1)


def test_import_that_nothing_runs_any_more_is_begun_anew(world: World, cast: Cast, children: Children) -> None:
    receipt = scenes.put(world, cast, make_facturx(**WORKS), "FSO1137A")
    with world.transaction() as context:
        context.session.connection().exec_driver_sql("UPDATE workflow_status SET status = 'ERROR'")
    assert (resume_unfinished(world), resume_unfinished(world)) == (1, 0)
    world.__dict__["children"] = children
    workflows.start(world)
    assert outcome(world, cast, receipt).flux.state is FluxState.INTEGRATED
    workflows.stop()
    del world.__dict__["children"]


def test_import_that_fails_again_and_again_is_given_up_with_a_report(world: World, cast: Cast) -> None:
    receipt = scenes.put(world, cast, make_facturx(**WORKS), "FSO1137A")
    for _ in range(4):
        with world.transaction() as context:
            context.session.connection().exec_driver_sql("UPDATE workflow_status SET status = 'ERROR'")
        resume_unfinished(world)
    report = outcome(world, cast, receipt)
    assert (report.flux.state, codes(report)) == (FluxState.INCIDENT, ["FLUX-TRAITEMENT-ECHEC"])


def test_steps_that_changed_meanwhile_are_begun_anew(
    importing: World, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached, go = threading.Event(), threading.Event()

    def held(job: steps.Job) -> None:
        steps.open_file(job)
        reached.set()
        go.wait(30)

    old = [steps.Step("hold", held), *steps.STEPS]
    monkeypatch.setattr("chorus_app.flux.workflow.STEPS", old)
    receipt = scenes.put(importing, cast, make_facturx(**WORKS), "FSO1137A")
    assert reached.wait(30)
    with importing.reading() as context:
        flux = context.session.exec(select(Flux)).one()
    monkeypatch.undo()
    with importing.transaction() as context:  # what a newer version finds recorded of the older one
        context.session.connection().exec_driver_sql(
            "INSERT INTO operation_outputs (workflow_uuid, function_id, function_name) VALUES (?, 2, 'gone')",
            (flux.workflow_id,),
        )
    go.set()
    assert outcome(importing, cast, receipt).flux.state is FluxState.INTEGRATED


def test_database_that_is_busy_is_tried_again(importing: World, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    receipt = scenes.put(importing, cast, make_facturx(**WORKS), "FSO1137A")
    blocked = threading.Event()
    monkeypatch.setattr("chorus_app.kernel.db.BUSY_TIMEOUT_MS", 50)
    hurried = World(importing.settings, importing.clock)  # gives up after 50 ms instead of 10 s
    hurried.__dict__["children"] = importing.children

    def integrate(job: steps.Job) -> None:
        job.checked()
        first = not blocked.is_set()
        job.world = hurried
        if first:
            holder = importing.engine.connect()
            holder.begin()
            try:
                steps.integrate(job)
            finally:
                blocked.set()
                holder.close()
        steps.integrate(job)

    table = [steps.Step(step.name, integrate if step.name == "integrate" else step.act) for step in steps.STEPS]
    monkeypatch.setattr("chorus_app.flux.workflow.STEPS", table)
    second = scenes.put(importing, cast, make_facturx(**WORKS, number="BUSY"), "FSO1137A")
    states = [outcome(importing, cast, each).flux.state for each in (receipt, second)]
    assert (states, blocked.is_set()) == ([FluxState.INTEGRATED] * 2, True)
    del hurried.__dict__["children"]
    hurried.close()


def test_one_report_for_each_flux(importing: World, cast: Cast) -> None:
    receipts = [
        scenes.put(importing, cast, make_facturx(**WORKS, number=f"F{number}"), "FSO1137A") for number in range(4)
    ]
    for receipt in receipts:
        outcome(importing, cast, receipt)
    with importing.reading() as context:
        reported = sorted(context.session.exec(select(Report.flux_id)).all())
    assert reported == [1, 2, 3, 4]


def test_hostile_pdf_ends_with_a_report(importing: World, cast: Cast) -> None:
    report = outcome(importing, cast, scenes.put(importing, cast, pdfs.attachment_bomb(), "FSO1137A", name="a.pdf"))
    assert report.flux.state in (FluxState.REJECTED, FluxState.INCIDENT)
    assert codes(report)


def test_clock_set_back_during_the_import_does_no_harm(importing: World, cast: Cast) -> None:
    receipt = scenes.put(importing, cast, make_facturx(**WORKS), "FSO1137A")
    importing.clock.move(-timedelta(hours=2))
    assert outcome(importing, cast, receipt).flux.state is FluxState.INTEGRATED


def test_files_do_not_leave_anything_behind_in_the_spool(importing: World, cast: Cast) -> None:
    outcome(importing, cast, scenes.put(importing, cast, make_cii(**WORKS, attachments=(main_document(),)), "FSO1116A"))
    spool: Path = importing.files.folder / "incoming"
    assert list(spool.iterdir()) == []


def test_document_too_heavy_is_refused_by_the_import_too(importing: World, cast: Cast) -> None:
    """The rules of the documents look at their bytes, which stay in the child process."""
    heavy = replace(main_document(), content=b"%PDF-1.7" + b"0" * 10_000_000)
    report = outcome(importing, cast, scenes.put(importing, cast, make_cii(attachments=(heavy,)), "FSO1116A"))
    assert (report.flux.state, codes(report)) == (FluxState.REJECTED, ["CPP-PJ-TAILLE"])


@pytest.mark.parametrize("term", ["tax_exclusive", "tax_inclusive", "payable"])
@pytest.mark.parametrize("sign", [1, -1])
def test_amount_too_large_to_be_kept_is_rejected_and_told(importing: World, cast: Cast, term: str, sign: int) -> None:
    content = make_cii(**{**WORKS, term: sign * Decimal("9223372036855")})
    report = outcome(importing, cast, scenes.put(importing, cast, content, "FSO1106A"))
    assert (report.flux.state, "CPP-MONTANT-TAILLE" in codes(report)) == (FluxState.REJECTED, True)
    assert invoices(importing) == []


def test_quantity_too_large_to_be_kept_is_rejected_and_told(importing: World, cast: Cast) -> None:
    line = replace(make_works_invoice().lines[0], quantity=Decimal("1E+13"))
    report = outcome(importing, cast, scenes.put(importing, cast, make_cii(**WORKS, lines=(line,)), "FSO1106A"))
    assert (report.flux.state, "CPP-MONTANT-TAILLE" in codes(report)) == (FluxState.REJECTED, True)


def test_largest_amount_is_kept_exactly(importing: World, cast: Cast) -> None:
    content = make_cii(**WORKS, payable=MAX_AMOUNT)
    report = outcome(importing, cast, scenes.put(importing, cast, content, "FSO1106A"))
    assert report.flux.state is FluxState.INTEGRATED
    assert [invoice.payable for invoice in invoices(importing)] == [MAX_AMOUNT]


def test_report_tells_what_the_standards_say_apart_from_what_chorus_pro_says(importing: World, cast: Cast) -> None:
    receipt = scenes.put(importing, cast, make_facturx(**WORKS), "FSO1137A")
    report = outcome(importing, cast, receipt)
    assert report.flux.state is FluxState.INTEGRATED
    assert {found.layer for found in report.beyond} == {"en16931", "br_fr"}
    assert (report.asked, report.flux.warning_count) == ((), 0)
    assert {layer.layer: layer.skipped_key for layer in report.layers}["en16931"] is None


def test_death_of_the_child_that_asks_the_standards_costs_their_layers_only(importing: World, cast: Cast) -> None:
    hasty = Children(1, memory_bytes=0, seconds=0.001, counted="data")
    importing.__dict__["rule_children"] = hasty
    report = outcome(importing, cast, scenes.put(importing, cast, make_facturx(**WORKS), "FSO1137A"))
    skipped = {layer.layer: layer.skipped_key for layer in report.layers}
    not_answered = "findings.skipped.not_answered"
    assert (report.flux.state, skipped["en16931"], skipped["br_fr"], skipped["chorus"]) == (
        FluxState.INTEGRATED,
        not_answered,
        not_answered,
        None,
    )
    assert report.findings == ()
    hasty.close()

"""What becomes of whole files, whichever door they came by."""

import gzip
import io
from datetime import timedelta
from pathlib import Path

import pytest
from lxml import etree
from sqlmodel import select

from chorus_app.edi import arrivals, returns
from chorus_app.edi.arrivals import Arrived
from chorus_app.flux.enums import FluxState
from chorus_app.flux.models import Flux
from chorus_app.flux.naming import shown_name
from chorus_app.formats.detect import detect
from chorus_app.formats.kinds import FileKind
from chorus_app.invoices import service as invoices
from chorus_app.invoices.enums import EventKind, Status
from chorus_app.invoices.models import Invoice
from chorus_app.kernel.config import Settings
from chorus_app.kernel.context import World
from chorus_app.kernel.files import StoredFile
from chorus_app.kernel.text import t
from chorus_app.operations import retention
from chorus_app.raccordement import edi_entry
from chorus_app.raccordement.models import EdiPartner
from chorus_app.structures.models import Structure
from tests.conftest import NewWorld
from tests.edi.partner import Partner, ended, partner_of, waiting
from tests.edi.partner import arrivals as rows
from tests.flux import scenes
from tests.flux.scenes import Cast
from tests.flux.test_report import links_in
from tests.makers.invoices import make_ubl
from tests.makers.lots import tar_gz, ubl_files, zip_of

INVOICE = make_ubl(cadre="A5", number="EDI-1")


def take(world: World, partner: Partner, name: str, content: bytes) -> Arrived:
    with world.reading() as context:
        caller = edi_entry.again(context, partner_id=partner.caller.partner_id, client_ip="")
    assert caller is not None
    return arrivals.take(world, caller, name=name, source=io.BytesIO(content), door="test")


def file(world: World, partner: Partner, name: str) -> bytes:
    with world.reading() as context:
        found = returns.find(context, partner.caller.partner_id, name)
    assert found is not None
    return world.files.read(found.sha256)


def test_each_interface_becomes_a_flux_of_its_space(world: World, partner: Partner) -> None:
    for interface, space in (("FSO1100A", "emises"), ("FSO1130A", "travaux")):
        taken = take(world, partner, partner.name(7, interface), INVOICE)
        with world.reading() as context:
            flux = context.session.exec(select(Flux).where(Flux.number == taken.flux_number)).one()
        assert (flux.syntax, flux.space.value, flux.structure_id) == (interface, space, partner.caller.structure_id)
        assert flux.state is FluxState.WAITING


def test_short_number_gets_one_that_no_sender_comes_to(world: World, partner: Partner) -> None:
    code = partner.code
    for number, expected in ((5, 900000000000001), (6, 900000000000002)):
        taken = take(world, partner, f"FSO1100A_{code}_{code}{number:014d}", INVOICE)
        assert taken.flux_number == f"{code}1100{expected}"
    again = take(world, partner, f"FSO1100A_{code}_{code}{5:014d}", INVOICE)
    assert again.flux_number == f"{code}1100900000000000001"
    assert len(rows(world)) == 2


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"", "EDI-VIDE"), (zip_of(ubl_files(2)), "EDI-COMPRESSION"), (b"x" * 1_000_001, "EDI-TAILLE")],
)
def test_wrong_envelope_is_inadmissible_and_the_number_stays_free(
    tmp_path: Path, new_world: NewWorld, content: bytes, why: str
) -> None:
    world = new_world(Settings(data_dir=tmp_path, max_upload_bytes=1_000_000))
    cast = scenes.cast(world)
    partner = partner_of(world, user_id=cast.alice, structure_id=cast.supplier)
    refused = take(world, partner, partner.name(), content)
    assert refused.refusal is not None
    assert (refused.refusal.why.value, refused.flux_number) == (why, "")
    assert not list(world.files.every())
    assert take(world, partner, partner.name(), INVOICE).flux_number == partner.name()[-25:]
    assert [row.refusal for row in rows(world)] == [why, None]
    world.close()


@pytest.mark.parametrize("name", ["facture.xml", "", "../../etc/passwd", "a" * 300, "\u202efdp.\x00"])
def test_inadmissible_file_has_a_report_that_says_what_to_do(world: World, partner: Partner, name: str) -> None:
    take(world, partner, name, INVOICE)
    xml, pdf = reversed(waiting(world, partner))
    report = etree.fromstring(file(world, partner, xml))
    assert report.tag == "CompteRendu"
    assert (report.find("numeroFluxDepot"), report.findtext("nomFichier")) == (None, shown_name(name))
    assert (report.findtext("constats/constat/lienAide") or "").endswith("/documentation/raccordement-edi")
    assert report.findtext("etatCourantDepotFlux") == "IN_REJETE"
    (error,) = report.findall("listeErreurTechnique/erreurTechnique")
    assert error.findtext("codeErreur") == "EDI-NOM"
    assert "irrecevable" in (error.findtext("libelleErreur") or "")
    assert report.findtext("constats/constat/aFaire") == t("edi.finding.EDI-NOM.todo", application=partner.code)
    assert file(world, partner, pdf).startswith(b"%PDF-")
    assert Path(xml).name == xml
    assert not set(xml) - set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")


def test_structure_that_closed_the_space_is_told_so(world: World, partner: Partner) -> None:
    with world.transaction() as context:
        structure = context.session.get_one(Structure, partner.caller.structure_id)
        structure.closed_spaces = ["FACTURES_DE_TRAVAUX"]
    refused = take(world, partner, partner.name(1, "FSO1130A"), INVOICE)
    assert refused.refusal is not None
    assert refused.refusal.why.value == "EDI-DROITS"
    assert take(world, partner, partner.name(1), INVOICE).flux_number


def test_lot_of_several_is_imported_and_a_bare_gzip_is_rejected(importing: World, partner: Partner) -> None:
    lot = take(importing, partner, partner.name(1, "FSO1130A"), tar_gz(ubl_files(3, wrong=(2,), cadre="A5")))
    bare = take(importing, partner, partner.name(2, "FSO1130A"), gzip.compress(INVOICE))
    for taken in (lot, bare):
        ended(importing, taken.flux_number)
    with importing.reading() as context:
        states = {flux.number: flux.state for flux in context.session.exec(select(Flux))}
    assert states == {lot.flux_number: FluxState.PARTLY_INTEGRATED, bare.flux_number: FluxState.REJECTED}
    assert f"{partner.name(1, 'FSO1130A')}_CR.xml" in waiting(importing, partner)
    report = etree.fromstring(file(importing, partner, f"{partner.name(1, 'FSO1130A')}_CR.xml"))
    assert [one.findtext("integree") for one in report.findall("factures/facture")] == ["true", "false", "true"]
    assert len(report.findall("listeErreurDP/erreurDP")) == 1


def test_steps_of_the_structures_invoices_come_back_once(importing: World, cast: Cast, partner: Partner) -> None:
    by_portal = scenes.put(importing, cast, make_ubl(cadre="A5", number="AVANT"), "FSO1130A")
    scenes.outcome(importing, cast, by_portal)
    assert waiting(importing, partner) == []  # told from his first deposit on
    take(importing, partner, partner.name(), INVOICE)
    ended(importing, partner.name()[-25:])
    with importing.transaction() as context:
        invoice = context.session.exec(select(Invoice).where(Invoice.number == "AVANT")).one()
        start = invoice.status
        invoices.record(context, invoice=invoice, kind=EventKind.ACTION, code="ACQUITTEMENT_REJET")
        invoice.status = Status.MISE_A_DISPOSITION
        invoices.give_status(context, invoice=invoice, status=Status.REJETEE, comment="Mauvais montant")
    assert start
    steps = [name for name in waiting(importing, partner) if name.startswith("CDV")]
    told = [etree.fromstring(file(importing, partner, name)) for name in steps]
    assert [(one.findtext("facture/numeroFacture"), one.findtext("statut/code")) for one in told] == [
        ("AVANT", "REJETEE"),
        ("EDI-1", "DEPOSEE"),
        ("EDI-1", "A_ASSOCIER_MOA"),
    ]
    assert told[0].findtext("statut/commentaire") == "Mauvais montant"
    assert told[1].findtext("statut/numero") == "01"
    assert all(detect(etree.tostring(one)).kind is FileKind.LIFECYCLE for one in told)
    with importing.transaction() as context:
        for name in steps:
            assert returns.remove(context, partner.caller.partner_id, name)
    assert not [name for name in waiting(importing, partner) if name.startswith("CDV")]


def test_strangers_are_told_nothing(importing: World, partner: Partner, stranger: Partner) -> None:
    take(importing, stranger, stranger.name(), b"<a/>")
    take(importing, partner, partner.name(), INVOICE)
    for one in (partner, stranger):
        ended(importing, one.name()[-25:])
    assert [name for name in waiting(importing, stranger) if "EDI-1" in name or partner.code in name] == []
    with importing.reading() as context:
        for name in waiting(importing, partner):
            assert returns.find(context, stranger.caller.partner_id, name) is None
    with importing.transaction() as context:
        assert not returns.remove(context, stranger.caller.partner_id, f"{partner.name()}_CR.xml")


def test_what_nobody_takes_goes_at_its_term(world: World, partner: Partner) -> None:
    take(world, partner, "facture.xml", INVOICE)
    assert len(waiting(world, partner)) == 2
    kept = {name for name, _ in world.files.every()}
    world.clock.move(timedelta(days=30, seconds=1))
    done = retention.purge(world)
    assert (done["edi_returns"], done["edi_arrivals"]) == (2, 0)
    assert waiting(world, partner) == []
    assert not kept & {name for name, _ in world.files.every()}
    world.clock.move(timedelta(days=336))
    assert retention.purge(world)["edi_arrivals"] == 1
    assert rows(world) == []


def test_mark_moves_on_past_what_others_did(world: World, partner: Partner, monkeypatch: pytest.MonkeyPatch) -> None:
    take(world, partner, partner.name(), INVOICE)
    monkeypatch.setattr(returns, "FAR", 0)
    monkeypatch.setattr(returns, "_last_event", lambda _context: 40)
    assert waiting(world, partner) == []
    with world.reading() as context:
        assert context.session.exec(select(EdiPartner.told_event_id)).one() == 40


def test_report_that_waits_gives_way_to_the_same_one(world: World, partner: Partner) -> None:
    for _ in range(2):
        take(world, partner, "facture.xml", INVOICE)
        assert waiting(world, partner) == ["facture.xml_CR.pdf", "facture.xml_CR.xml"]
    for name in waiting(world, partner):
        assert file(world, partner, name)
    guide = "http://localhost:3000/documentation/raccordement-edi"
    assert set(links_in(file(world, partner, "facture.xml_CR.pdf"))) == {guide}
    assert len(list(world.files.every())) == 2


def test_bytes_that_went_away_meanwhile_are_stored_again(world: World, partner: Partner) -> None:
    receive = world.files.receive
    kept: list[StoredFile] = []

    def goes_once(*given: object, **named: object) -> StoredFile:
        stored = receive(*given, **named)  # type: ignore[arg-type] # passed on as they came
        if not kept:
            world.files.remove(stored.sha256)
        kept.append(stored)
        return stored

    world.files.receive = goes_once  # type: ignore[method-assign] # the same arguments, passed on
    take(world, partner, partner.name(), INVOICE)
    assert len(kept) == 2
    assert world.files.read(kept[0].sha256) == INVOICE

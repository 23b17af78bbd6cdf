"""The demonstration's data: complete, deterministic, written once, never outside demonstration mode."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import col, select

from chorus_app.accounts.models import User
from chorus_app.accounts.password_rules import weaknesses, words_of
from chorus_app.accounts.passwords import verify
from chorus_app.demo.accounts import ACCOUNTS, PASSWORD, DemoAccount
from chorus_app.demo.deposits import DEPOSITS
from chorus_app.demo.edi import CODE
from chorus_app.demo.reset import emptied
from chorus_app.demo.seed import Seeded, seed
from chorus_app.demo.structures import BY_SLUG, STRUCTURES, DemoStructure
from chorus_app.drafts.pieces import dossier
from chorus_app.flux.enums import FluxState
from chorus_app.flux.models import Flux, Report, ReportFinding
from chorus_app.invoices.acts import works_to_answer
from chorus_app.invoices.enums import Scope, Side, Status
from chorus_app.invoices.lists import count_by_status
from chorus_app.invoices.models import Invoice
from chorus_app.kernel import workflows
from chorus_app.kernel.config import Settings
from chorus_app.kernel.context import World
from chorus_app.kernel.errors import Conflict, Denied
from chorus_app.kernel.identifiers import check
from chorus_app.kernel.lock import ServerLock
from chorus_app.raccordement import edi_entry
from chorus_app.raccordement.limits import INTERFACES
from chorus_app.structures import people
from chorus_app.structures.models import Structure
from chorus_app.tables import metadata
from tests.source import PROJECT

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A world that was seeded once for all tests of this module, which only read."""
    world = World(Settings(data_dir=tmp_path_factory.mktemp("demo")))
    metadata.create_all(world.engine)
    assert seed(world) == Seeded(len(STRUCTURES), len(ACCOUNTS), len(DEPOSITS))
    yield world
    world.close()


def user_id(world: World, slug: str) -> int:
    email = next(account.email for account in ACCOUNTS if account.slug == slug)
    with world.reading() as context:
        return context.session.exec(select(User.id).where(User.login_email == email)).one()


def outcomes(world: World) -> dict[str, tuple[FluxState, tuple[str, ...]]]:
    """State and blocking findings of each deposit, by its file's name and day."""
    with world.reading() as context:
        flux = context.session.exec(select(Flux).order_by(col(Flux.id))).all()
        found = {}
        for one in flux:
            codes = context.session.exec(
                select(ReportFinding.code)
                .join(Report)
                .where(Report.flux_id == one.id, ReportFinding.severity == "blocking")
                .order_by(col(ReportFinding.position))
            ).all()
            found[f"{one.id}:{one.file_name}"] = (one.state, tuple(codes))
        return found


def test_seeding_again_changes_nothing(seeded: World) -> None:
    before = outcomes(seeded)
    assert seed(seeded) == Seeded()
    assert outcomes(seeded) == before


def test_server_has_only_the_import_to_run_that_was_left_to_it(seeded: World) -> None:
    with seeded.reading() as context:
        asked = dict(context.session.exec(select(Flux.workflow_id, Flux.state)).all())
    assert [asked[workflow_id] for workflow_id in workflows.alive(seeded, asked)] == [FluxState.PORTAL_WAITING]


def test_every_outcome_is_there(seeded: World) -> None:
    states = Counter(state for state, _ in outcomes(seeded).values())
    rejected = sorted(codes for state, codes in outcomes(seeded).values() if state is FluxState.REJECTED)
    assert states == {FluxState.INTEGRATED: 60, FluxState.REJECTED: 9, FluxState.PORTAL_WAITING: 1}
    assert rejected == [
        ("CPP-CADRE-TRAVAUX",),
        ("CPP-DESTINATAIRE-INACTIF",),
        ("CPP-DESTINATAIRE-INCONNU",),
        ("CPP-DOUBLON",),
        ("CPP-EJ-OBLIGATOIRE",),
        ("CPP-NUMERO-LONGUEUR", "CPP-NUMERO-CARACTERES", "CPP-SERVICE-FACTURES-PUBLIQUES"),
        ("CPP-SERVICE-INACTIF",),
        ("SYNTAXE-B2B",),
        ("XML-ILLISIBLE",),
    ]


def test_supplier_has_more_than_a_page_of_invoices_in_many_statuses(seeded: World) -> None:
    with seeded.reading(actor_id=user_id(seeded, "supplier_manager")) as context:
        issued = count_by_status(context, scope=Scope.EMISES)
        works = count_by_status(context, scope=Scope.TRAVAUX)
    assert sum(issued.values()) > 25
    assert {Status.MISE_EN_PAIEMENT, Status.SUSPENDUE, Status.REJETEE, Status.A_RECYCLER, Status.A_VALIDER_1} <= set(
        issued
    )
    assert set(works) == {
        Status.A_ASSOCIER_MOE,
        Status.A_ASSOCIER_MOA,
        Status.MISE_A_DISPOSITION_MOE,
        Status.MISE_A_DISPOSITION,
        Status.A_COMPLETER,
        Status.EN_ATTENTE_RECYCLAGE_FOURNISSEUR,
        Status.ERREUR_FOURNISSEUR_SUR_MOE,
        Status.ASSOCIEE,
    }


def test_moe_sees_what_waits_for_it_and_a_file_of_two_pieces(seeded: World) -> None:
    with seeded.reading() as context:
        horizon = BY_SLUG["horizon"].identifier
        moe = context.session.exec(select(Structure.id).where(Structure.identifier == horizon)).one()
        first = context.session.exec(select(Invoice.public_id).where(Invoice.number == "SIT-01-GYMNASE")).one()
    with seeded.reading(actor_id=user_id(seeded, "moe"), structure_id=moe) as context:
        assert works_to_answer(context, listed=count_by_status(context, scope=Scope.TRAVAUX))[Side.MOE] > 2
        assert [(row.number, row.cadre, row.status) for row in dossier(context, public_id=first)] == [
            ("SIT-01-GYMNASE", "A4", Status.ASSOCIEE),
            ("EA-01-GYMNASE", "A15", Status.A_ASSOCIER_MOA),
        ]


def test_no_deposit_lies_in_the_future_nor_before_its_invoice(seeded: World) -> None:
    now = seeded.clock.now()
    with seeded.reading() as context:
        rows = context.session.exec(select(Invoice)).all()
        received = context.session.exec(select(Flux.received_at)).all()
    assert max(received) <= now
    assert [row.number for row in rows if row.issue_date > row.deposited_at.date()] == []
    assert [row.number for row in rows if row.status_at > now or row.status_at < row.deposited_at] == []


def test_every_account_opens_with_the_documented_password(seeded: World) -> None:
    with seeded.reading() as context:
        users = context.session.exec(select(User).where(col(User.password_hash).is_not(None))).all()
    assert {user.login_email for user in users} == {account.email for account in ACCOUNTS}
    assert {user.password_hash for user in users if verify(PASSWORD, user.password_hash)} == {
        user.password_hash for user in users
    }


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.slug)
def test_the_documented_password_obeys_the_rules(account: DemoAccount) -> None:
    words = words_of(account.email, account.first_name, account.last_name)
    assert weaknesses(PASSWORD, words=words) == []


def test_supplier_user_may_deposit_for_the_suppliers_of_the_sample_files(seeded: World) -> None:
    with seeded.reading() as context:
        person = people.person(context, user_id=user_id(seeded, "supplier_user"))
    assert person is not None
    assert {attachment.identifier for attachment in person.attachments} == {
        "90000001900019",
        "81034732800017",
        "40668031401116",
        "BE0429958042",
        "KRSAMSUNGMOBILEPHO",
        "1234567890",
    }


def test_public_ids_are_the_same_at_each_seed(seeded: World) -> None:
    with seeded.reading() as context:
        found = context.session.exec(select(Structure.public_id).where(Structure.identifier == "12345678200051")).one()
    assert found == "024cdeb145f4e87f"


def test_nothing_is_seeded_outside_demonstration_mode(tmp_path: Path) -> None:
    world = World(Settings(data_dir=tmp_path, demo=False))
    metadata.create_all(world.engine)
    with pytest.raises(Denied) as refusal:
        seed(world)
    assert refusal.value.key == "demo.command.only_in_demo"
    with world.reading() as context:
        assert context.session.exec(select(User)).all() == []
        assert context.session.exec(select(Structure)).all() == []
    world.close()


def test_reset_refused_outside_demonstration_mode(tmp_path: Path) -> None:
    (tmp_path / "chorus.sqlite").write_bytes(b"real")
    with pytest.raises(Denied), emptied(Settings(data_dir=tmp_path, demo=False)):
        pass
    assert (tmp_path / "chorus.sqlite").read_bytes() == b"real"


def test_reset_refused_while_a_server_runs(tmp_path: Path) -> None:
    (tmp_path / "chorus.sqlite").write_bytes(b"used")
    lock = ServerLock(tmp_path)
    lock.take()
    with pytest.raises(Conflict), emptied(Settings(data_dir=tmp_path)):
        pass
    lock.release()
    assert (tmp_path / "chorus.sqlite").read_bytes() == b"used"


def test_reset_empties_the_folder_and_keeps_the_door_shut(tmp_path: Path) -> None:
    (tmp_path / "files" / "ab").mkdir(parents=True)
    (tmp_path / "files" / "ab" / "abcd").write_bytes(b"old")
    (tmp_path / "chorus.sqlite").write_bytes(b"old")
    with emptied(Settings(data_dir=tmp_path)) as folder:
        assert [entry.name for entry in folder.iterdir()] == ["server.lock"]
        with pytest.raises(Conflict):
            ServerLock(tmp_path).take()
    again = ServerLock(tmp_path)
    again.take()
    again.release()


@pytest.mark.parametrize("structure", STRUCTURES, ids=lambda structure: structure.slug)
def test_identifiers_are_valid(structure: DemoStructure) -> None:
    assert check(structure.type, structure.identifier) == structure.identifier


def test_edi_partner_enters_with_the_documented_password(seeded: World) -> None:
    with seeded.transaction() as context:
        caller = edi_entry.by_password(context, code=CODE, password=PASSWORD, client_ip="127.0.0.1")
    assert caller is not None
    assert caller.interfaces == frozenset(INTERFACES)
    assert CODE in (PROJECT / "README.md").read_text(encoding="utf-8")

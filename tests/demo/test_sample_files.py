"""AIFE's qualification files against the demonstration's directory, deposited by its supplier user."""

from collections.abc import Iterator

import pytest
from sqlmodel import col, select

from chorus_app.accounts.models import User
from chorus_app.demo.accounts import BY_SLUG
from chorus_app.demo.people import write_people
from chorus_app.demo.structures import BY_SLUG as STRUCTURE
from chorus_app.flux.deposit import PORTAL_APPLICATION, receive
from chorus_app.flux.enums import Door
from chorus_app.flux.models import Flux, Report, ReportFinding
from chorus_app.flux.steps import STEPS, Job
from chorus_app.formats.syntaxes import Space
from chorus_app.kernel.config import Settings
from chorus_app.kernel.context import World
from chorus_app.structures.models import Structure
from tests.conftest import NewWorld
from tests.samples import Sample, needs_samples, samples

pytestmark = [pytest.mark.slow, needs_samples]


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory, new_world: NewWorld) -> Iterator[World]:
    """The demonstration's people, nothing deposited yet."""
    world = new_world(Settings(data_dir=tmp_path_factory.mktemp("aife")))
    with world.transaction() as context:
        write_people(context, password_hash="unused")
    yield world
    world.close()


def deposited(world: World, sample: Sample) -> list[str]:
    """The blocking findings of the file's report."""
    syntax = sample.path.name[:8]
    file = world.files.put(sample.path.read_bytes())
    with world.reading() as context:
        actor = context.session.exec(select(User.id).where(User.login_email == BY_SLUG["supplier_user"].email)).one()
        acting = context.session.exec(
            select(Structure.id).where(Structure.identifier == STRUCTURE["batisseurs"].identifier)
        ).one()
    with world.transaction(actor_id=actor, structure_id=acting) as context:
        receipt = receive(
            context,
            door=Door.PORTAL,
            mode_depot="UPLOAD_PORTAIL",
            application_code=PORTAL_APPLICATION,
            syntax_code=syntax,
            space=Space.EMISES,
            file=file,
            name=sample.path.name,
            idempotency_key=sample.path.name,
        )
        flux_id = context.session.exec(select(Flux.id).where(Flux.number == receipt.number)).one()
    job = Job(world, flux_id)
    for step in STEPS:
        step.act(job)
    with world.reading() as context:
        query = (
            select(ReportFinding.code)
            .join(Report)
            .where(Report.flux_id == flux_id, ReportFinding.severity == "blocking")
            .order_by(col(ReportFinding.position))
        )
        return list(context.session.exec(query).all())


@pytest.mark.parametrize("sample", samples("aife"), ids=lambda sample: sample.file)
def test_sample_is_integrated_unless_its_number_was_used_before(sample: Sample, seeded: World) -> None:
    """Several of AIFE's files bear the same number: only the first of them can be integrated."""
    codes = deposited(seeded, sample)
    if sample.expected.startswith("accept"):
        assert codes in ([], ["CPP-DOUBLON"])
    else:
        assert codes
        assert codes != ["CPP-DOUBLON"]

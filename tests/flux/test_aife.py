"""AIFE's own qualification files through the whole import, each with the verdict of its manifest."""

import pytest

from chorus_app.flux.enums import FluxState
from chorus_app.formats.syntaxes import Space
from chorus_app.kernel.context import World
from chorus_app.kernel.identifiers import IdentifierType
from chorus_app.kernel.text import t
from chorus_app.structures.enums import StructureKind
from chorus_app.structures.models import Service, Structure
from tests.flux import scenes
from tests.flux.scenes import Cast, outcome
from tests.makers.directory import aife_directory
from tests.samples import Sample, needs_samples, samples

FILES = samples("aife")


def seed(world: World, cast: Cast) -> None:
    """The structures that the files name; Alice acts for all their suppliers."""
    with world.transaction() as context:
        for (kind, identifier), known in aife_directory().structures.items():
            made = Structure(
                identifier_type=IdentifierType(kind),
                identifier=identifier,
                name=known.name,
                name_key=known.name.casefold(),
                kind=StructureKind.PUBLIQUE if known.public else StructureKind.PRIVEE,
                code_service_required=known.code_service_required,
                engagement_required=known.engagement_required,
                engagement_or_service=known.engagement_or_service,
                is_state=known.state,
                created_at=context.now(),
            )
            if identifier in scenes.KNOWN:  # the cast has it already
                continue
            context.session.add(made)
            context.session.flush()
            if not known.public:
                scenes.attach(context, cast.alice, made)
            for code, service in known.services.items():
                row = Service(structure_id=made.id, code=code, name=code, active=service.active)
                row.engagement_required = service.engagement_required
                context.session.add(row)


@needs_samples
@pytest.mark.parametrize("sample", FILES, ids=[sample.path.stem for sample in FILES])
def test_aife_file_ends_as_its_manifest_says(importing: World, cast: Cast, sample: Sample) -> None:
    seed(importing, cast)
    syntax = sample.path.name.partition("_")[0]
    receipt = scenes.put(importing, cast, sample.path.read_bytes(), syntax, space=Space.EMISES, name=sample.path.name)
    report = outcome(importing, cast, receipt)
    accepted = sample.expected.startswith("accept")
    expected = FluxState.INTEGRATED if accepted else FluxState.REJECTED
    assert (report.flux.state, not scenes.codes(report)) == (expected, accepted), scenes.codes(report)
    for finding in report.findings:
        assert all(t(key, "fr", **finding.params) for key in (finding.title_key, finding.meaning_key, finding.todo_key))

"""What is let go at its term, and what stays."""

import os
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from chorus_app.audit.acts import Act
from chorus_app.audit.service import record
from chorus_app.drafts.enums import Manner
from chorus_app.drafts.models import Draft, DraftFile
from chorus_app.flux.models import Flux
from chorus_app.formats.syntaxes import Space
from chorus_app.kernel.context import World
from chorus_app.kernel.mail.models import Outbox
from chorus_app.operations import retention
from tests.audit.test_log import written
from tests.cli.conftest import Chorus, chorus
from tests.flux import scenes

__all__ = ["chorus"]


def test_mails_that_are_over_go_and_those_that_wait_stay(world: World) -> None:
    with world.transaction() as context:
        now = context.now()
        for subject, waits in (("over", None), ("waits", now)):
            context.session.add(
                Outbox(recipient="", subject=subject, text="", html="", created_at=now, next_attempt_at=waits)
            )
    world.clock.move(timedelta(days=90))
    assert retention.purge(world)["mails"] == 0
    world.clock.move(timedelta(seconds=1))
    assert retention.purge(world)["mails"] == 1
    with world.reading() as context:
        assert context.session.exec(select(Outbox.subject)).all() == ["waits"]


def test_old_drafts_go_with_their_files_and_sent_ones_stay(world: World) -> None:
    cast, kept, gone = scenes.cast(world), world.files.put(b"kept"), world.files.put(b"gone")
    with world.transaction() as context:
        now = context.now()
        for name, sha256, sent in (("old", gone.sha256, None), ("sent", kept.sha256, now)):
            draft = Draft(
                structure_id=cast.supplier,
                author_id=cast.alice,
                space=Space.EMISES,
                manner=Manner.PDF,
                sha256=sha256,
                file_name=name,
                created_at=now,
                changed_at=now,
                sent_at=sent,
            )
            context.session.add(draft)
            context.session.flush()
            context.session.add(DraftFile(draft_id=draft.id, name="x", mime_type="x", sha256=sha256, size=4))
    world.clock.move(timedelta(days=181))
    assert retention.purge(world)["drafts"] == 1
    with world.reading() as context:
        assert context.session.exec(select(Draft.file_name)).all() == ["sent"]
        assert context.session.exec(select(DraftFile.sha256)).all() == [kept.sha256]
    assert (world.files.path(kept.sha256).exists(), world.files.path(gone.sha256).exists()) == (True, False)


def test_files_that_no_row_names_go_after_a_day_and_deposited_ones_never(world: World) -> None:
    lonely, young = world.files.put(b"lonely"), world.files.put(b"young")
    scenes.put(world, scenes.cast(world), b"deposited", "FSO1137A")
    with world.reading() as context:
        deposited = context.session.exec(select(Flux.sha256)).one()
    for sha256 in (lonely.sha256, deposited):
        os.utime(world.files.path(sha256), (0, 0))
    at = world.clock.now().timestamp()
    os.utime(world.files.path(young.sha256), (at, at))
    assert retention.purge(world)["files"] == 1
    assert [world.files.path(s).exists() for s in (lonely.sha256, young.sha256, deposited)] == [False, True, True]


def test_audit_log_goes_after_a_year_and_the_purge_leaves_its_trace(world: World) -> None:
    with world.transaction() as context:
        record(context, act=Act.STRUCTURE_CREATED)
    world.clock.move(timedelta(days=366))
    assert retention.purge(world)["audit"] == 1
    assert [(entry.act, entry.after["audit"]) for entry in written(world)] == [("data_purged", 1), ("data_purged", 1)]


def test_purge_is_done_once_a_night(world: World) -> None:
    assert retention.purge_if_due(world)
    assert not retention.purge_if_due(world)
    world.clock.move(timedelta(hours=12))  # 02:30 in Paris
    assert not retention.purge_if_due(world)
    world.clock.move(timedelta(hours=1))
    assert retention.purge_if_due(world)
    assert not retention.purge_if_due(world)
    assert [entry.subject for entry in written(world)] == ["nightly", "nightly"]


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (datetime(2026, 11, 24, 1, 59, tzinfo=UTC), datetime(2026, 11, 23, 2, tzinfo=UTC)),
        (datetime(2026, 11, 24, 2, 0, tzinfo=UTC), datetime(2026, 11, 24, 2, tzinfo=UTC)),
        (datetime(2026, 7, 1, 1, 0, tzinfo=UTC), datetime(2026, 7, 1, 1, tzinfo=UTC)),
        (datetime(2026, 10, 25, 2, 30, tzinfo=UTC), datetime(2026, 10, 25, 2, tzinfo=UTC)),  # the clocks went back
    ],
)
def test_night_begins_at_three_in_paris(now: datetime, due: datetime) -> None:
    assert retention.last_night(now) == due


def test_command_purges_at_once(world: World, chorus: Chorus) -> None:
    done = chorus("purge")
    assert (done.exit_code, done.output) == (
        0,
        "Effacés : 0 mails, 0 brouillons, 0 pièces jointes mises de côté par l’API, 0 notifications, "
        "0 appels de l’API, 0 fichiers de retour EDI, 0 lignes de l’EDI, 0 fichiers, 0 lignes du journal.\n",
    )
    assert [entry.door for entry in written(world)] == ["command"]

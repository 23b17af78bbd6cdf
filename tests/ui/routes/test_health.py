"""`/sante` and `/metrics`: what everybody learns, and what only the token opens."""

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from chorus_app.accounts import service
from chorus_app.kernel.clock import StoppedClock
from chorus_app.kernel.config import Settings
from chorus_app.kernel.context import World
from chorus_app.kernel.mail.models import Outbox
from chorus_app.kernel.metrics import timed
from tests.conftest import NOW, NewWorld
from tests.flux import scenes
from tests.ui.doors import door

TOKEN = "un-jeton-long-et-secret"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def watched(tmp_path: Path, new_world: NewWorld) -> Iterator[World]:
    folder = tmp_path / "watched"
    folder.mkdir()
    made = new_world(Settings(data_dir=folder, metrics_token=SecretStr(TOKEN), health_free_bytes=0), StoppedClock(NOW))
    yield made
    made.close()


async def states(world: World) -> tuple[int, dict[str, str]]:
    async with door(world) as client:
        answer = await client.get("/sante", headers=BEARER)
    return answer.status_code, {check["nom"]: check["etat"] for check in answer.json()["controles"]}


async def test_everybody_learns_whether_the_portal_is_well_and_no_more(watched: World) -> None:
    async with door(watched) as client:
        for headers in ({}, {"Authorization": "Bearer faux"}, {"Authorization": f"Basic {TOKEN}"}):
            answer = await client.get("/sante", headers=headers)
            assert (answer.status_code, answer.json()) == (200, {"etat": "ok"})


async def test_token_opens_the_details(watched: World) -> None:
    assert await states(watched) == (
        200,
        dict.fromkeys(("disk_free_bytes", "database", "outbox_oldest_seconds", "import_oldest_seconds"), "ok"),
    )


async def test_without_a_configured_token_nobody_has_it(world: World) -> None:
    async with door(world) as client:
        for given in ("", "None", TOKEN):
            headers = {"Authorization": f"Bearer {given}"}
            assert "controles" not in (await client.get("/sante", headers=headers)).json()
            assert (await client.get("/metrics", headers=headers)).status_code == 404


async def test_import_that_waits_too_long_is_told(watched: World) -> None:
    scenes.put(watched, scenes.cast(watched), b"content", "FSO1137A")
    watched.clock.move(timedelta(minutes=15))
    assert (await states(watched))[0] == 200
    watched.clock.move(timedelta(seconds=1))
    status, found = await states(watched)
    assert (status, found["import_oldest_seconds"]) == (503, "late")


async def test_mail_that_waits_too_long_is_told(watched: World) -> None:
    with watched.transaction() as context:
        now = context.now()
        context.session.add(Outbox(recipient="", subject="", text="", html="", created_at=now, next_attempt_at=now))
    watched.clock.move(timedelta(hours=2))
    status, found = await states(watched)
    assert (status, found["outbox_oldest_seconds"]) == (503, "late")


async def test_full_disk_is_told(tmp_path: Path, new_world: NewWorld) -> None:
    free = shutil.disk_usage(tmp_path).free
    settings = Settings(data_dir=tmp_path, metrics_token=SecretStr(TOKEN), health_free_bytes=free * 2)
    made = new_world(settings, StoppedClock(NOW))
    assert (await states(made))[1]["disk_free_bytes"] == "late"
    made.close()


async def test_database_that_does_not_answer_is_told_without_a_trace(watched: World) -> None:
    watched.engine.dispose()
    watched.database.write_bytes(b"no database" * 1000)
    for beside in ("-wal", "-shm"):
        Path(f"{watched.database}{beside}").unlink(missing_ok=True)
    status, found = await states(watched)
    assert (status, found["database"], found["import_oldest_seconds"]) == (503, "failed", "failed")


async def test_metrics_are_for_the_token_alone(watched: World) -> None:
    async with door(watched) as client:
        assert (await client.get("/metrics")).status_code == 404
        assert (await client.get("/metrics", headers={"Authorization": "Bearer faux"})).status_code == 404
        await client.get("/suivi-des-flux/secret-id/fichier")
        answer = await client.get("/metrics", headers=BEARER)
    assert answer.status_code == 200
    text = answer.text
    for line in (
        'chorus_imports{state="',
        "chorus_import_queue 0.0",
        "chorus_outbox_waiting 0.0",
        'chorus_healthy{check="database"} 1.0',
        'chorus_http_requests_total{route="/suivi-des-flux/{flux}/fichier",status="401"}',
    ):
        assert line in text
    assert "secret-id" not in text


async def test_services_are_timed_by_name_and_outcome(watched: World) -> None:
    with timed(service.operators):
        pass
    failing: Callable[..., object] = service.name_operator
    with pytest.raises(ZeroDivisionError), timed(failing):
        raise ZeroDivisionError
    async with door(watched) as client:
        text = (await client.get("/metrics", headers=BEARER)).text
    assert 'chorus_act_seconds_count{act="accounts.service.operators",outcome="done"}' in text
    assert 'chorus_act_seconds_count{act="accounts.service.name_operator",outcome="refused"}' in text

"""`chorus approve`, also while a server watches."""

import asyncio
import os
import sys
from datetime import timedelta
from pathlib import Path

from chorus_app.formats.papers import Paper
from chorus_app.kernel.context import World
from chorus_app.structures import perms, proofs, queries
from chorus_app.structures.enums import RequestState
from tests.cli.conftest import Chorus
from tests.factories import make_request, make_structure, make_user, sent_mails


def test_requests_are_listed_and_accepted(world: World, chorus: Chorus) -> None:
    alice, structure = make_user(world), make_structure(world)
    request = make_request(world, alice, structure)
    assert chorus("approve", "list").output.splitlines() == [
        f"{request.public_id}  24/11/2026 14:30  Alice Test (alice@demo.test) : "
        "demande de rattachement à Béton & Cie (73282932000074)",
        "1 demande en attente.",
    ]
    done = chorus("approve", "accept", request.public_id)
    assert (done.exit_code, done.output) == (
        0,
        "La demande de rattachement à Béton & Cie de Alice Test est approuvée.\n",
    )
    assert chorus("approve", "list").output == "Aucune demande en attente.\n"
    with world.reading(actor_id=alice.id) as context:
        assert perms.may_deposit(context, structure_id=structure.id)
    again = chorus("approve", "accept", request.public_id)
    assert again.exit_code == 1
    assert "a déjà été approuvée par l’administrateur du portail" in again.output


def test_request_is_refused_with_its_reason(world: World, chorus: Chorus) -> None:
    alice = make_user(world)
    request = make_request(world, alice, make_structure(world))
    assert chorus("approve", "refuse", request.public_id).exit_code == 2
    assert chorus("approve", "refuse", request.public_id, "--motif", " ").exit_code == 1
    assert chorus("approve", "refuse", request.public_id, "--motif", "Doublon").exit_code == 0
    with world.reading(actor_id=alice.id) as context:
        [row] = queries.my_requests(context)
    assert (row.state, row.reason, row.answered_by) == (RequestState.REFUSEE, "Doublon", "")
    assert "« Doublon »" in sent_mails(world, "alice@demo.test")[0].text


def test_unknown_request_is_refused(chorus: Chorus) -> None:
    assert chorus("approve", "accept", "unknown").exit_code == 1


async def test_server_hears_what_another_process_approves(world: World) -> None:
    alice, structure = make_user(world), make_structure(world)
    request = make_request(world, alice, structure)
    listening = asyncio.create_task(world.bell.listen())
    watching = world.bell.watching
    async with watching(f"user:{alice.id}") as asker, watching(f"approvals:{structure.id}") as managers:
        await asyncio.sleep(0)
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "chorus_app.cli.main",
            "approve",
            "accept",
            request.public_id,
            env={**os.environ, "CHORUS_DATA_DIR": str(world.folder)},
        )
        async with asyncio.timeout(30):
            await asyncio.gather(asker.wait(), managers.wait())
        assert await process.wait() == 0
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)


def test_proof_of_a_blocked_request_is_listed_and_written(world: World, chorus: Chorus, tmp_path: Path) -> None:
    alice = make_user(world)
    request = make_request(world, alice, make_structure(world))
    world.clock.move(timedelta(days=15))
    with world.transaction(actor_id=alice.id) as context:
        stored = world.files.put(b"%PDF-1.7")
        sent = proofs.send(context, request_id=request.public_id, stored=stored, name="kbis.pdf", paper=Paper.PDF)
    assert f"    justificatif {sent}  09/12/2026 14:30  kbis.pdf" in chorus("approve", "list").output.splitlines()
    file = tmp_path / "kbis.pdf"
    done = chorus("approve", "proof", sent, str(file))
    assert (done.exit_code, file.read_bytes()) == (0, b"%PDF-1.7")
    assert chorus("approve", "proof", sent, str(file)).exit_code == 1  # nothing is overwritten
    assert chorus("approve", "proof", "unknown", str(tmp_path / "other.pdf")).exit_code == 1

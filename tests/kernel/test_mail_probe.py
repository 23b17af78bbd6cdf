"""Whether the mail server answers, asked of a real one."""

from pathlib import Path

from chorus_app.kernel.context import World
from chorus_app.kernel.mail.probe import KEEP, mails_wait
from tests.posting import Peer, peer, posting_world, running, server

__all__ = ["peer", "server"]


async def test_mails_wait_while_the_server_is_away_and_no_longer(
    tmp_path: Path, peer: Peer, unused_tcp_port: int
) -> None:
    world = posting_world(tmp_path, unused_tcp_port)
    assert await mails_wait(world)
    with running(peer, unused_tcp_port):
        assert await mails_wait(world)  # asked a moment ago
        world.clock.move(KEEP)
        assert not await mails_wait(world)
    assert peer.mails == []
    world.close()


async def test_mails_do_not_wait_for_one_who_is_refused(tmp_path: Path, peer: Peer, server: int) -> None:
    peer.answers = ["450 greylisted"]
    world = posting_world(tmp_path, server)
    assert not await mails_wait(world)
    world.close()


async def test_without_a_server_no_mail_waits(world: World) -> None:
    assert not await mails_wait(world)

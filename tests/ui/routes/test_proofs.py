"""The door of proofs: what is no paper does not come in, and nobody but sender and operator reads one."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from chorus_app.accounts.models import User
from chorus_app.formats.papers import Paper, check_paper
from chorus_app.kernel.children import Children
from chorus_app.kernel.context import World
from chorus_app.structures.models import AttachmentRequest
from chorus_app.ui.routes.proofs import PATH
from tests.factories import make_member, make_request, make_structure, make_user
from tests.makers.invoices import make_pdf
from tests.ui.doors import door

pytestmark = pytest.mark.asyncio


@pytest.fixture
def scene(world: World, children: Children) -> Iterator[tuple[User, AttachmentRequest]]:
    """Bob's request has waited for 15 days."""
    structure, bob = make_structure(world), make_user(world, "bob")
    make_member(world, make_user(world), structure)
    request = make_request(world, bob, structure)
    world.clock.move(timedelta(days=15))
    world.__dict__["children"] = children
    yield bob, request
    del world.__dict__["children"]


def picture(folder: Path, kind: str) -> bytes:
    path = folder / f"picture.{kind}"
    Image.new("RGB", (20, 20)).save(path)
    return path.read_bytes()


def files(world: World) -> int:
    return len([path for path in world.files.folder.rglob("*") if path.is_file()])


@pytest.mark.parametrize("kind", ["pdf", "png", "jpeg"])
async def test_paper_is_taken_and_read_by_its_sender_alone(
    world: World, scene: tuple[User, AttachmentRequest], tmp_path: Path, kind: str
) -> None:
    bob, request = scene
    content = make_pdf() if kind == "pdf" else picture(tmp_path, kind)
    async with door(world, bob.id) as client:
        answer = await client.post(
            f"{PATH}?demande={request.public_id}", content=content, headers={"X-File-Name": "Kbis%20%C3%A9t%C3%A9.doc"}
        )
        assert answer.status_code == 201
        proof = answer.json()["upload"]
        read = await client.get(f"/justificatifs/{proof}")
    suffix = {"pdf": "pdf", "png": "png", "jpeg": "jpg"}[kind]
    assert read.content == content
    assert read.headers["content-disposition"] == f"attachment; filename*=UTF-8''Kbis%20%C3%A9t%C3%A9.{suffix}"
    assert read.headers["content-type"] == "application/octet-stream"
    told = []
    async with door(world, make_user(world, "charlie").id) as client:
        for public_id in (proof, "unknown"):
            answer = await client.get(f"/justificatifs/{public_id}")
            told.append((answer.status_code, answer.json()))
    assert (told[0], told[0][0]) == (told[1], 404)
    async with door(world) as client:
        assert (await client.get(f"/justificatifs/{proof}")).status_code == 401


async def test_operator_reads_it(world: World, scene: tuple[User, AttachmentRequest]) -> None:
    bob, request = scene
    async with door(world, bob.id) as client:
        answer = await client.post(f"{PATH}?demande={request.public_id}", content=make_pdf())
    operator = make_user(world, "dora")
    with world.transaction() as context:
        context.session.get_one(User, operator.id).operator_since = context.now()
    async with door(world, operator.id) as client:
        assert (await client.get(f"/justificatifs/{answer.json()['upload']}")).status_code == 200


@pytest.mark.parametrize(
    "content", [b"", b"MZ\x90\x00", b"<html>", b"%PDF-1.7 broken", b"\x89PNG\r\n\x1a\nbroken", b"\xff\xd8\xffbroken"]
)
async def test_what_is_no_paper_leaves_nothing(
    world: World, scene: tuple[User, AttachmentRequest], content: bytes
) -> None:
    bob, request = scene
    async with door(world, bob.id) as client:
        answer = await client.post(f"{PATH}?demande={request.public_id}", content=content)
    assert (answer.status_code, files(world)) == (422, 0)


async def test_too_large_or_too_early_or_nobodys_leaves_nothing(
    world: World, scene: tuple[User, AttachmentRequest]
) -> None:
    bob, request = scene
    address = f"{PATH}?demande={request.public_id}"
    async with door(world, bob.id) as client:
        assert (await client.post(address, content=bytes(10_000_001))).status_code == 413
        world.clock.move(timedelta(days=-1))
        assert (await client.post(address, content=make_pdf())).status_code == 409
        world.clock.move(timedelta(days=1))
    async with door(world) as client:
        assert (await client.post(address, content=make_pdf())).status_code == 401
    told = []
    async with door(world, make_user(world, "charlie").id) as client:
        for about in (address, f"{PATH}?demande=unknown", PATH):
            answer = await client.post(about, content=make_pdf())
            told.append((answer.status_code, answer.json()))
    assert ([status for status, _ in told], len({str(answer) for answer in told})) == ([404] * 3, 1)
    assert files(world) == 0


async def test_many_files_at_once_are_slowed_down(world: World, scene: tuple[User, AttachmentRequest]) -> None:
    bob, request = scene
    async with door(world, bob.id) as client:
        codes = [
            (await client.post(f"{PATH}?demande={request.public_id}", content=b"no paper")).status_code
            for _ in range(31)
        ]
    assert codes == [422] * 30 + [429]


async def test_picture_of_too_many_points_is_refused(tmp_path: Path) -> None:
    """A small file that would fill the memory once it is drawn."""
    bomb = tmp_path / "bomb.png"
    Image.new("1", (20_000, 20_000)).save(bomb)
    assert check_paper(str(bomb)) is None
    protected = tmp_path / "fine.png"
    Image.new("1", (10, 10)).save(protected)
    assert check_paper(str(protected)) is Paper.PNG

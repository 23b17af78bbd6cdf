"""Certificates of the raccordement: each fault has its own text, and a private key is never kept."""

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
from sqlmodel import select

from chorus_app.kernel import french
from chorus_app.kernel.context import World
from chorus_app.kernel.errors import Conflict, Denied, Invalid, NotFound
from chorus_app.kernel.text import t
from chorus_app.notifications.enums import NewsKind
from chorus_app.notifications.models import Notification
from chorus_app.raccordement import certificates, reminders, service
from chorus_app.raccordement.models import TechnicalAccount
from chorus_app.raccordement.reminders import due
from chorus_app.raccordement.x509 import MAX_BYTES, read_certificate
from tests.bank_details.scenes import Cast
from tests.makers.certificates import SUBJECT, der, make_certificate, pem, private_keys


def send(world: World, actors: Cast, content: bytes, *, by: int = 0) -> str:
    with world.transaction(actor_id=by or actors.alice, structure_id=actors.structure) as context:
        return certificates.send_certificate(context, content=content)


@pytest.mark.parametrize("kind", ["rsa", "p256"])
@pytest.mark.parametrize("form", [pem, der])
def test_certificate_is_read_in_both_forms(world: World, kind: str, form: type) -> None:
    made = make_certificate(world.clock.now(), kind=kind)
    read = read_certificate(form(made), now=world.clock.now())
    assert (read.subject, read.issuer) == (f"CN={SUBJECT}", "CN=Autorité Démo")
    assert (read.not_after, read.pem) == (made.not_valid_after_utc, pem(made).decode())


def test_first_of_a_chain_counts_and_words_around_it_do_not(world: World) -> None:
    now = world.clock.now()
    first, second = make_certificate(now), make_certificate(now, kind="own", issuer=SUBJECT)
    read = read_certificate(b"Bag Attributes\n" + pem(first) + pem(second), now=now)
    assert read.pem == pem(first).decode()


def fault(content: bytes, world: World) -> str:
    with pytest.raises(Invalid) as refused:
        read_certificate(content, now=world.clock.now())
    return refused.value.key.rpartition(".")[2]


def test_each_fault_has_its_own_text(world: World) -> None:
    now = world.clock.now()
    assert fault(pem(make_certificate(now, since=-90, until=-1)), world) == "expired"
    assert fault(pem(make_certificate(now, since=1)), world) == "not_yet"
    assert fault(pem(make_certificate(now, kind="own", issuer=SUBJECT)), world) == "self_signed"
    for kind in ("short", "dsa", "ed25519", "k1"):
        assert fault(pem(make_certificate(now, kind=kind)), world) == "key_type"
    broken = pem(make_certificate(now)).replace(b"M", b"N")
    for content in (b"", b"%PDF-1.4", b"\x30\x82", broken, der(make_certificate(now))[:-5], b"\x00" * 100):
        assert fault(content, world) == "not_a_certificate"
    assert fault(b" " * (MAX_BYTES + 1), world) == "too_large"
    names = ("too_large", "private_key", "not_a_certificate", "key_type", "expired", "not_yet", "self_signed")
    texts = {t(f"raccordement.certificate.wrong.{name}", bits=1, day="", kilobytes=1) for name in names}
    assert len(texts) == len(names)


def test_private_key_is_told_and_nothing_of_it_is_kept(world: World, actors: Cast) -> None:
    for content in private_keys(make_certificate(world.clock.now(), kind="own")).values():
        with pytest.raises(Invalid, match="private_key"):
            send(world, actors, content)
    with closing(sqlite3.connect(world.database)) as opened:
        assert opened.execute("SELECT count(*) FROM chorus_certificate").fetchone() == (0,)
    assert list(world.files.every()) == []


def test_certificate_is_sent_updated_and_taken_off(world: World, actors: Cast) -> None:
    now = world.clock.now()
    first, second = pem(make_certificate(now)), der(make_certificate(now, until=400))
    send(world, actors, first)
    with pytest.raises(Conflict, match="same"):
        send(world, actors, first)
    public_id = send(world, actors, second)
    with world.transaction(actor_id=actors.anne, structure_id=actors.structure) as context:
        shown = certificates.certificate(context)
        assert shown is not None
        assert (shown.public_id, shown.over) == (public_id, False)
        assert french.day(shown.not_after) == french.day(now + timedelta(days=400))
        certificates.take_off_certificate(context, public_id=public_id)
        assert certificates.certificate(context) is None
        with pytest.raises(NotFound):
            certificates.take_off_certificate(context, public_id=public_id)


def test_bob_and_charlie_neither_send_nor_see_nor_take_off(world: World, actors: Cast) -> None:
    content = pem(make_certificate(world.clock.now()))
    public_id = send(world, actors, content)
    for stranger in (actors.bob, actors.charlie):
        with pytest.raises(Denied):
            send(world, actors, content, by=stranger)
        with world.transaction(actor_id=stranger, structure_id=actors.structure) as context, pytest.raises(Denied):
            certificates.certificate(context)
        with world.transaction(actor_id=stranger, structure_id=actors.structure) as context, pytest.raises(Denied):
            certificates.take_off_certificate(context, public_id=public_id)


@pytest.mark.parametrize(
    ("left", "told", "expected"),
    [(31, None, None), (30, None, 30), (12, None, 30), (12, 30, None), (7, 30, 7), (1, 7, 1), (0, 1, 0), (-3, 0, None)],
)
def test_reminder_is_due_once_for_each_term(world: World, left: int, told: int | None, expected: int | None) -> None:
    now = world.clock.now()
    assert due(now, now + timedelta(days=left), told) == expected


def news(world: World, user_id: int) -> list[NewsKind]:
    with world.reading() as context:
        query = select(Notification.kind).where(Notification.user_id == user_id)
        return list(context.session.exec(query.order_by(Notification.id)))  # type: ignore[arg-type]


def test_managers_are_reminded_of_passwords_and_certificates(world: World, actors: Cast) -> None:
    with world.transaction(actor_id=actors.alice, structure_id=actors.structure) as context:
        opened = service.open_account(context)
        closed = service.open_account(context)
        service.close_account(context, public_id=closed.public_id)
    send(world, actors, pem(make_certificate(world.clock.now(), until=424)))
    for days in (393, 1, 10, 13, 7, 0):
        world.clock.move(timedelta(days=days))
        with world.transaction() as context:
            reminders.sweep(context)
    ends, ended = NewsKind.PASSWORD_ENDS, NewsKind.PASSWORD_ENDED
    of_certificate = [NewsKind.CERTIFICATE_ENDS] * 2 + [NewsKind.CERTIFICATE_ENDED]
    assert [kind for kind in news(world, actors.alice) if "password" in kind] == [ends, ends, ended]
    assert [kind for kind in news(world, actors.anne) if "certificate" in kind] == of_certificate
    assert news(world, actors.bob) == news(world, actors.charlie) == []
    with world.transaction(actor_id=actors.alice, structure_id=actors.structure) as context:
        service.renew_password(context, public_id=opened.public_id)
        row = context.session.exec(select(TechnicalAccount).where(TechnicalAccount.login == opened.login)).one()
        assert row.told_days is None

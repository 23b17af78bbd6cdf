"""The outbox and the local mailbox."""

import pytest

from chorus_app.kernel.config import Settings
from chorus_app.kernel.context import World
from chorus_app.kernel.errors import Invalid, NotFound
from chorus_app.kernel.mail.queries import mail, mailbox
from chorus_app.kernel.mail.service import send_later
from chorus_app.kernel.mail.templates import Template, write
from chorus_app.kernel.paging import PageRequest

NOTE = Template("mails.footer", "mails.footer", "mails.footer")
GREETED = Template("mails.greeting", "mails.greeting", "mails.footer")
NAMES = {"first_name": "Zoé", "last_name": "Martin"}


def send(world: World, to: str = "zoe@demo.test", **params: object) -> None:
    with world.transaction() as context:
        send_later(context, to=to, template=NOTE, path="/connexion", **{**NAMES, **params})


def test_mail_goes_to_the_local_mailbox_with_link_from_the_configured_address(world: World) -> None:
    send(world)
    with world.reading() as context:
        [row] = mailbox(context).rows
        opened = mail(context, public_id=row.public_id)
    assert (row.recipient, opened.link) == ("zoe@demo.test", "http://localhost:3000/connexion")
    assert "http://localhost:3000/connexion" in opened.text
    assert 'href="http://localhost:3000/connexion"' in opened.html


def test_mailbox_newest_first_in_pages_and_by_words(world: World) -> None:
    for number in range(3):
        send(world, to=f"a{number}@demo.test")
    with world.reading() as context:
        first = mailbox(context, page=PageRequest(page=1, size=2))
        second = mailbox(context, page=PageRequest(page=2, size=2))
        by_name = mailbox(context, text="A1@")
        wildcard = mailbox(context, text="%")
    assert [row.recipient for row in first.rows] == ["a2@demo.test", "a1@demo.test"]
    assert [row.recipient for row in second.rows] == ["a0@demo.test"]
    assert (first.total, first.pages, by_name.total, wildcard.total) == (3, 2, 1, 0)


def test_mailbox_unknown_outside_demo_mode(world: World) -> None:
    send(world)
    real = World(Settings(data_dir=world.folder, demo=False), world.clock)
    with real.reading() as context:
        with pytest.raises(NotFound):
            mailbox(context)
        with pytest.raises(NotFound):
            mail(context, public_id="any")
    real.close()


def test_unknown_mail_not_found(world: World) -> None:
    with world.reading() as context, pytest.raises(NotFound):
        mail(context, public_id="nothing")


def test_mail_not_sent_when_the_act_is_rolled_back(world: World) -> None:
    with pytest.raises(RuntimeError), world.transaction() as context:
        send_later(context, to="zoe@demo.test", template=NOTE, path="/", **NAMES)
        raise RuntimeError
    with world.reading() as context:
        assert mailbox(context).total == 0


@pytest.mark.parametrize("to", ["zoe@demo.test\nBcc: eve@demo.test", "zoe@demo.test\r\n\r\ntext", "nobody", ""])
def test_recipient_that_smuggles_a_header_refused(world: World, to: str) -> None:
    with pytest.raises(Invalid):
        send(world, to=to)


def test_parameters_stay_text_in_subject_and_html() -> None:
    hostile = {"first_name": "<script>alert(1)</script>", "last_name": "{link}\r\nBcc: eve@demo.test {{7*7}}"}
    letter = write(GREETED, link="http://localhost:3000/", language="fr", **hostile)
    assert "\n" not in letter.subject
    assert "\r" not in letter.subject
    assert "<script>" not in letter.html
    assert "{link}" in letter.text
    assert "{{7*7}}" in letter.text

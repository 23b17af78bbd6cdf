"""The audit log as the operator reads it; to others it does not exist."""

import json
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from chorus_app.accounts import service, sessions, sign_in
from chorus_app.audit.acts import Act, Kind
from chorus_app.audit.service import record
from chorus_app.kernel.context import Context, World
from chorus_app.kernel.errors import AppError, Conflict, NotFound
from chorus_app.kernel.paging import PageRequest
from chorus_app.operations.journal import JournalFilters, JournalRow, each_entry, last_entry, list_entries
from chorus_app.operations.journal_files import as_csv, as_json_lines
from chorus_app.structures import attachments, memberships
from chorus_app.structures.service import create_structure
from tests.factories import PASSWORD, make_member, make_request, make_structure, make_user
from tests.operations.cast import COMMAND, acting, make_operator


def rows(world: World, filters: JournalFilters | None = None, page: PageRequest | None = None) -> list[JournalRow]:
    with world.transaction(source=COMMAND) as context:
        return list(list_entries(context, filters=filters, page=page).rows)


def acts(world: World, **filters: object) -> list[tuple[str, str, str]]:
    """Act, who, about whom or what; oldest first."""
    page = PageRequest(sort="date", descending=False, size=200)
    found = rows(world, JournalFilters(**filters), page)  # type: ignore[arg-type]
    return [(row.act, row.actor.partition(" <")[0], row.subject.partition(" <")[0]) for row in found]


def test_acts_on_accounts_are_in_the_log(world: World) -> None:
    olga, alice = make_operator(world), make_user(world)
    with acting(world, olga) as context:
        service.hand_out_link(context, email=alice.login_email)
        service.sign_out_account(context, email=alice.login_email)
        service.disable_account(context, email=alice.login_email, reason="départ")
        service.enable_account(context, email=alice.login_email)
    with acting(world, alice) as context:
        sessions.sign_out_everywhere(context)
    assert acts(world) == [
        ("operator_named", "", "Olga Test"),
        ("link_handed_out", "Olga Test", "Alice Test"),
        ("signed_out_everywhere", "Olga Test", "Alice Test"),
        ("account_disabled", "Olga Test", "Alice Test"),
        ("account_enabled", "Olga Test", "Alice Test"),
        ("signed_out_everywhere", "Alice Test", "Alice Test"),
    ]


def test_sign_ins_and_refusals_are_in_the_log_without_what_was_typed(world: World) -> None:
    alice = make_user(world)
    make_user(world, "asleep", active=False)
    tries = [("alice@demo.test", PASSWORD), ("alice@demo.test", "faux"), ("zoe@demo.test", "mot de passe égaré")]
    for email, password in tries:
        with world.transaction() as context:
            try:
                ticket = sign_in.sign_in(context, email=email, password=password, client_ip="203.0.113.77")
            except AppError:
                continue
        with world.transaction() as context:
            sessions.redeem_ticket(context, ticket=ticket, user_agent="")
    found = rows(world, page=PageRequest(sort="date", descending=False))
    assert [(row.act, row.subject_id, row.after, row.network) for row in found] == [
        ("signed_in", alice.public_id, {}, ""),
        ("sign_in_failed", alice.public_id, {"cause": "accounts.sign_in.refused"}, "203.0.113.0/24"),
        ("sign_in_failed", "", {"cause": "accounts.sign_in.refused"}, "203.0.113.0/24"),
    ]
    assert "zoe" not in repr(found)
    assert "égaré" not in repr(found)


def test_acts_of_managers_are_in_the_log(world: World) -> None:
    alice, bob, charlie = (make_user(world, name) for name in ("alice", "bob", "charlie"))
    with acting(world, alice) as context:
        structure = create_structure(
            context, identifier_type="SIRET", identifier="73282932000074", name="Béton & Cie", city="Lyon"
        )
    of_bob, of_charlie = make_request(world, bob, structure), make_request(world, charlie, structure)
    with acting(world, alice) as context:
        attachments.approve(context, public_id=of_bob.public_id)
        attachments.refuse(context, public_id=of_charlie.public_id, reason="Inconnu ici")
    membership = make_member(world, charlie, structure, ())
    with acting(world, alice) as context:
        memberships.end_membership(context, public_id=membership.public_id)
    found = rows(world, page=PageRequest(sort="date", descending=False))
    assert [(row.act, row.actor, row.subject, row.reason) for row in found] == [
        ("structure_created", "Alice Test <alice@demo.test>", "Béton & Cie", ""),
        ("request_approved", "Alice Test <alice@demo.test>", "Béton & Cie", ""),
        ("request_refused", "Alice Test <alice@demo.test>", "Béton & Cie", "Inconnu ici"),
        ("membership_ended", "Alice Test <alice@demo.test>", "Béton & Cie", ""),
    ]
    assert [row.after.get("account") or row.before.get("account") for row in found] == [
        None,
        "Bob Test <bob@demo.test>",
        "Charlie Test <charlie@demo.test>",
        "Charlie Test <charlie@demo.test>",
    ]


def test_log_is_narrowed_by_act_person_words_and_days(world: World) -> None:
    olga, alice = make_operator(world), make_user(world)
    world.clock.move(timedelta(days=1))
    with acting(world, olga) as context:
        service.disable_account(context, email=alice.login_email, reason="Départ à la retraite")
    world.clock.move(timedelta(days=1))
    with acting(world, alice) as context:
        record(context, act=Act.STRUCTURE_CREATED, kind=Kind.STRUCTURE, subject="Hôpital d’Évry")
    named = ("operator_named", "", "Olga Test")
    disabled = ("account_disabled", "Olga Test", "Alice Test")
    created = ("structure_created", "Alice Test", "Hôpital d’Évry")
    assert acts(world) == [named, disabled, created]
    assert acts(world, act="account_disabled") == [disabled]
    assert acts(world, person="alice test") == [disabled, created]
    assert acts(world, person="olga@demo.test") == [named, disabled]
    assert acts(world, person="personne") == []
    assert acts(world, text="retraite") == [disabled]
    assert acts(world, text="hopital evry") == [created]
    assert acts(world, since=date(2026, 11, 25), until=date(2026, 11, 25)) == [disabled]
    assert acts(world, since=date(2026, 11, 27)) == []


def test_log_is_read_page_by_page_newest_first(world: World) -> None:
    with world.transaction(source=COMMAND) as context:
        for number in range(7):
            record(context, act=Act.STRUCTURE_CREATED, kind=Kind.STRUCTURE, subject=str(number))
        page = list_entries(context, page=PageRequest(page=2, size=3, sort="date"))
    assert (page.total, page.pages, [row.subject for row in page.rows]) == (7, 3, ["3", "2", "1"])


@pytest.mark.parametrize("who", ["nobody", "charlie", "alice"])
def test_log_does_not_exist_for_who_is_no_operator(world: World, who: str) -> None:
    user = None if who == "nobody" else make_user(world, who)
    if user and who == "alice":
        make_member(world, user, make_structure(world))
    readers: list[Callable[[Context], object]] = [
        list_entries,
        lambda context: next(each_entry(context, filters=JournalFilters(), page=PageRequest())),
    ]
    for read in readers:
        with acting(world, user) as context, pytest.raises(NotFound):
            read(context)


def test_operator_whose_right_was_withdrawn_reads_nothing(world: World) -> None:
    olga, _ = make_operator(world), make_operator(world, "otto")
    with acting(world, olga) as context:
        assert list_entries(context).total == 2
    with world.transaction(source=COMMAND) as context:
        service.withdraw_operator(context, email=olga.login_email)
    with acting(world, olga) as context, pytest.raises(NotFound):
        list_entries(context)


def test_last_operator_stays(world: World) -> None:
    olga = make_operator(world)
    for act in (service.withdraw_operator, service.disable_account):
        with world.transaction(source=COMMAND) as context, pytest.raises(Conflict):
            act(context, email=olga.login_email)
    with acting(world, olga) as context:
        assert list_entries(context).total == 1


def test_last_entry_of_some_acts(world: World) -> None:
    with world.transaction(source=COMMAND) as context:
        assert last_entry(context, Act.BACKUP_MADE) is None
        for name in ("un", "deux"):
            record(context, act=Act.BACKUP_MADE, subject=name)
        record(context, act=Act.DATA_PURGED, subject="trois")
        found = last_entry(context, Act.BACKUP_MADE)
    assert found is not None
    assert found.subject == "deux"


def test_exports_hold_every_entry_and_no_formula(world: World) -> None:
    with world.transaction(source=COMMAND) as context:
        record(context, act=Act.STRUCTURE_CREATED, kind=Kind.STRUCTURE, subject="=1+1", after={"name": "É"})
    with world.transaction(source=COMMAND) as context:
        entries = list(each_entry(context, filters=JournalFilters(), page=PageRequest(descending=False)))
    head, line = "".join(as_csv(entries)).split("\r\n")[:2]
    assert head.startswith("\ufeffNuméro;Date (UTC);Acte;")
    assert line == (
        "1;2026-11-24T13:30:00+00:00;Structure créée;structure_created;;;;ligne de commande;;structure;;'=1+1;;;"
        '"{""name"": ""É""}"'
    )
    (told,) = [json.loads(one) for one in as_json_lines(entries)]
    assert (told["act"], told["at"], told["after"]) == ("structure_created", "2026-11-24T13:30:00+00:00", {"name": "É"})

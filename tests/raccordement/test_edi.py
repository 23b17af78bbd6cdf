"""The EDI raccordement of a structure: who may, what is written, what is refused, who enters."""

import stat
from collections.abc import Callable
from contextlib import AbstractContextManager
from ipaddress import ip_address

import pytest
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from sqlmodel import col, select

from chorus_app.accounts.models import User
from chorus_app.accounts.queries import find_user
from chorus_app.audit.models import AuditEntry
from chorus_app.kernel.context import Context, World
from chorus_app.kernel.errors import Conflict, Denied, Invalid, NotFound
from chorus_app.raccordement import edi, edi_entry, host_key
from chorus_app.raccordement.models import EdiPartner
from chorus_app.raccordement.networks import read_networks, within
from chorus_app.raccordement.public_keys import fingerprint_of, read_public_key
from chorus_app.structures.memberships import NEWCOMER
from chorus_app.structures.models import Structure, StructureChange
from tests.factories import MANAGER, make_member, make_structure, make_user
from tests.makers.invoices import RECIPIENT_SIRET, SUPPLIER_SIRET

Who = tuple[int, int]
ACTS: tuple[Callable[[Context], object], ...] = (
    lambda context: edi.subscribe(context, interfaces=["FSO1100A"]),
    lambda context: edi.limit_networks(context, typed="192.0.2.1"),
    edi.renew_password,
    lambda context: edi.change_key(context, pasted=""),
    edi.activate,
    edi.suspend,
)
HOME = "192.0.2.1"


@pytest.fixture
def alice(world: World) -> Who:
    """A manager, and her structure."""
    user, structure = make_user(world), make_structure(world, "Maçonnerie Démo", identifier=SUPPLIER_SIRET)
    make_member(world, user, structure, MANAGER)
    return user.id, structure.id


def acting(world: World, who: Who) -> AbstractContextManager[Context]:
    return world.transaction(actor_id=who[0], structure_id=who[1])


def public(key: ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | dsa.DSAPrivateKey) -> str:
    return key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()


KEY = public(ed25519.Ed25519PrivateKey.generate())


def opened(world: World, alice: Who) -> str:
    """Alice's raccordement is declared and active; answers its password."""
    with acting(world, alice) as context:
        edi.declare(context)
        edi.subscribe(context, interfaces=["FSO1100A", "FSO1137A"])
        secret = edi.renew_password(context)
        edi.activate(context)
    return secret.secret


def test_declared_structure_gets_a_code_that_recalls_its_name(world: World, alice: Who) -> None:
    with acting(world, alice) as context:
        assert edi.view(context) is None
        assert edi.declare(context) == "MAC001"
        found = edi.view(context)
        with pytest.raises(Conflict):
            edi.declare(context)
    assert found is not None
    assert (found.code, found.active, found.password_at, found.interfaces) == ("MAC001", False, None, ())


@pytest.mark.parametrize(
    ("name", "code"), [("Électricité", "ELE001"), ("CPP Conseil", "XPP001"), ("42", "XXX001"), ("A", "AXX001")]
)
def test_code_is_made_of_letters_and_never_the_portals_own(world: World, name: str, code: str) -> None:
    who = make_user(world)
    structure = make_structure(world, name)
    make_member(world, who, structure, MANAGER)
    with acting(world, (who.id, structure.id)) as context:
        assert edi.declare(context) == code


def test_two_structures_of_one_name_have_two_codes(world: World) -> None:
    codes = []
    for identifier in (SUPPLIER_SIRET, RECIPIENT_SIRET):
        user, structure = make_user(world, f"m{identifier}"), make_structure(world, "Maçonnerie", identifier=identifier)
        make_member(world, user, structure, MANAGER)
        with acting(world, (user.id, structure.id)) as context:
            codes.append(edi.declare(context))
    assert codes == ["MAC001", "MAC002"]


def test_codes_of_a_name_can_run_out(world: World, alice: Who, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edi, "MOST_OF_A_NAME", 0)
    with acting(world, alice) as context, pytest.raises(Conflict, match="no_code"):
        edi.declare(context)


def test_password_is_shown_once_and_kept_as_a_hash(world: World, alice: Who) -> None:
    secret = opened(world, alice)
    with world.reading() as context:
        kept = context.session.exec(select(EdiPartner)).one()
    assert len(secret) == 43
    assert secret not in str(kept.model_dump())
    assert world.database.read_bytes().find(secret.encode()) == -1


def test_nobody_signs_in_with_the_account_that_deposits(world: World, alice: Who) -> None:
    opened(world, alice)
    with world.reading() as context:
        user = context.session.get_one(User, context.session.exec(select(EdiPartner.user_id)).one())
        assert user.password_hash is None
        assert find_user(context, login_email=user.login_email) is None
        assert find_user(context, login_email=user.login_key) is None


def test_each_act_stands_in_the_history_and_in_the_log(world: World, alice: Who) -> None:
    opened(world, alice)
    with acting(world, alice) as context:
        edi.limit_networks(context, typed="192.0.2.0/24")
        edi.change_key(context, pasted=KEY)
        edi.suspend(context)
    with world.reading() as context:
        history = context.session.exec(select(StructureChange).order_by(col(StructureChange.id))).all()
        logged = context.session.exec(select(AuditEntry.act).order_by(col(AuditEntry.id))).all()
    acts = [
        "edi_declared",
        "edi_interfaces_changed",
        "edi_password_renewed",
        "edi_activated",
        "edi_networks_changed",
        "edi_key_changed",
        "edi_suspended",
    ]
    mine = [change for change in history if change.act.value.startswith("edi")]
    assert [change.act.value for change in mine] == acts
    assert {change.subject for change in mine} == {"MAC001"}
    assert [act for act in logged if act.startswith("edi")] == acts
    assert mine[1].changes == [["interfaces", None, "FSO1100A, FSO1137A"]]
    assert mine[4].changes == [["networks", None, "192.0.2.0/24"]]
    assert mine[5].changes == [["public_key", None, fingerprint_of(KEY)]]


def test_what_is_missing_keeps_it_shut(world: World, alice: Who) -> None:
    with acting(world, alice) as context:
        edi.declare(context)
        with pytest.raises(Conflict, match="needs_interface"):
            edi.activate(context)
        edi.subscribe(context, interfaces=["FSO1100A", "FSO9999A", "FSO1100A"])
        with pytest.raises(Conflict, match="needs_key"):
            edi.activate(context)
        edi.change_key(context, pasted=f"{KEY} alice@maison")
        edi.activate(context)
        with pytest.raises(Conflict, match="needs_interface"):
            edi.subscribe(context, interfaces=[])
        with pytest.raises(Conflict, match="needs_key"):
            edi.change_key(context, pasted=" ")
        found = edi.view(context)
    assert found is not None
    assert (found.active, found.interfaces, found.public_key) == (True, ("FSO1100A",), KEY)


def test_charlie_manages_elsewhere_and_bob_does_not_manage(world: World, alice: Who) -> None:
    opened(world, alice)
    charlie, other = make_user(world, "charlie"), make_structure(world, "Autre")
    make_member(world, charlie, other, MANAGER)
    with acting(world, (charlie.id, other.id)) as context:
        assert edi.view(context) is None
        for act in ACTS:
            with pytest.raises(NotFound):
                act(context)
    bob = make_user(world, "bob")
    with world.reading() as context:
        structure = context.session.get_one(Structure, alice[1])
    make_member(world, bob, structure, NEWCOMER)
    for stranger in ((bob.id, alice[1]), (charlie.id, alice[1])):
        with acting(world, stranger) as context:
            for refused in (*ACTS, edi.view, edi.declare):
                with pytest.raises(Denied):
                    refused(context)


@pytest.mark.parametrize(
    ("pasted", "why"),
    [
        ("bonjour", "key_unreadable"),
        ("ssh-ed25519 AAAA", "key_unreadable"),
        ("ssh-dss AAAAB3NzaC1kc3MAAACB", "key_kind"),
        ("sk-ssh-ed25519@openssh.com AAAA", "key_kind"),
        (public(rsa.generate_private_key(65537, 1024)), "key_weak"),
        (
            ed25519.Ed25519PrivateKey.generate()
            .private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
            .decode(),
            "key_private",
        ),
    ],
)
def test_wrong_keys_are_refused_in_words_of_their_own(world: World, alice: Who, pasted: str, why: str) -> None:
    with acting(world, alice) as context:
        edi.declare(context)
        with pytest.raises(Invalid, match=why) as refusal:
            edi.change_key(context, pasted=pasted)
        assert refusal.value.field == "public_key"
        assert context.session.exec(select(EdiPartner.public_key)).one() is None


def test_keys_of_the_usual_kinds_are_taken() -> None:
    for key in (rsa.generate_private_key(65537, 2048), ec.generate_private_key(ec.SECP256R1())):
        assert read_public_key(f"{public(key)} alice@maison\n") == public(key)


def test_networks_are_read_once_each_and_wrong_ones_named() -> None:
    assert read_networks(" 192.0.2.10, 192.0.2.77/24\n2001:db8::1 192.0.2.10 ") == [
        "192.0.2.10",
        "192.0.2.0/24",
        "2001:db8::1",
    ]
    assert read_networks("") == []
    for typed, why in (("chez-moi", "network_wrong"), ("300.1.1.1", "network_wrong")):
        with pytest.raises(Invalid, match=why) as refusal:
            read_networks(typed)
        assert refusal.value.params["value"] == typed
    with pytest.raises(Invalid, match="networks_many"):
        read_networks(" ".join(str(ip_address(number)) for number in range(51)))


def test_address_is_looked_for_in_the_networks() -> None:
    assert within("203.0.113.9", [])
    assert within("192.0.2.9", ["192.0.2.0/24"])
    assert within("::ffff:192.0.2.9", ["192.0.2.0/24"])
    assert not within("192.0.3.9", ["192.0.2.0/24", "2001:db8::1"])
    assert not within("", ["192.0.2.0/24"])


def test_password_and_key_open_for_their_partner_only(world: World, alice: Who) -> None:
    secret = opened(world, alice)
    with acting(world, alice) as context:
        edi.change_key(context, pasted=KEY)
    other = public(ed25519.Ed25519PrivateKey.generate())
    with world.transaction() as context:
        caller = edi_entry.by_password(context, code="MAC001", password=secret, client_ip=HOME)
        assert caller is not None
        assert (caller.code, caller.structure_id) == ("MAC001", alice[1])
        assert edi_entry.by_key(context, code="MAC001", public_key=f"{KEY} x", client_ip=HOME) == caller
        assert edi_entry.again(context, partner_id=caller.partner_id, client_ip=HOME) == caller
        assert edi_entry.active_partners(context) == [caller]
        for code, password in (("MAC001", "faux"), ("MAC001", ""), ("MAC002", secret), ("", "")):
            assert edi_entry.by_password(context, code=code, password=password, client_ip=HOME) is None
        for code, key in (("MAC001", other), ("MAC001", ""), ("MAC002", KEY)):
            assert edi_entry.by_key(context, code=code, public_key=key, client_ip=HOME) is None


def test_no_key_and_no_password_open_nothing(world: World, alice: Who) -> None:
    with acting(world, alice) as context:
        edi.declare(context)
        partner = context.session.exec(select(EdiPartner)).one()
        partner.active = True
        context.session.flush()
        assert edi_entry.by_password(context, code="MAC001", password="", client_ip=HOME) is None
        assert edi_entry.by_key(context, code="MAC001", public_key="", client_ip=HOME) is None


def test_suspended_or_from_elsewhere_nobody_enters(world: World, alice: Who) -> None:
    secret = opened(world, alice)

    def enters(client_ip: str) -> bool:
        with world.transaction() as context:
            return edi_entry.by_password(context, code="MAC001", password=secret, client_ip=client_ip) is not None

    assert enters(HOME)
    with acting(world, alice) as context:
        edi.limit_networks(context, typed="192.0.2.0/24")
    assert (enters(HOME), enters("203.0.113.9")) == (True, False)
    with acting(world, alice) as context:
        edi.suspend(context)
    assert not enters(HOME)
    with acting(world, alice) as context:
        edi.activate(context)
        context.session.get_one(Structure, alice[1]).active = False
    assert not enters(HOME)


def test_who_guesses_is_slowed_down_and_others_are_not(world: World, alice: Who) -> None:
    secret = opened(world, alice)
    with world.transaction() as context:
        for _ in range(20):
            assert edi_entry.by_password(context, code="MAC001", password="faux", client_ip="203.0.113.9") is None
        assert edi_entry.by_password(context, code="MAC001", password=secret, client_ip="203.0.113.9") is None
        assert edi_entry.by_password(context, code="MAC001", password=secret, client_ip=HOME) is not None


def test_host_key_is_made_once_and_its_owner_alone_reads_it(world: World) -> None:
    made = host_key.private_key(world.folder)
    assert host_key.private_key(world.folder) == made
    assert stat.S_IMODE((world.folder / "edi_host_key").stat().st_mode) == 0o600
    assert host_key.fingerprint(world.folder).startswith("SHA256:")
    assert not list(world.folder.glob(".edi_host_key*"))

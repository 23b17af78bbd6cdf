"""`chorus operator`: the first account of a new portal, and who else runs it."""

from chorus_app.accounts import links
from chorus_app.accounts.enums import LinkPurpose, LinkState
from chorus_app.accounts.queries import find_user
from chorus_app.kernel.context import World
from tests.cli.conftest import Chorus
from tests.factories import make_user, sent_mails


def test_first_operator_gets_an_account_and_a_link_for_once(world: World, chorus: Chorus) -> None:
    assert "chorus operator create" in chorus("operator", "list").output
    done = chorus("operator", "create", "Olga@demo.test", "--nom", "Roy", "--prenom", "Olga")
    said, link = done.output.splitlines()
    assert (done.exit_code, said) == (
        0,
        "Compte ouvert pour Olga Roy (Olga@demo.test), qui exploite le portail. Lien à lui remettre :",
    )
    token = link.partition("?lien=")[2]
    with world.transaction() as context:
        assert links.state_of(context, token=token, purpose=LinkPurpose.ACTIVATION) is LinkState.VALID
        user = find_user(context, login_email="olga@demo.test")
    assert user is not None
    assert user.operator_since == world.clock.now()
    assert sent_mails(world) == []
    assert chorus("operator", "list").output == "Olga Roy (Olga@demo.test), depuis le 24/11/2026\n"
    again = chorus("operator", "create", "olga@demo.test", "--nom", "Roy", "--prenom", "Olga")
    assert (again.exit_code, again.output) == (1, "Un compte existe déjà pour cette adresse.\n")


def test_right_is_given_and_withdrawn_but_never_from_the_last(world: World, chorus: Chorus) -> None:
    make_user(world, "olga")
    make_user(world, "otto")
    assert chorus("operator", "grant", "olga@demo.test").output == "Olga Test exploite désormais le portail.\n"
    assert chorus("operator", "grant", "olga@demo.test").exit_code == 1
    assert chorus("operator", "withdraw", "otto@demo.test").exit_code == 1
    last = chorus("operator", "withdraw", "olga@demo.test")
    assert (last.exit_code, last.output) == (
        1,
        "Cette personne est la seule à pouvoir exploiter le portail. Nommez d’abord quelqu’un d’autre.\n",
    )
    assert chorus("operator", "grant", "otto@demo.test").exit_code == 0
    assert chorus("account", "disable", "otto@demo.test").exit_code == 0
    assert "compte désactivé" in chorus("operator", "list").output
    assert chorus("operator", "withdraw", "olga@demo.test").exit_code == 1
    assert chorus("account", "enable", "otto@demo.test").exit_code == 0
    assert chorus("operator", "withdraw", "olga@demo.test").output == "Olga Test n’exploite plus le portail.\n"

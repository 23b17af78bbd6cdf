"""`chorus account`."""

from chorus_app.accounts import sessions
from chorus_app.accounts.queries import find_user
from chorus_app.kernel.context import World
from tests.cli.conftest import Chorus
from tests.factories import make_member, make_structure, make_user, sent_mails


def test_account_is_created_and_its_link_mailed(world: World, chorus: Chorus) -> None:
    words = ("account", "create", "zoe@demo.test", "--nom", "Martin", "--prenom", "Zoé", "--telephone", "0612345678")
    done = chorus(*words)
    assert (done.exit_code, done.output) == (
        0,
        "Compte créé pour Zoé Martin (zoe@demo.test). Le lien d’activation part par mail.\n",
    )
    assert [mail.recipient for mail in sent_mails(world)] == ["zoe@demo.test"]
    again = chorus(*words)
    assert (again.exit_code, again.output) == (1, "Un compte existe déjà pour cette adresse.\n")


def test_every_error_of_the_form_is_printed(chorus: Chorus) -> None:
    refused = chorus("account", "create", "zoe", "--nom", " ", "--prenom", "Zoé")
    assert refused.exit_code == 1
    assert refused.output.splitlines() == [
        "Cette adresse mail n’est pas valide. Saisissez une adresse complète, par exemple prenom.nom@exemple.fr.",
        "Ce champ est vide ou sans lettre. Remplissez-le.",
    ]


def test_account_is_shown_with_its_attachments(world: World, chorus: Chorus) -> None:
    make_member(world, make_user(world), make_structure(world))
    shown = chorus("account", "show", "ALICE@demo.test")
    assert shown.exit_code == 0
    assert shown.output.splitlines() == [
        "Alice Test · connexion : alice@demo.test · contact : alice@demo.test",
        "Téléphone : –",
        "Actif depuis le 24/11/2026 à 14:30.",
        "Rattaché à Béton & Cie (73282932000074) : FACTURATION_MODIFICATION, ORGANISATION_MODIFICATION",
    ]


def test_account_that_waits_or_is_closed_is_shown_so(world: World, chorus: Chorus) -> None:
    make_user(world, active=False)
    assert "pas encore activé" in chorus("account", "show", "alice@demo.test").output
    assert chorus("account", "disable", "alice@demo.test").exit_code == 0
    assert "Désactivé le" in chorus("account", "show", "alice@demo.test").output
    assert chorus("account", "enable", "alice@demo.test").exit_code == 0
    assert "pas encore activé" in chorus("account", "show", "alice@demo.test").output


def test_link_is_handed_out_for_what_the_account_needs(world: World, chorus: Chorus) -> None:
    make_user(world, "asleep", active=False)
    make_user(world, "awake")
    assert chorus("account", "activate-link", "asleep@demo.test").output.startswith(
        "http://localhost:3000/activation?lien="
    )
    assert chorus("account", "activate-link", "awake@demo.test").output.startswith(
        "http://localhost:3000/reinitialisation?lien="
    )


def test_sessions_are_ended(world: World, chorus: Chorus) -> None:
    user = make_user(world)
    with world.transaction() as context:
        tokens = [sessions.open_session(context, user_id=user.id, user_agent="") for _ in range(2)]
    assert chorus("account", "sign-out", "alice@demo.test").output == "2 sessions fermées.\n"
    assert chorus("account", "sign-out", "alice@demo.test").output == "Aucune session n’était ouverte.\n"
    assert [sessions.recognise(world, token=token) for token in tokens] == [None, None]
    with world.reading() as context:
        assert find_user(context, login_email="alice@demo.test") is not None


def test_unknown_account_is_refused_everywhere(chorus: Chorus) -> None:
    for chore in ("show", "activate-link", "sign-out", "disable", "enable"):
        refused = chorus("account", chore, "nobody@demo.test")
        assert (refused.exit_code, refused.output) == (1, "Aucun compte n’existe pour cette adresse.\n")


def test_command_that_is_not_understood(chorus: Chorus) -> None:
    assert chorus("account", "erase", "alice@demo.test").exit_code == 2

"""What is seen without an account."""

from functools import partial

from chorus_app.demo.accounts import BY_SLUG
from tests.e2e.places.place import READER, VISITOR, Place, at, on
from tests.e2e.ways import account
from tests.e2e.ways.going import go, press

PLACES: tuple[Place, ...] = (
    *at(
        VISITOR,
        "/",
        "/connexion",
        "/creer-un-compte",
        "/documentation/creer-un-compte",
        "/activation",
        "/reinitialisation",
        "/renvoyer-le-lien",
        "/mot-de-passe-oublie",
        "/boite-mail",
        "/aide",
        "/documentation/pdf-classique",
        "/documentation/lettre-editeur",
        "/documentation/constats",
        "/documentation/refus-api",
        "/documentation/raccordement-edi",
        "/notes-de-version",
        "/accessibilite",
        "/factures-emises",
    ),
    *on("404", VISITOR, no_such_page=partial(go, "/nulle-part")),
    *on("/connexion", VISITOR, sign_in_refused=account.sign_in_refused, session_ended=account.session_ended),
    *on(
        "/creer-un-compte",
        VISITOR,
        sign_up_with_errors=partial(press, "/creer-un-compte", "Créer mon compte"),
        sign_up_sent=account.sign_up_sent,
    ),
    *on(
        "/boite-mail",
        VISITOR,
        a_mail=account.open_first_mail,
        no_such_mail=partial(go, "/boite-mail?courriel=inconnu"),
    ),
    *on(
        "/activation",
        VISITOR,
        unknown_link=partial(go, "/activation?lien=inconnu"),
        activation_link=account.activation_link,
        weak_password=account.weak_password,
        account_activated=account.account_activated,
        link_used=account.link_used,
    ),
    *on(
        "/mot-de-passe-oublie", VISITOR, password_forgotten=partial(account.password_forgotten, "inconnue@exemple.test")
    ),
    *on("/reinitialisation", VISITOR, reset_link=partial(account.reset_link, BY_SLUG[READER].email)),
)

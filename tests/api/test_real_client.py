"""A client of Chorus Pro by others, unchanged: only its two addresses are ours. Over HTTP, against `make run` (which is
`chorus serve`) and `chorus api`."""

import base64
from collections.abc import Iterator

import pytest
from chorusapi.client import ChorusAPI  # type: ignore[import-untyped] # it declares no types
from chorusapi.constants.syntax_flux_constant import SyntaxFlux  # type: ignore[import-untyped] # as above
from chorusapi.exceptions.exception import ChorusApiException  # type: ignore[import-untyped] # as above

from tests.api.serving import Served, serving
from tests.flux.scenes import wait_until
from tests.makers.invoices import RECIPIENT_SIRET, SUPPLIER_SIRET, make_cii, make_facturx

pytestmark = pytest.mark.slow
DONE, FAILED = {"IN_INTEGRE"}, {"IN_INCIDENTE", "QP_IRRECEVABLE", "QP_RECEVABLE_AVEC_ERREUR", "IN_REJETE"}


@pytest.fixture(scope="module", params=["api", "serve"])
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(request.param, tmp_path_factory.mktemp(request.param)) as found:
        yield found


@pytest.fixture
def client(served: Served) -> ChorusAPI:
    application, account = served.keys.application, served.keys.account
    made = ChorusAPI(application.login, application.secret, account.login, account.secret)
    made.auth_url, made.api_url = f"{served.address}/api/oauth/token", served.address
    return made.auth()


def state(client: ChorusAPI, number: str) -> str:
    return str(client.consulter_cr(number).etat_courant_flux)


def verdict(client: ChorusAPI, number: str) -> str:
    """As connectors wait: they ask until the state is one of their last ones."""
    wait_until(lambda: state(client, number) in DONE | FAILED)
    return state(client, number)


def test_deposit_is_followed_to_the_invoice(client: ChorusAPI) -> None:
    content = base64.b64encode(make_facturx(number="CLIENT-1")).decode()
    receipt = client.deposer_flux(content, "facture.pdf")
    assert (receipt.code_retour, receipt.libelle) == (0, "TRA_MSG_00.000")
    assert receipt.syntaxe_flux == SyntaxFlux.IN_DP_E2_CII_FACTURX
    assert verdict(client, receipt.numero_flux_depot) == "IN_INTEGRE"
    report = client.consulter_cr(receipt.numero_flux_depot)
    assert base64.b64decode(report.fichier_cr).startswith(b"%PDF")
    assert report.code_interface_flux == "FSO1117A"
    details = client.consulter_cr_detaille(receipt.numero_flux_depot)
    assert (details.etat_courant_depot_flux, details.liste_erreur_dp, details.liste_erreur_technique) == (
        "IN_INTEGRE",
        [],
        [],
    )
    (found,) = client.rechercher_facture(receipt.numero_flux_depot).liste_factures
    assert (found.numero_facture, found.code_fournisseur) == ("CLIENT-1", SUPPLIER_SIRET)
    assert (found.numero_flux_depot, found.mode_depot) == (receipt.numero_flux_depot, "UPLOAD_API")


def test_refused_invoice_is_told_and_sent_again_under_its_number(client: ChorusAPI) -> None:
    numbers = []
    for means, expected in ((None, "IN_REJETE"), ("30", "IN_INTEGRE")):
        content = base64.b64encode(make_cii(number="CLIENT-2", payment_means=means)).decode()
        receipt = client.deposer_flux(content, "UNCEFACT-CLIENT-2.xml", syntaxe_flux=SyntaxFlux.IN_DP_E1_CII_16B)
        assert verdict(client, receipt.numero_flux_depot) == expected
        numbers.append(receipt.numero_flux_depot)
    (error,) = client.consulter_cr_detaille(numbers[0]).liste_erreur_dp
    assert (error.numero_dp, error.identifiant_fournisseur) == ("CLIENT-2", SUPPLIER_SIRET)
    assert "obligatoire" in error.libelle_erreur_dP
    assert numbers[0] != numbers[1]


def test_structures_and_services(client: ChorusAPI, served: Served) -> None:
    (found,) = client.rechercher_structure(RECIPIENT_SIRET).liste_structures
    assert (found.id_structure_cpp, found.statut) == (served.cast.recipient, "ACTIVE")
    told = client.consulter_structure(found.id_structure_cpp)
    assert told.information_generales.identifiant_structure == RECIPIENT_SIRET
    assert told.parametres.code_service_doit_etre_renseigne is False
    (service,) = client.rechercher_services(found.id_structure_cpp).liste_structures
    assert (service.code_service, service.est_actif) == ("SERV1", True)


def test_directory_currencies_siret_and_health(client: ChorusAPI) -> None:
    assert client.annuaire_destinataire().fichier_resultat.startswith("UEsDBB")
    assert "EUR" in [row.code_devise for row in client.devises().liste_devises]
    assert client.information_siret(RECIPIENT_SIRET).raison_sociale == "Ville de Démo"
    assert client.health_check().status_code == "200"


def test_wrong_keys_are_told(served: Served) -> None:
    application, account = served.keys.application, served.keys.account
    wrong = ChorusAPI(application.login, "faux", account.login, account.secret)
    wrong.auth_url = f"{served.address}/api/oauth/token"
    with pytest.raises(ChorusApiException, match="invalid_client"):
        wrong.auth()

"""The lists of values; and that every route of ROUTES answers, in JSON, with a code."""

import re

import pytest

from chorus_app.api.routes import ROUTES, ApiRoute
from chorus_app.kernel.context import World
from tests.api.client import Keys, keys_of, program
from tests.flux.scenes import Cast
from tests.source import PROJECT

VALUES = "transverses/v1/recuperer"


async def values(world: World, keys: Keys, path: str, **asked: str) -> list[dict[str, object]]:
    async with program(world, keys) as one:
        answer = await one.post(f"{VALUES}/{path}", dict(asked))
    assert (answer.pop("codeRetour"), answer.pop("libelle")) == (0, "GCU_MSG_01_000")
    (found,) = answer.values()
    assert isinstance(found, list)
    return found


async def test_currencies_and_countries_come_in_the_language_asked(world: World, keys: Keys) -> None:
    assert {"codeDevise": "EUR", "libelleDevise": "euro"} in await values(world, keys, "devises", codeLangue="FR")
    assert {"codeDevise": "EUR", "libelleDevise": "Euro"} in await values(world, keys, "devises", codeLangue="EN")
    countries = await values(world, keys, "pays")
    assert {"codePays": "DE", "libellePays": "Allemagne"} in countries
    assert len(countries) == 249


async def test_simple_invoices_have_four_cadres(world: World, keys: Keys) -> None:
    simple = await values(world, keys, "cadrefacturation", typeDemandePaiement="FACTURE")
    assert [row["codeCadreFacturation"] for row in simple] == [
        "A1_FACTURE_FOURNISSEUR",
        "A2_FACTURE_FOURNISSEUR_DEJA_PAYEE",
        "A9_FACTURE_SOUSTRAITANT",
        "A12_FACTURE_COTRAITANT",
    ]
    works = await values(world, keys, "cadrefacturation", typeDemandePaiement="FACTURE_TRAVAUX")
    assert {"codeCadreFacturation": "A4_PROJET_DECOMPTE_MENSUEL_FOURNISSEUR"} in works
    assert {"codeCadreFacturation": "A11_PROJET_DECOMPTE_FINAL_SOUSTRAITANT"} not in works


async def test_recipient_may_turn_a_status_into_these(world: World, keys: Keys) -> None:
    after = await values(world, keys, "etats/traitement", statutCourant="MISE_A_DISPOSITION")
    assert {"statutPossiblePourTraitement": "SUSPENDUE"} in after
    assert await values(world, keys, "etats/traitement", statutCourant="MISE_EN_PAIEMENT") == []


async def test_vat_rates_have_codes_and_values(world: World, keys: Keys) -> None:
    rates = await values(world, keys, "tauxtva")
    assert {"codeTauxTva": "TVA5_5", "libelleTauxTva": "5,5 %", "valeurTauxTva": 5.5} in rates


async def test_structures_for_which_and_to_which_is_deposited(world: World, cast: Cast, keys: Keys) -> None:
    mine = await values(world, keys, "structures/actives/fournisseur")
    assert [row["idStructureCPP"] for row in mine] == [cast.supplier]
    works = await values(world, keys, "structures/actives/facturetravaux")
    assert [row["idStructureCPP"] for row in works] == [cast.supplier]
    assert await values(world, keys, "structures/actives/destinataire") == []
    buyers = keys_of(world, user_id=cast.buyer, structure_id=cast.recipient, name="Logiciel de la ville")
    receiving = await values(world, buyers, "structures/actives/destinataire")
    assert [row["idStructureCPP"] for row in receiving] == [cast.recipient]


async def test_reasons_have_codes_and_labels(world: World, keys: Keys) -> None:
    exempt = await values(world, keys, "motifs/exonerationtva")
    assert exempt[0] == {
        "codeMotifExonerationTva": "VATEX-FR-FRANCHISE",
        "libelleMotifExonerationTva": "Franchise en base : TVA non applicable, article 293 B du CGI",
    }
    refused = await values(world, keys, "motifs/refus/Facture/AValider", codeCadreFacturationAValider="A9")
    assert (refused[0]["idMotif"], refused[0]["codeMotif"]) == (1, "ERREUR_VALIDEUR")


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.path)
async def test_every_route_answers(world: World, cast: Cast, keys: Keys, route: ApiRoute) -> None:
    asked = {
        "idStructure": cast.recipient,
        "idService": 1,
        "idFacture": 1,
        "numeroFluxDepot": "x",
        "siretStructure": "1",
    }
    async with program(world, keys) as one:
        answer = await one.http.request(route.method, route.path, headers=one.headers, json=asked)
    assert answer.status_code in (200, 400)
    assert answer.headers["content-type"].startswith("application/json")
    assert "codeRetour" in answer.json() or route.path.endswith("health-check")
    assert route.sources


def test_sources_of_each_route_are_documented() -> None:
    page = (PROJECT / "docs" / "api-sources.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(/(?:cpro|bac-a-sable)/[^`]+)` \| ([A-Z0-9, ]+) \|", page, re.MULTILINE))
    assert rows == {route.path: ", ".join(route.sources) for route in ROUTES}

"""Each refusal leads to the page that explains it: every code is there with its words, every label with its code."""

import re
from typing import Any

import pytest

from chorus_app.api.errors import REFUSED, TOO_HEAVY, UNKNOWN, WRONG_STATUS
from chorus_app.api.openapi import REFUSALS as DESCRIBED
from chorus_app.kernel.context import World
from chorus_app.kernel.text import catalogue, t
from chorus_app.raccordement.refusals import PAGE, REFUSALS, explanations, help_link
from chorus_app.ui.gate import Right
from chorus_app.ui.help import reading
from chorus_app.ui.pages import PAGES
from tests.api.client import ADDRESS, Keys, outside, program
from tests.api.test_deposit import DEPOSIT, asked
from tests.api.test_submitting import SUBMIT, invoice
from tests.makers.invoices import make_facturx

# Texts of the API that refuse nothing: names of things, parts of a label, and the token's own answers.
NO_REFUSAL = re.compile(r"api\.(exemption|file_type|token|refusal)\..+|api\.value(_missing|_wrong)?")


def test_every_code_is_in_the_table_with_its_words() -> None:
    own = {UNKNOWN, REFUSED, WRONG_STATUS, TOO_HEAVY}
    assert REFUSALS.keys() == own | {405} | {int(status) for status in DESCRIBED}
    for one in explanations():
        assert all((one.words.title, one.words.meaning, one.words.todo))


def test_every_label_stands_at_one_code() -> None:
    told = [f"api.{name}" for names in REFUSALS.values() for name in names]
    labels = {key for key in catalogue("fr") if key.startswith("api.") and not NO_REFUSAL.fullmatch(key)}
    assert sorted(told) == sorted(labels)
    for one in explanations():
        assert not any("{" in label for label in one.labels)


def test_page_is_for_everybody_and_has_a_place_for_every_code() -> None:
    (page,) = (page for page in PAGES if page.route == PAGE)
    assert page.may is Right.PUBLIC
    shown = str(reading.refusals())
    assert {code for code in REFUSALS if f'id:"{code}"' in shown} == set(REFUSALS)


def test_code_that_the_table_has_not_leads_to_the_page() -> None:
    assert help_link(410) == f"{ADDRESS}{PAGE}"


async def test_refusals_of_every_kind_lead_to_their_code(world: World, keys: Keys) -> None:
    async with program(world, keys) as one:
        answers: list[dict[str, Any]] = [
            await one.post("factures/v1/consulter/historique", {"idFacture": 9}),
            await one.post(DEPOSIT, asked(make_facturx(), syntax="IN_DP_INCONNU")),
            await one.post("structures/v1/consulter", {"idStructureCPP": "x"}),
            await one.post("structures/v1/inconnue"),
            (await one.http.get(f"/cpro/{DEPOSIT}", headers=one.headers)).json(),
            await one.post("transverses/v1/recuperer/devises", None, **{"X-Bac-A-Sable": "429"}),
            await one.post("transverses/v1/recuperer/devises", None, **{"X-Bac-A-Sable": "500"}),
        ]
    async with outside(world) as http:
        answers.append((await http.post(f"/cpro/{DEPOSIT}")).json())
    assert [answer["codeRetour"] for answer in answers] == [20000, 20001, 400, 404, 405, 429, 500, 401]
    for answer in answers:
        assert answer["lienAide"] == f"{ADDRESS}{PAGE}#{answer['codeRetour']}"
        assert "liensAide" not in answer


async def test_what_is_wrong_with_an_invoice_leads_to_its_findings(world: World, keys: Keys) -> None:
    wrong = invoice(destinataire={"codeDestinataire": "99999999999999"})
    async with program(world, keys) as one:
        refused = await one.post(SUBMIT, wrong)
        served = await one.post("transverses/v1/recuperer/devises")
    assert refused["lienAide"] == help_link(REFUSED)
    assert refused["liensAide"] != []
    for link in refused["liensAide"]:
        assert link.startswith(f"{ADDRESS}/documentation/constats")
    assert "lienAide" not in served


@pytest.mark.parametrize("link", [help_link(code).removeprefix(ADDRESS) for code in REFUSALS])
def test_link_leads_to_a_page_that_there_is(link: str) -> None:
    route, _, place = link.partition("#")
    assert route in {page.route for page in PAGES}
    assert int(place) in REFUSALS


async def test_documentation_of_the_api_leads_there(world: World) -> None:
    async with outside(world) as http:
        page = await http.get("/api/documentation")
        document = (await http.get("/api/openapi.json")).json()
    assert f'<a href="{PAGE}">{t("openapi.page.explained")}</a>' in page.text
    assert {"lienAide", "liensAide"} <= document["components"]["schemas"]["Refus"]["properties"].keys()

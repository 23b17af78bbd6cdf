"""What an application is limited to, seen by its program: suspended, from elsewhere, under another code."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from sqlmodel import select

from chorus_app.flux.models import Flux
from chorus_app.kernel.config import Settings
from chorus_app.kernel.context import Context, World
from chorus_app.kernel.errors import Conflict
from chorus_app.kernel.peers import peer_address
from chorus_app.kernel.text import t
from chorus_app.raccordement import applications, calls, replays
from chorus_app.raccordement.refusals import help_link
from tests.api.client import Keys, cpro_account, keys_of, outside, program
from tests.api.test_deposit import DEPOSIT, asked
from tests.conftest import NewWorld
from tests.flux import scenes
from tests.flux.scenes import Cast
from tests.makers.invoices import make_facturx, make_ubl

HEALTH = "/cpro/transverses/v1/health-check"
HERE = "127.0.0.1"  # where httpx's transport says that it calls from


@contextmanager
def managing(world: World, cast: Cast) -> Iterator[Context]:
    with world.transaction(actor_id=cast.alice, structure_id=cast.supplier) as context:
        yield context


async def token_asked(http: httpx.AsyncClient, keys: Keys) -> httpx.Response:
    id_, secret = keys.application.login, keys.application.secret
    form = {"grant_type": "client_credentials", "client_id": id_, "client_secret": secret}
    return await http.post("/api/oauth/token", data=form)


async def test_suspended_application_is_out_at_once_and_comes_back(world: World, cast: Cast, keys: Keys) -> None:
    id_ = keys.application.public_id
    async with program(world, keys) as one:
        with managing(world, cast) as context:
            applications.suspend(context, public_id=id_)
        shut = await one.http.get(HEALTH, headers=one.headers)
        no_token = await token_asked(one.http, keys)
        with managing(world, cast) as context:
            applications.reactivate(context, public_id=id_)
        old = await one.http.get(HEALTH, headers=one.headers)
    async with program(world, keys) as again:
        new = await again.http.get(HEALTH, headers=again.headers)
    assert (shut.status_code, shut.json()["codeRetour"], shut.json()["libelle"]) == (401, 401, t("api.wrong_token"))
    assert (no_token.status_code, no_token.json()["error"]) == (400, "invalid_client")
    assert (old.status_code, new.status_code) == (401, 200)


async def test_other_applications_of_the_structure_stay_in_service(world: World, cast: Cast, keys: Keys) -> None:
    other = keys_of(world, user_id=cast.alice, structure_id=cast.supplier, name="Autre logiciel")
    async with program(world, other) as one:
        with managing(world, cast) as context:
            applications.suspend(context, public_id=keys.application.public_id)
        assert (await one.http.get(HEALTH, headers=one.headers)).status_code == 200


async def test_call_of_a_suspended_application_is_not_made_again(world: World, cast: Cast, keys: Keys) -> None:
    async with program(world, keys) as one:
        await one.post("transverses/v1/recuperer/devises")
    calls.write_waiting(world)
    with managing(world, cast) as context:
        (call,) = calls.list_calls(context).rows
        applications.suspend(context, public_id=keys.application.public_id)
        with pytest.raises(Conflict, match=r"calls\.closed"):
            replays.prepare(context, public_id=call.public_id, file_of=lambda _context, _number: None)


async def test_from_another_address_it_gets_403_and_no_token(world: World, cast: Cast, keys: Keys) -> None:
    id_ = keys.application.public_id
    async with program(world, keys) as one:
        with managing(world, cast) as context:
            applications.limit_networks(context, public_id=id_, typed="192.0.2.0/24")
        refused = await one.http.get(HEALTH, headers=one.headers)
        unheard = await one.http.get(HEALTH, headers={**one.headers, "X-Forwarded-For": "192.0.2.7"})
        no_token = await token_asked(one.http, keys)
        with managing(world, cast) as context:
            applications.limit_networks(context, public_id=id_, typed=f"192.0.2.0/24\n{HERE}")
        served = await one.http.get(HEALTH, headers=one.headers)
    assert (refused.status_code, unheard.status_code, served.status_code) == (403, 403, 200)
    told = t("api.wrong_address", address=HERE)
    assert refused.json() == {"codeRetour": 403, "libelle": told, "lienAide": help_link(403)}
    assert refused.headers["content-type"].startswith("application/json")
    assert (no_token.status_code, no_token.json()["error"]) == (400, "invalid_client")
    calls.write_waiting(world)
    with managing(world, cast) as context:
        assert [row.status for row in calls.list_calls(context).rows] == [200, 403, 403]


async def test_behind_a_proxy_the_address_that_it_gives_counts(new_world: NewWorld, tmp_path: Path) -> None:
    world = new_world(Settings(data_dir=tmp_path, trusted_proxy_hops=1))
    cast = scenes.cast(world)
    keys = keys_of(world, user_id=cast.alice, structure_id=cast.supplier)
    with managing(world, cast) as context:
        applications.limit_networks(context, public_id=keys.application.public_id, typed="192.0.2.0/24")
    async with outside(world) as http:
        http.headers["X-Forwarded-For"] = "203.0.113.9, 192.0.2.7"
        bearer = (await token_asked(http, keys)).json()["access_token"]
        headers = {"Authorization": f"Bearer {bearer}", "cpro-account": cpro_account(keys.account)}
        served = await http.get(HEALTH, headers=headers)
        refused = await http.get(HEALTH, headers={**headers, "X-Forwarded-For": "192.0.2.7, 203.0.113.9"})
    assert (served.status_code, refused.status_code) == (200, 403)
    world.close()


def test_forwarded_addresses_count_as_far_as_servers_are_trusted() -> None:
    said = "198.51.100.1, 203.0.113.9,192.0.2.7"
    assert peer_address(HERE, said, hops=0) == HERE
    assert peer_address(HERE, said, hops=1) == "192.0.2.7"
    assert peer_address(HERE, said, hops=2) == "203.0.113.9"
    assert peer_address(HERE, said, hops=4) == HERE
    assert peer_address("", "", hops=1) == ""


async def test_flux_under_another_code_is_refused_in_words(world: World, cast: Cast, keys: Keys) -> None:
    with managing(world, cast) as context:
        applications.subscribe(context, public_id=keys.application.public_id, interfaces=["FSO1100A", "FSO1110A"])
    async with program(world, keys) as one:
        refused = await one.post(DEPOSIT, asked(make_facturx()))
        taken = await one.post(DEPOSIT, asked(make_ubl(), syntax="IN_DP_E1_UBL_INVOICE", name="f.xml"))
    told = t("api.not_subscribed", interface="FSO1117A", known="FSO1100A, FSO1110A")
    assert (refused["codeRetour"], refused["libelle"]) == (20001, told)
    assert taken["codeRetour"] == 0
    with world.reading() as context:
        assert context.session.exec(select(Flux.interface_code)).all() == ["FSO1100A"]

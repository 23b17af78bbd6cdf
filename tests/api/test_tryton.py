"""The scenario of `trytond-account-fr-chorus`, call by call: an invoice without the kind of its tax is refused, then
accepted under the same number. It tells success by the state alone, of which it knows two sets."""

import asyncio
import base64
import threading
import time
from datetime import datetime
from typing import Any

import httpx
from lxml import etree

from chorus_app.kernel.context import World
from tests.api.client import Keys, cpro_account, outside
from tests.makers.invoices import SUPPLIER_SIRET, make_cii

SUCCEEDED = {"IN_INTEGRE", "IN_RECU", "IN_TRAITE_SE_CPP"}
FAILED = {"IN_INCIDENTE", "QP_IRRECEVABLE", "QP_RECEVABLE_AVEC_ERREUR", "IN_REJETE"}
PATIENCE, BETWEEN = 60.0, 0.05  # seconds until it gives up, and between two questions
RAM = "{urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100}"


def as_tryton_writes(number: str, *, kind_of_tax: bool) -> bytes:
    """A CII without cadre (BT-23) and profile (BT-24), paid by means 1, amounts with their currency."""
    root = etree.fromstring(make_cii(number=number, payment_means="1"))
    root[0].clear()  # the context of the document
    for tax in [*root.iter(f"{RAM}ApplicableTradeTax"), *root.iter(f"{RAM}CategoryTradeTax")]:
        for name in ("TypeCode", "CategoryCode"):
            for found in [] if kind_of_tax else tax.findall(f"{RAM}{name}"):
                tax.remove(found)
    for name in ("LineTotalAmount", "TaxBasisTotalAmount", "GrandTotalAmount", "DuePayableAmount", "CalculatedAmount"):
        for amount in root.iter(f"{RAM}{name}"):
            amount.set("currencyID", "EUR")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


async def session(http: httpx.AsyncClient, keys: Keys) -> dict[str, str]:
    """The headers of its calls. It names its keys twice, in the body and as Basic."""
    application = keys.application
    form = {"grant_type": "client_credentials", "client_id": application.login, "client_secret": application.secret}
    answer = await http.post("/api/oauth/token", data=form, auth=(application.login, application.secret))
    answer.raise_for_status()
    assert answer.json()["expires_in"] == 3600
    return {
        "Authorization": f"Bearer {answer.json()['access_token']}",
        "cpro-account": cpro_account(keys.account),
        "Content-Type": "application/json",
    }


async def post(http: httpx.AsyncClient, headers: dict[str, str], path: str, asked: dict[str, Any]) -> dict[str, Any]:
    answer = await http.post(f"/cpro/{path}", json=asked, headers=headers)
    answer.raise_for_status()
    told: dict[str, Any] = answer.json()
    assert told["codeRetour"] == 0, told["libelle"]
    return told


async def deposit(http: httpx.AsyncClient, headers: dict[str, str], number: str, content: bytes) -> str:
    asked = {
        "fichierFlux": base64.b64encode(content).decode(),
        "nomFichier": f"UNCEFACT-{number}.xml",
        "syntaxeFlux": "IN_DP_E1_CII_16B",
        "avecSignature": False,
    }
    told = await post(http, headers, "factures/v1/deposer/flux", asked)
    datetime.strptime(told["dateDepot"], "%Y-%m-%d")  # noqa: DTZ007 - as it does
    return str(told["numeroFluxDepot"])


async def outcome(http: httpx.AsyncClient, headers: dict[str, str], number: str) -> str:
    """It asks until the state is in one of its two sets."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        told = await post(http, headers, "transverses/v1/consulterCR", {"numeroFluxDepot": number})
        if told["etatCourantFlux"] in SUCCEEDED | FAILED:
            return str(told["etatCourantFlux"])
        await asyncio.to_thread(threading.Event().wait, BETWEEN)
    raise AssertionError("no end")


async def test_refusal_then_success_under_the_same_number(importing: World, keys: Keys) -> None:
    async with outside(importing) as http:
        headers = await session(http, keys)
        first = await deposit(http, headers, "TRYTON-1", as_tryton_writes("TRYTON-1", kind_of_tax=False))
        assert await outcome(http, headers, first) == "IN_REJETE"
        second = await deposit(http, headers, "TRYTON-1", as_tryton_writes("TRYTON-1", kind_of_tax=True))
        assert await outcome(http, headers, second) == "IN_INTEGRE"
        assert first != second
        found = await post(http, headers, "factures/v1/rechercher/fournisseur", {"numeroFluxDepot": second})
    (invoice,) = found["listeFactures"]
    assert (invoice["numeroFacture"], invoice["codeFournisseur"]) == ("TRYTON-1", SUPPLIER_SIRET)

"""The snippets of the developer's page, run as they are: only the two secrets are put in."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from chorusapi.client import ChorusAPI  # type: ignore[import-untyped] # it declares no types

from chorus_app.ui.raccordement.snippets import LANGUAGES, snippets
from tests.api.serving import Served, serving
from tests.flux.scenes import wait_until
from tests.makers.invoices import make_facturx

pytestmark = pytest.mark.slow
NUMBER = re.compile(r"CPP0011117\d{15}")
# What runs each, and what it needs besides.
RUNNERS = {
    "curl": (("bash",), ("bash", "curl", "jq", "base64")),
    "Python": ((sys.executable,), ()),
    "PHP": (("php",), ("php",)),
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving("api", tmp_path_factory.mktemp("snippets")) as found:
        yield found


def test_every_snippet_is_run() -> None:
    assert RUNNERS.keys() == LANGUAGES.keys()


@pytest.mark.parametrize("language", RUNNERS)
def test_snippet_deposits_an_invoice(served: Served, tmp_path: Path, language: str) -> None:
    command, needed = RUNNERS[language]
    if missing := [tool for tool in needed if shutil.which(tool) is None]:
        pytest.skip(f"the snippet in {language} is not run here: {', '.join(missing)} is not installed")
    (tmp_path / "facture.pdf").write_bytes(make_facturx(number=f"SNIPPET-{language}".upper()))
    (tmp_path / "snippet").write_text(filled(served, language), encoding="utf-8")
    done = subprocess.run([*command, "snippet"], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    found = NUMBER.search(done.stdout)
    assert found, done.stdout
    client = client_of(served)
    wait_until(lambda: client.consulter_cr(found[0]).etat_courant_flux == "IN_INTEGRE")
    (invoice,) = client.rechercher_facture(found[0]).liste_factures
    assert (invoice.numero_facture, invoice.mode_depot) == (f"SNIPPET-{language}".upper(), "UPLOAD_API")


def filled(served: Served, language: str) -> str:
    """The snippet as the page shows it, the dots of the two secrets replaced in their order."""
    application, account = served.keys.application, served.keys.account
    found = snippets(
        token_address=f"{served.address}/api/oauth/token",
        api_address=f"{served.address}/cpro",
        client_id=application.login,
        login=account.login,
    )
    (code,) = [one.code for one in found if one.language == language]
    first, second, third = code.split("…")
    return "".join((first, application.secret, second, account.secret, third))


def client_of(served: Served) -> ChorusAPI:
    application, account = served.keys.application, served.keys.account
    made = ChorusAPI(application.login, application.secret, account.login, account.secret)
    made.auth_url, made.api_url = f"{served.address}/api/oauth/token", served.address
    return made.auth()

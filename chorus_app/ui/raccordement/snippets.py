"""A first deposit in three languages, with the person's own addresses, client id and technical account: only the two
secrets, which nobody is shown again, are left to be put in."""

from dataclasses import dataclass
from string import Template

CURL = """\
TOKEN=$$(curl -s $token_address \\
  -d grant_type=client_credentials -d client_id=$client_id -d client_secret=… | jq -r .access_token)
curl -s $api_address/factures/v1/deposer/flux \\
  -H "Authorization: Bearer $$TOKEN" \\
  -H "cpro-account: $$(printf %s "$login:…" | base64 -w0)" \\
  -H 'Content-Type: application/json' \\
  -d "{\\"fichierFlux\\": \\"$$(base64 -w0 facture.pdf)\\", \\"nomFichier\\": \\"facture.pdf\\",
       \\"syntaxeFlux\\": \\"IN_DP_E2_CII_FACTURX\\"}"
"""
PYTHON = """\
import base64
import json
import urllib.parse
import urllib.request


def ask(address, body, headers):
    request = urllib.request.Request(address, body, headers)
    return json.load(urllib.request.urlopen(request))


form = {"grant_type": "client_credentials", "client_id": "$client_id", "client_secret": "…"}
token = ask("$token_address", urllib.parse.urlencode(form).encode(), {})["access_token"]
headers = {
    "Authorization": f"Bearer {token}",
    "cpro-account": base64.b64encode("$login:…".encode()).decode(),
    "Content-Type": "application/json",
}
with open("facture.pdf", "rb") as file:
    content = base64.b64encode(file.read()).decode()
flux = {"fichierFlux": content, "nomFichier": "facture.pdf", "syntaxeFlux": "IN_DP_E2_CII_FACTURX"}
print(ask("$api_address/factures/v1/deposer/flux", json.dumps(flux).encode(), headers))
"""
PHP = """\
<?php
function ask(string $$address, string $$body, array $$headers): array
{
    $$options = ["method" => "POST", "content" => $$body, "header" => $$headers, "ignore_errors" => true];
    return json_decode(file_get_contents($$address, false, stream_context_create(["http" => $$options])), true);
}

$$form = ["grant_type" => "client_credentials", "client_id" => "$client_id", "client_secret" => "…"];
$$type = "Content-Type: application/x-www-form-urlencoded";
$$token = ask("$token_address", http_build_query($$form), [$$type])["access_token"];
$$headers = [
    "Authorization: Bearer $$token",
    "cpro-account: " . base64_encode("$login:…"),
    "Content-Type: application/json",
];
$$flux = [
    "fichierFlux" => base64_encode(file_get_contents("facture.pdf")),
    "nomFichier" => "facture.pdf",
    "syntaxeFlux" => "IN_DP_E2_CII_FACTURX",
];
print_r(ask("$api_address/factures/v1/deposer/flux", json_encode($$flux), $$headers));
"""
LANGUAGES = {"curl": CURL, "Python": PYTHON, "PHP": PHP}


@dataclass(frozen=True)
class Snippet:
    """The lines to be copied; `id` names them on the page."""

    id: str
    language: str
    code: str


def snippets(*, token_address: str, api_address: str, client_id: str, login: str) -> list[Snippet]:
    """The snippets; dots stand for a client id or an account that the structure has not yet."""
    values = {
        "token_address": token_address,
        "api_address": api_address,
        "client_id": client_id or "…",
        "login": login or "TECH_…@cpro.fr",
    }
    return [
        Snippet(f"exemple-{language.lower()}", language, Template(code).substitute(values).rstrip())
        for language, code in LANGUAGES.items()
    ]

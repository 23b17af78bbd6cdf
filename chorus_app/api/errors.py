"""Refusals in the words of Chorus Pro: a code of the route's own and a label; and how they are answered."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from chorus_app.drafts.errors import NotReady
from chorus_app.flux.report_json import help_link as explanation
from chorus_app.invoices.supplying import NoSuchWay
from chorus_app.kernel.errors import AppError, Conflict, Denied, Invalid, NotFound
from chorus_app.kernel.text import t
from chorus_app.raccordement.refusals import help_link
from chorus_app.rules.finding import Finding

REALM = 'Bearer realm="DefaultRealm"'
log = logging.getLogger(__name__)


class Refused(Exception):
    """A business refusal: the answer is HTTP 200 with this code and label, as clients of Chorus Pro expect.

    `links` lead to the explanations of what is wrong with an invoice, one for each thing that the label says.
    """

    def __init__(self, code: int, label: str, links: Sequence[str] = ()) -> None:
        super().__init__(label)
        self.code = code
        self.label = label
        self.links = links


class Shut(Exception):
    """The call comes not through: an HTTP status, a label, and what the headers say."""

    def __init__(self, status: int, label: str, **headers: str) -> None:
        super().__init__(label)
        self.status = status
        self.label = label
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


# Codes are the routes' own. Those that no client has shown are the nearest known one: docs/api-sources.md.
UNKNOWN = 20000
REFUSED = 20001
WRONG_STATUS = 20002
TOO_HEAVY = 20003


@contextmanager
def refusals(*, conflict: int = REFUSED, code: str = "") -> Iterator[None]:
    """What a service says of an invoice, as refusals; `conflict` is the code for one that is not in the status wanted,
    `code` the beginning of that label."""
    try:
        yield
    except NotFound:
        raise unknown_invoice() from None
    except Denied:
        raise not_entitled() from None
    except (NotReady, NoSuchWay) as error:
        raise Refused(REFUSED, "|".join(_sentences(error.findings)), _links(error.findings)) from None
    except Conflict as error:
        raise Refused(conflict, code + t(error.key, **error.params)) from None
    except Invalid as error:
        raise Refused(REFUSED, t(error.key, **error.params)) from None


def _sentences(findings: Sequence[Finding]) -> list[str]:
    """What is wrong, each thing once, in Chorus Pro's own words where they are known."""
    told = (found.params.get("official") or t(f"{found.key}.meaning", **found.params) for found in findings)
    return list(dict.fromkeys(told))


def _links(findings: Sequence[Finding]) -> list[str]:
    return list(dict.fromkeys(explanation(found.code) for found in findings))


def not_entitled() -> Refused:
    return Refused(REFUSED, t("api.not_entitled"))


def unknown_flux() -> Refused:
    return Refused(REFUSED, t("api.unknown_flux"))


def unknown_invoice() -> Refused:
    return Refused(UNKNOWN, t("api.unknown_invoice"))


def unknown_file() -> Refused:
    return Refused(UNKNOWN, t("api.unknown_file"))


def unknown_structure() -> Refused:
    return Refused(UNKNOWN, t("api.unknown_structure"))


def unknown_member() -> Refused:
    return Refused(UNKNOWN, t("api.unknown_member"))


def unknown_service() -> Refused:
    return Refused(UNKNOWN, t("api.unknown_service"))


def unauthorized(reason: str, description: str) -> Shut:
    """401, as the gateway of PISTE says it."""
    return Shut(401, description, WWW_Authenticate=f'{REALM}, error="{reason}", error_description="{description}"')


def body(code: int, label: str, links: Sequence[str] = ()) -> dict[str, object]:
    """A refusal in JSON. Beside the two fields of Chorus Pro stand the addresses of what explains it."""
    told: dict[str, object] = {"codeRetour": code, "libelle": label, "lienAide": help_link(code)}
    return told | {"liensAide": list(links)} if links else told


async def refused(_request: Request, error: Exception) -> Response:
    if not isinstance(error, Refused):
        raise error
    return JSONResponse(body(error.code, error.label, error.links))


async def shut(_request: Request, error: Exception) -> Response:
    if not isinstance(error, Shut):
        raise error
    return JSONResponse(body(error.status, error.label), status_code=error.status, headers=error.headers)


async def told(_request: Request, error: Exception) -> Response:
    """What the services refuse without a code of Chorus Pro: the sentence is ours."""
    if not isinstance(error, AppError):
        raise error
    status = 400 if error.status == 422 else error.status
    return JSONResponse(body(status, t(error.key, **error.params)), status_code=status)


async def failed(request: Request, error: Exception) -> Response:
    """An error of ours: nothing of it is shown."""
    log.error("the API failed on %s", request.url.path, exc_info=error)
    return JSONResponse(body(500, t("api.failed")), status_code=500)

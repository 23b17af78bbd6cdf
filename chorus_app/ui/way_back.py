"""The page that a sign-in leads back to. It stands in the address of the sign-in page, so that anybody can write it."""

from urllib.parse import urlencode

from reflex.state import BaseState

SIGN_IN = "/connexion"
LONGEST = 1_000
# To come back to these would be of no use, or end the new session.
NOWHERE = (SIGN_IN, "/session/", "/activation", "/reinitialisation", "/confirmer-une-adresse")


def safe_path(path: str | None) -> str:
    """A path of this portal to go on to; anything else becomes the home page."""
    if not path or len(path) > LONGEST or not path.startswith("/") or path.startswith(("//", *NOWHERE)):
        return "/"
    if "\\" in path or not path.isprintable():
        return "/"
    return path


def to_sign_in(state: BaseState) -> str:
    """The address of the sign-in page that leads back to the page where the event came from."""
    url = state.router.url
    here = safe_path(f"{url.path or '/'}{'?' + url.query if url.query else ''}")
    return SIGN_IN if here == "/" else f"{SIGN_IN}?{urlencode({'suite': here})}"

"""People's passwords: what a new one lacks, and argon2 hashes. The one file that knows passlib.

A hash takes about 0.2 s and 64 MiB, so at most `AT_ONCE` are computed at the same time. Never hash inside a
transaction that has begun to write: it would hold the writer's place all that time.
"""

import unicodedata
from functools import lru_cache
from threading import BoundedSemaphore

from passlib.context import CryptContext  # type: ignore[import-untyped]  # libpass ships no types

from chorus_app.accounts import queries
from chorus_app.accounts.password_rules import weaknesses
from chorus_app.kernel.context import Context
from chorus_app.kernel.text import t
from chorus_app.kernel.tokens import new_token

AT_ONCE = 2

_crypt = CryptContext(schemes=["argon2"])
_slots = BoundedSemaphore(AT_ONCE)


def hash_password(password: str) -> str:
    """The hash to store, with its salt and parameters."""
    with _slots:
        return str(_crypt.hash(_composed(password)))


def verify(password: str, stored: str | None) -> bool:
    """Whether the password is the one of the stored hash. Without one the same work is done, for nothing."""
    known = stored is not None
    with _slots:
        return bool(_crypt.verify(_composed(password), stored or _nobody())) and known


def lacks(context: Context, *, password: str, token: str) -> list[str]:
    """What the password still lacks to be set with this link, in words; empty when it will do."""
    found = weaknesses(password, words=queries.words_behind(context, token=token))
    return [t(weakness.value, context.language) for weakness in found]


def _composed(password: str) -> bytes:
    """The same characters typed on another keyboard can arrive composed otherwise (NFC, NFD)."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")


@lru_cache
def _nobody() -> str:
    """A hash that belongs to nobody, checked in place of the one that an unknown account does not have."""
    return str(_crypt.hash(new_token()))

"""Random values that nobody can guess, and their hashes. Only hashes are stored."""

import hashlib
import secrets


def new_token() -> str:
    """A secret of 256 bits, safe in a URL."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """SHA-256 in hexadecimal. Enough for long random values; people's passwords take argon2."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def new_public_id() -> str:
    """An identifier for URLs: 96 random bits, so that ids cannot be walked.

    None begins with a dash, which a command line would take for an option.
    """
    while (public_id := secrets.token_urlsafe(12)).startswith("-"):
        pass
    return public_id

"""Public keys as partners paste them: read, checked, brought to one form."""

import base64
import hashlib

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_ssh_public_key

from chorus_app.kernel.errors import Invalid

KINDS = ("ssh-ed25519", "ssh-rsa", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521")
OTHER_KINDS = ("ssh-", "sk-", "ecdsa-")
LEAST_RSA_BITS = 2048
LONGEST = 4_000  # characters of what is pasted


def read_public_key(pasted: str) -> str:
    """The key as « algorithm base64 », without its comment. Raises `Invalid`: nothing of it is kept then."""
    text = pasted.strip()
    if "PRIVATE KEY" in text.upper():
        raise Invalid("raccordement.edi.key_private", field="public_key")
    kind = text.partition(" ")[0]
    if kind not in KINDS and kind.startswith(OTHER_KINDS):
        raise Invalid("raccordement.edi.key_kind", field="public_key")
    try:
        key = load_ssh_public_key(text[:LONGEST].encode())
    except (ValueError, UnsupportedAlgorithm):
        raise Invalid("raccordement.edi.key_unreadable", field="public_key") from None
    if isinstance(key, RSAPublicKey) and key.key_size < LEAST_RSA_BITS:
        raise Invalid("raccordement.edi.key_weak", field="public_key", bits=LEAST_RSA_BITS)
    return key.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()


def fingerprint_of(key: str) -> str:
    """What SSH programs show of a key: « SHA256:… »."""
    digest = hashlib.sha256(base64.b64decode(key.split()[1])).digest()
    return f"SHA256:{base64.b64encode(digest).decode().rstrip('=')}"

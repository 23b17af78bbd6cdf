"""The key by which partners recognise the SFTP server: made once, kept in the data folder, read by its owner only."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_ssh_private_key,
)

from chorus_app.raccordement.public_keys import fingerprint_of

NAME = "edi_host_key"


def private_key(folder: Path) -> bytes:
    """The private key of the data folder in OpenSSH's form; made when there is none."""
    path = folder / NAME
    if not path.exists():
        _make(path)
    return path.read_bytes()


def fingerprint(folder: Path) -> str:
    """What SSH programs show of the server at the first connection: « SHA256:… »."""
    public = load_ssh_private_key(private_key(folder), None).public_key()
    return fingerprint_of(public.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode())


def _make(path: Path) -> None:
    """Appears whole or not at all; of two who make one at the same time the first wins."""
    made = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".edi_host_key")  # mode 600
    with os.fdopen(descriptor, "wb") as file:
        file.write(made)
        file.flush()
        os.fsync(descriptor)
    with suppress(FileExistsError):
        os.link(name, path)
    Path(name).unlink()

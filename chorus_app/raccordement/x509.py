"""A certificate as it is sent (PEM or DER): what it says, or what is wrong with it. Pure; nothing else is opened."""

import re
from dataclasses import dataclass
from datetime import datetime

from asn1crypto.pkcs12 import Pfx  # type: ignore[import-untyped]
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, load_der_private_key

from chorus_app.kernel import french
from chorus_app.kernel.errors import Invalid

MAX_BYTES = 65_536
RSA_BITS = 2_048
CURVES = frozenset({"secp256r1", "secp384r1", "secp521r1"})
PRIVATE = re.compile(rb"-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----")
BLOCK = re.compile(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ReadCertificate:
    """What a certificate says. `fingerprint` is its SHA-256 in hexadecimal, `pem` the certificate alone."""

    pem: str
    subject: str
    issuer: str
    fingerprint: str
    not_before: datetime
    not_after: datetime


def read_certificate(content: bytes, *, now: datetime) -> ReadCertificate:
    """The certificate; of a chain in PEM the first one. Raises `Invalid` with a text for each fault.

    A file with a private key is refused before anything else is looked at: the caller keeps nothing of it.
    """
    if len(content) > MAX_BYTES:
        raise _wrong("too_large", kilobytes=MAX_BYTES // 1024)
    if _holds_private_key(content):
        raise _wrong("private_key")
    found = _loaded(content)
    _check_key(found)
    if found.not_valid_after_utc <= now:
        raise _wrong("expired", day=french.day(found.not_valid_after_utc))
    if found.not_valid_before_utc > now:
        raise _wrong("not_yet", day=french.day(found.not_valid_before_utc))
    if _signed_by_itself(found):
        raise _wrong("self_signed")
    return ReadCertificate(
        pem=found.public_bytes(Encoding.PEM).decode(),
        subject=_name(found.subject),
        issuer=_name(found.issuer),
        fingerprint=found.fingerprint(SHA256()).hex(),
        not_before=found.not_valid_before_utc,
        not_after=found.not_valid_after_utc,
    )


def _holds_private_key(content: bytes) -> bool:
    """A key in PEM or DER, or a PKCS #12 file (.p12, .pfx), which is made to carry one."""
    if PRIVATE.search(content):
        return True
    try:
        if Pfx.load(content, strict=True)["version"].native == "v3":
            return True
    except (ValueError, TypeError):
        pass
    try:
        load_der_private_key(content, password=None)
    except TypeError:  # it is encrypted
        return True
    except (ValueError, UnsupportedAlgorithm):
        return False
    return True


def _loaded(content: bytes) -> x509.Certificate:
    block = BLOCK.search(content)
    try:
        return x509.load_pem_x509_certificate(block[0]) if block else x509.load_der_x509_certificate(content)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise _wrong("not_a_certificate") from None


def _check_key(found: x509.Certificate) -> None:
    try:
        key = found.public_key()
    except (ValueError, UnsupportedAlgorithm):
        raise _wrong("key_type", bits=RSA_BITS) from None
    strong = isinstance(key, rsa.RSAPublicKey) and key.key_size >= RSA_BITS
    known = isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name in CURVES
    if not strong and not known:
        raise _wrong("key_type", bits=RSA_BITS)


def _signed_by_itself(found: x509.Certificate) -> bool:
    if found.subject != found.issuer:
        return False
    try:
        found.verify_directly_issued_by(found)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def _name(name: x509.Name) -> str:
    return name.rfc4514_string()[:300]


def _wrong(name: str, **params: object) -> Invalid:
    return Invalid(f"raccordement.certificate.wrong.{name}", field="certificate", **params)

"""Makes certificates of every kind, right and wrong."""

from datetime import datetime, timedelta
from functools import lru_cache

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import NameOID

SUBJECT = "Maçonnerie Démo"


@lru_cache
def authority() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


@lru_cache
def keys() -> dict[str, CertificatePublicKeyTypes]:
    """Public keys by what they are."""
    return {
        "rsa": rsa.generate_private_key(65537, 2048).public_key(),
        "p256": ec.generate_private_key(ec.SECP256R1()).public_key(),
        "short": rsa.generate_private_key(65537, 1024).public_key(),
        "dsa": dsa.generate_private_key(2048).public_key(),
        "ed25519": ed25519.Ed25519PrivateKey.generate().public_key(),
        "k1": ec.generate_private_key(ec.SECP256K1()).public_key(),
        "own": authority().public_key(),
    }


def make_certificate(
    now: datetime, *, kind: str = "p256", since: int = -10, until: int = 200, issuer: str = "Autorité Démo"
) -> x509.Certificate:
    """Valid from `since` to `until` days after now, signed by the authority."""
    return (
        x509.CertificateBuilder()
        .subject_name(_name(SUBJECT))
        .issuer_name(_name(issuer))
        .public_key(keys()[kind])
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + timedelta(days=since))
        .not_valid_after(now + timedelta(days=until))
        .sign(authority(), SHA256())
    )


def pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.PEM)


def der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)


def private_keys(certificate: x509.Certificate) -> dict[str, bytes]:
    """The ways in which a private key is sent by mistake."""
    key, locked = authority(), BestAvailableEncryption(b"secret")
    return {
        "pem": key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        "old": key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()),
        "der": key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),
        "locked": key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, locked),
        "locked der": key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, locked),
        "beside": pem(certificate) + key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        "pkcs12": pkcs12.serialize_key_and_certificates(b"demo", key, certificate, None, locked),
    }


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])

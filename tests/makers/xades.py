"""XAdES signatures in a file of their own, made on the spot with a certificate of one's own."""

from __future__ import annotations

from base64 import b64encode
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.x509.oid import NameOID
from lxml import etree

DS, XADES = "http://www.w3.org/2000/09/xmldsig#", "http://uri.etsi.org/01903/v1.3.2#"
C14N = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
MORE, ENC = "http://www.w3.org/2001/04/xmldsig-more#", "http://www.w3.org/2001/04/xmlenc#"
RSA = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)
EC = ec.generate_private_key(ec.SECP256R1())
SIGNED_AT = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)
Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


def certificate(key: Key, name: str = "Claire Martin") -> bytes:
    """Self-signed, DER."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(SIGNED_AT - timedelta(days=1))
        .not_valid_after(SIGNED_AT + timedelta(days=365))
        .sign(key, hashes.SHA256())
    )
    return made.public_bytes(serialization.Encoding.DER)


def xades(pdf: bytes, *, key: Key = RSA, c14n: str = C14N, signed_with: Key | None = None, uri: str = "f.pdf") -> bytes:
    """A detached signature of the PDF. `signed_with`: another key than that of the certificate makes the value."""
    properties = (
        f'<xades:SignedProperties xmlns:xades="{XADES}" xmlns:ds="{DS}" Id="props"><xades:SignedSignatureProperties>'
        f"<xades:SigningTime>{SIGNED_AT:%Y-%m-%dT%H:%M:%SZ}</xades:SigningTime>"
        "</xades:SignedSignatureProperties></xades:SignedProperties>"
    )
    method = "rsa-sha256" if isinstance(key, rsa.RSAPrivateKey) else "ecdsa-sha256"
    whole = etree.fromstring(f"""<ds:Signature xmlns:ds="{DS}" Id="sig"><ds:SignedInfo>
  <ds:CanonicalizationMethod Algorithm="{c14n}"/><ds:SignatureMethod Algorithm="{MORE}{method}"/>
  <ds:Reference URI="{uri}"><ds:DigestMethod Algorithm="{ENC}sha256"/>
    <ds:DigestValue>{_written(sha256(pdf).digest())}</ds:DigestValue></ds:Reference>
  <ds:Reference Type="http://uri.etsi.org/01903#SignedProperties" URI="#props">
    <ds:Transforms><ds:Transform Algorithm="{c14n}"/></ds:Transforms>
    <ds:DigestMethod Algorithm="{ENC}sha256"/><ds:DigestValue/></ds:Reference>
</ds:SignedInfo><ds:SignatureValue/><ds:KeyInfo><ds:X509Data><ds:X509Certificate>{_written(certificate(key))}
</ds:X509Certificate></ds:X509Data></ds:KeyInfo>
<ds:Object><xades:QualifyingProperties xmlns:xades="{XADES}" Target="#sig">{properties}</xades:QualifyingProperties>
</ds:Object></ds:Signature>""")
    signed = whole.find(f".//{{{XADES}}}SignedProperties")
    info = whole.find(f"{{{DS}}}SignedInfo")
    values = whole.findall(f".//{{{DS}}}DigestValue")
    value = whole.find(f"{{{DS}}}SignatureValue")
    assert signed is not None
    assert info is not None
    assert value is not None
    values[1].text = _written(sha256(_canonical(signed, c14n)).digest())
    value.text = _written(_sign(signed_with or key, _canonical(info, c14n)))
    made: bytes = etree.tostring(whole, xml_declaration=True, encoding="UTF-8")
    return made


def _canonical(element: etree._Element, method: str) -> bytes:
    made: bytes = etree.tostring(element, method="c14n", exclusive=method == EXCLUSIVE, with_tail=False)
    return made


def _sign(key: Key, content: bytes) -> bytes:
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(content, padding.PKCS1v15(), hashes.SHA256())
    first, second = decode_dss_signature(key.sign(content, ec.ECDSA(hashes.SHA256())))
    return first.to_bytes(32, "big") + second.to_bytes(32, "big")


def _written(content: bytes) -> str:
    return b64encode(content).decode()

"""A XAdES signature that comes in a file of its own, beside the PDF that it signs: whether it fits the PDF.

Checked: the digests of all that the signature names (the PDF itself, the signed properties), and the signature's value
against the certificate in it. Not checked: whether that certificate may be trusted, was valid or revoked, and time
stamps. No network. Who signed is what the certificate claims.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from datetime import UTC, datetime
from hmac import compare_digest
from urllib.parse import unquote

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.x509.oid import NameOID
from lxml import etree

from chorus_app.formats.facts import Signature, SignatureState
from chorus_app.formats.xml import XmlRefused, open_xml

DS = "http://www.w3.org/2000/09/xmldsig#"
ETSI = "http://uri.etsi.org/01903"
MAX_BYTES = 2_000_000  # of the file of a signature
MAX_REFERENCES = 20
MAX_NAME = 120
# SHA-1 is none of them: what is made to fit it proves nothing.
HASHES: dict[str, type[hashes.HashAlgorithm]] = {
    "sha224": hashes.SHA224,
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
CANONICAL = ("http://www.w3.org/TR/2001/REC-xml-c14n-20010315", "http://www.w3.org/2006/12/xml-c14n11", EXCLUSIVE)
COMMENTS = "WithComments"


class _Unknown(Exception):
    """Something that the signature uses is not known here."""


def read_xades(content: bytes, document: bytes) -> Signature | None:
    """What the signature says of the document; None when the file is no such signature. Never raises on bad content."""
    if len(content) > MAX_BYTES:
        return None
    try:
        root = open_xml(content)
    except XmlRefused:
        return None
    signature = root if root.tag == f"{{{DS}}}Signature" else root.find(f".//{{{DS}}}Signature")
    if signature is None:
        return None
    certificate = _certificate(signature)
    state = _state(signature, document, certificate)
    return Signature(state, signer=_signer(certificate), signed_at=_signed_at(signature))


def _state(signature: etree._Element, document: bytes, certificate: x509.Certificate | None) -> SignatureState:
    info = signature.find(f"{{{DS}}}SignedInfo")
    references = [] if info is None else info.findall(f"{{{DS}}}Reference")
    if info is None or not references or len(references) > MAX_REFERENCES:
        return SignatureState.BROKEN
    try:
        beside = [one for one in references if not (one.get("URI") or "").startswith("#")]
        inside = [one for one in references if one not in beside]
        if not any(_fits_beside(one, document) for one in beside):
            return SignatureState.CHANGED
        if not all(_fits(one, _canonical(_named(signature, one), _method(one))) for one in inside):
            return SignatureState.BROKEN
        return SignatureState.INTACT if _is_of(info, signature, certificate) else SignatureState.BROKEN
    except _Unknown:
        return SignatureState.UNKNOWN
    except (ValueError, TypeError, etree.LxmlError):
        return SignatureState.BROKEN


# ---- digests


def _fits(reference: etree._Element, content: bytes) -> bool:
    digest = hashes.Hash(_hash(reference.find(f"{{{DS}}}DigestMethod")))
    digest.update(content)
    return compare_digest(digest.finalize(), _bytes(reference.find(f"{{{DS}}}DigestValue")))


def _fits_beside(reference: etree._Element, document: bytes) -> bool:
    """Whether a reference to another file is to this one. Raises `_Unknown` for a file that is changed first."""
    if reference.find(f".//{{{DS}}}Transform") is not None:
        raise _Unknown
    return _fits(reference, document)


def _named(signature: etree._Element, reference: etree._Element) -> etree._Element:
    """The element of the signature that the reference names by its Id, and no other one."""
    wanted = unquote((reference.get("URI") or "").removeprefix("#"))
    found = [element for element in signature.iter(etree.Element) if wanted in (element.get("Id"), element.get("ID"))]
    if len(found) != 1:
        raise ValueError(wanted)
    return found[0]


def _method(reference: etree._Element) -> str:
    """How the element is written before it is counted: plain C14N where nothing is said."""
    known = [step.get("Algorithm") or "" for step in reference.iterfind(f".//{{{DS}}}Transform")]
    if len(known) > 1:
        raise _Unknown(known)
    return known[0] if known else CANONICAL[0]


def _canonical(element: etree._Element, method: str) -> bytes:
    plain = method.removesuffix("#WithComments").removesuffix(COMMENTS)
    if plain not in CANONICAL and method not in CANONICAL:
        raise _Unknown(method)
    written: bytes = etree.tostring(
        element,
        method="c14n",
        exclusive=plain == EXCLUSIVE,
        with_comments=method.endswith(COMMENTS),
        with_tail=False,
    )
    return written


# ---- the value


def _is_of(info: etree._Element, signature: etree._Element, certificate: x509.Certificate | None) -> bool:
    """Whether the signature's value is that of the certificate. Raises `_Unknown`."""
    if certificate is None:
        raise _Unknown
    method = info.find(f"{{{DS}}}CanonicalizationMethod")
    signed = _canonical(info, (method.get("Algorithm") or "") if method is not None else "")
    how = info.find(f"{{{DS}}}SignatureMethod")
    value, algorithm, key = _bytes(signature.find(f"{{{DS}}}SignatureValue")), _hash(how), certificate.public_key()
    name = (how.get("Algorithm") or "").rpartition("#")[2] if how is not None else ""
    try:
        if isinstance(key, rsa.RSAPublicKey) and name.startswith("rsa-"):
            key.verify(value, signed, padding.PKCS1v15(), algorithm)
        elif isinstance(key, ec.EllipticCurvePublicKey) and name.startswith("ecdsa-"):
            half = len(value) // 2
            parts = int.from_bytes(value[:half], "big"), int.from_bytes(value[half:], "big")
            key.verify(encode_dss_signature(*parts), signed, ec.ECDSA(algorithm))
        else:
            raise _Unknown(name)
    except InvalidSignature:
        return False
    return True


def _hash(method: etree._Element | None) -> hashes.HashAlgorithm:
    """The last word of the algorithm's address: …#sha256, …#rsa-sha256. Raises `_Unknown`."""
    name = ((method.get("Algorithm") or "") if method is not None else "").rpartition("#")[2].rpartition("-")[2]
    if name not in HASHES:
        raise _Unknown(name)
    return HASHES[name]()


def _bytes(element: etree._Element | None) -> bytes:
    """What base64 holds. Raises `ValueError`."""
    return b64decode("".join((element.text or "").split()) if element is not None else "", validate=True)


# ---- who and when


def _certificate(signature: etree._Element) -> x509.Certificate | None:
    """The first certificate in the signature that can be read; that it is the signer's own the value shows."""
    for found in _certificates(signature):
        return found
    return None


def _certificates(signature: etree._Element) -> Iterator[x509.Certificate]:
    for element in signature.iterfind(f"{{{DS}}}KeyInfo//{{{DS}}}X509Certificate"):
        try:
            yield x509.load_der_x509_certificate(_bytes(element))
        except ValueError:
            continue


def _signer(certificate: x509.Certificate | None) -> str:
    if certificate is None:
        return ""
    try:
        names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    except ValueError:
        return ""
    return str(names[0].value)[:MAX_NAME] if names else ""


def _signed_at(signature: etree._Element) -> datetime | None:
    """When it claims to have been made (SigningTime of whichever version of XAdES)."""
    for element in signature.iter(etree.Element):
        name = etree.QName(element)
        if name.localname == "SigningTime" and (name.namespace or "").startswith(ETSI):
            try:
                claimed = datetime.fromisoformat((element.text or "").strip())
            except ValueError:
                return None
            return claimed if claimed.tzinfo else claimed.replace(tzinfo=UTC)
    return None

"""A signature beside a PDF: whether it fits, whether it is whole; who signed is only told."""

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given, settings
from hypothesis import strategies as st

from chorus_app.formats.facts import SignatureState
from chorus_app.formats.xades import read_xades
from tests.makers.xades import C14N, EC, EXCLUSIVE, RSA, SIGNED_AT, Key, xades

PDF = b"%PDF-1.7 a paper"
OTHER = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)


def state(content: bytes, document: bytes = PDF) -> SignatureState | None:
    found = read_xades(content, document)
    return found.state if found is not None else None


@pytest.mark.parametrize("key", [RSA, EC], ids=["rsa", "ecdsa"])
@pytest.mark.parametrize("c14n", [C14N, EXCLUSIVE])
def test_signature_of_the_pdf_is_intact(key: Key, c14n: str) -> None:
    found = read_xades(xades(PDF, key=key, c14n=c14n), PDF)
    assert found is not None
    assert (found.state, found.signer, found.signed_at) == (SignatureState.INTACT, "Claire Martin", SIGNED_AT)


def test_pdf_that_was_changed_since_says_so() -> None:
    assert state(xades(PDF), PDF + b" ") is SignatureState.CHANGED


def test_signature_of_nothing_beside_it_is_not_one_of_the_pdf() -> None:
    assert state(xades(PDF, uri="#props")) is SignatureState.CHANGED


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"2026-11-03T09:30:00Z", b"2020-01-01T00:00:00Z"),  # the signed properties
        (b'Id="sig"><ds:SignedInfo>', b'Id="sig"><ds:SignedInfo><ds:More/>'),
        (b"<ds:SignatureValue>", b"<ds:SignatureValue>AAAA"),
        (b'URI="#props"', b'URI="#elsewhere"'),
        (b'Target="#sig"', b'Id="props" Target="#sig"'),  # two of one name
        (b"<ds:SignatureValue>", b"<ds:SignatureValue>%%%"),
    ],
)
def test_changed_signature_is_broken(before: bytes, after: bytes) -> None:
    assert state(xades(PDF).replace(before, after)) is SignatureState.BROKEN


def test_value_of_another_key_is_broken() -> None:
    assert state(xades(PDF, signed_with=OTHER)) is SignatureState.BROKEN


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"rsa-sha256", b"rsa-md5"),
        (b"xmlenc#sha256", b"xmldsig#sha1"),
        (b"X509Certificate", b"X509Crl"),
        (C14N.encode() + b'"/></ds:Transforms>', b'http://www.w3.org/TR/1999/REC-xslt-19991116"/></ds:Transforms>'),
    ],
)
def test_what_cannot_be_checked_is_unknown(before: bytes, after: bytes) -> None:
    assert state(xades(PDF).replace(before, after)) is SignatureState.UNKNOWN


@pytest.mark.parametrize(
    "content", [b"", b"<Invoice/>", b"<!DOCTYPE a><a/>", PDF, xades(PDF)[:300], b"<a>" + b" " * 2_000_001 + b"</a>"]
)
def test_what_is_no_signature_is_none(content: bytes) -> None:
    assert read_xades(content, PDF) is None


@given(st.integers(0, 4_000), st.binary(min_size=1, max_size=4))
@settings(deadline=None)
def test_no_change_of_its_bytes_breaks_the_reader(at: int, put: bytes) -> None:
    made = xades(PDF)
    read_xades(made[:at] + put + made[at + len(put) :], PDF)


def test_signature_within_another_document_is_found() -> None:
    content = xades(PDF).split(b"?>", 1)[1]
    wrapped = b'<asic:XAdESSignatures xmlns:asic="http://uri.etsi.org/02918/v1.2.1#">' + content
    assert state(wrapped + b"</asic:XAdESSignatures>") is not None

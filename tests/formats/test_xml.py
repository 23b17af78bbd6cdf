"""The guarded door for XML."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable

import pytest

from chorus_app.formats import cii, limits
from chorus_app.formats.xml import XmlRefused, looks_like_xml, open_xml
from tests.makers.invoices import main_document, make_cii

LAUGHS = (
    b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'lol'>"
    + b"".join(
        b"<!ENTITY a%d '%s'>" % (i, b"&a%s;" % (str(i - 1).encode() if i > 1 else b"") * 10) for i in range(1, 12)
    )
    + b"]><x y='&a11;'>&a11;</x>"
)
XXE = b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>"
XXE_HTTP = b"<!DOCTYPE x [<!ENTITY %% a SYSTEM 'http://127.0.0.1:%d/'> %%a;]><x/>"


def refusal(content: bytes) -> str:
    with pytest.raises(XmlRefused) as caught:
        open_xml(content)
    return caught.value.reason.name


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (XXE, "doctype"),
        (LAUGHS, "doctype"),
        (b"<!DOCTYPE x><x/>", "doctype"),
        ("<!DOCTYPE x><x/>".encode("utf-16"), "doctype"),
        (b"<!-- " + b"x" * 20_000 + b" --><!DOCTYPE x><x/>", "doctype"),
        (b"<a>" * 300 + b"</a>" * 300, "too_deep"),
        (b"<a>" * 100_000, "too_deep"),
        (b"<a>", "malformed"),
        (b"<a></b>", "malformed"),
        (b"<a>&x;</a>", "malformed"),
        ("<?xml version='1.0' encoding='UTF-8'?><a>é</a>".encode("latin-1"), "encoding"),
        (b"<?xml version='1.0' encoding='UTF-7'?><a>+AOk-</a>", "encoding"),
        (b"<?xml version='1.0' encoding='klingon'?><a/>", "encoding"),
        (b"<a x='" + b"y" * 20_000_000 + b"'/>", "too_large"),
        (b"<!-- " + b"y" * 20_000_000 + b" --><a/>", "too_large"),
        (b"<r><a x='" + b"y" * 20_000_000 + b"'/></r>", "too_large"),
        (b"<r><a " + b" ".join(b"a%d=''" % n for n in range(5_000)) + b"/>" + b" " * 9_000_000 + b"</r>", "too_large"),
        (b"<r>" + b"<a b=''/>" * 1_000_001 + b"</r>", "too_large"),
    ],
    ids=lambda value: value if isinstance(value, str) else value[:30].decode("latin-1"),
)
def test_hostile_or_broken_xml_is_refused_with_a_reason_in_under_a_second(content: bytes, reason: str) -> None:
    start = time.monotonic()
    assert refusal(content) == reason
    assert time.monotonic() - start < 1


def test_external_entity_opens_no_socket() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        assert refusal(XXE_HTTP % server.getsockname()[1]) == "doctype"
        with pytest.raises(TimeoutError):
            server.accept()


def test_xinclude_is_left_alone() -> None:
    root = open_xml(b"<a xmlns:xi='http://www.w3.org/2001/XInclude'><xi:include href='file:///etc/passwd'/></a>")
    assert root.xpath("string()") == ""


def test_too_many_tags_are_refused_before_they_are_built(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_XML_TAGS", 10)
    assert refusal(b"<a>" + b"<b/>" * 10 + b"</a>") == "too_large"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252", "us-ascii"])
def test_text_is_read_right_in_every_honest_encoding(encoding: str) -> None:
    name = "Declared" if encoding == "us-ascii" else "Déclaré à Orléans"
    declared = encoding.removesuffix("-sig")
    text = make_cii(note=name).decode().replace("encoding='UTF-8'", f"encoding='{declared}'")
    content = text.encode(encoding, "xmlcharrefreplace")
    assert cii.read(content).note == name


def test_a_document_of_ten_million_characters_is_read() -> None:
    xml = make_cii(attachments=(main_document(b"%PDF" + b"x" * 9_000_000),))
    assert len(xml) > limits.HUGE_TEXT_FROM
    attachment = cii.read(xml).attachments[0]
    assert attachment.content is not None
    assert len(attachment.content) == 9_000_004


@pytest.mark.parametrize("make", [lambda: b"<a/>", lambda: b"\n <?xml version='1.0'?><a/>", make_cii])
def test_xml_is_recognised_at_its_start(make: Callable[[], bytes]) -> None:
    assert looks_like_xml(make())


def test_html_is_not_taken_for_xml() -> None:
    assert not looks_like_xml(b"<html><body/></html>")
    assert not looks_like_xml(b"1 < 2")

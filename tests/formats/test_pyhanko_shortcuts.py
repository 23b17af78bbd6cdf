"""What the quicker ways through pyHanko answer is what the library's own functions answer."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from asn1crypto.x509 import NameTypeAndValue  # type: ignore[import-untyped] # it declares no types
from hypothesis import example, given
from hypothesis import strategies as st

from chorus_app.formats.pyhanko_reading import reading_only

with reading_only():
    from chorus_app.formats import pyhanko_shortcuts as shortcuts

LONG = b"30" * 100_000


@pytest.mark.parametrize(
    "written",
    [
        b"<>",
        b"<41>",
        b"<4>",
        b"<fEfF0041> ",
        b"<4 1\n42>",
        b"<41%>\n42>",
        b"<4g>",
        b"<41",
        b"<" + LONG,
        b"<" + LONG + b">>",
    ],
)
def test_hexadecimal_digits_are_read_as_the_library_reads_them(written: bytes) -> None:
    assert read_by(shortcuts.hex_string, written) == read_by(shortcuts.digit_by_digit, written)


@pytest.mark.parametrize("end", [b"", *(bytes([byte]) for byte in b" \n\r\t\f\x00()<>[]{}/%+")])
@pytest.mark.parametrize("name", [b"", b"Type", b"A#20B", b"\xe9\xff", b"n" * 47, b"n" * 48, b"n" * 49, b"n" * 500])
def test_names_are_read_as_the_library_reads_them(name: bytes, end: bytes) -> None:
    written = name + end + b"X 1"[: len(end) * 3]
    assert read_by(shortcuts.until_delimiter, written) == read_by(shortcuts.byte_by_byte, written)


@given(st.binary(max_size=12) | st.text("#4aF/( é~!", max_size=12).map(str.encode))
@example(b"A#20B")
@example(b"A#2")
def test_names_are_decoded_as_the_library_decodes_them(name: bytes) -> None:
    assert answer(shortcuts.decoded_name, name) == answer(shortcuts.decoded_by_byte, name)


@given(st.text(max_size=12) | st.text(" aZß\u00a0\u200b\t.-", max_size=12))
@example("Chorus  App   SAS ")
def test_names_in_certificates_are_prepared_as_the_library_prepares_them(name: str) -> None:
    value = NameTypeAndValue()
    assert answer(shortcuts.prepared_name, value, name) == answer(shortcuts.prepared_by_letter, value, name)


def answer(way: Callable[..., object], *given: object) -> tuple[object, type] | str:
    """What is answered and its type, or the error."""
    try:
        found = way(*given)
    except Exception as error:
        return repr(error)
    return found, type(found)


def read_by(way: Callable[[BytesIO], object], written: bytes) -> tuple[object, int] | str:
    """What is read after the first byte and where it ends, or the error."""
    stream = BytesIO(b"(" + written)
    stream.seek(1)
    try:
        return way(stream), stream.tell()
    except Exception as error:
        return repr(error)

"""Quicker ways for four functions of pyHanko and asn1crypto that look at one byte or letter at a time.

Each answers what the original answers and leaves what is out of the ordinary to it. Imports pyHanko.
"""

from __future__ import annotations

import binascii
import re
from typing import IO

from asn1crypto.x509 import NameTypeAndValue  # type: ignore[import-untyped] # it declares no types
from pyhanko.pdf_utils import generic, misc

HEX_DIGITS = re.compile(rb"<[0-9A-Fa-f]*")
CHUNK = 1 << 16  # bytes: most signatures are shorter
DELIMITER = re.compile(rb"[ \n\r\t\f\x00()<>\[\]{}/%]")
NAME = 48  # bytes: most names in a PDF are shorter
PLAIN_NAME = re.compile(rb"[!-~]*")
ESCAPED = re.compile(rb"[#()<>\[\]{}/%]")
SPACES = re.compile(" +")

digit_by_digit = generic.read_hex_string_from_stream
byte_by_byte = misc.read_until_delimiter
decoded_by_byte = generic._decode_name
prepared_by_letter = NameTypeAndValue._ldap_string_prep


def hex_string(stream: IO[bytes]) -> generic.ByteStringObject | generic.TextStringObject:
    """A string in hexadecimal digits: a signature has tens of thousands."""
    start = stream.tell()
    digits, closed, _ = stream.read(CHUNK).partition(b">")
    while not closed and (more := stream.read(CHUNK)):
        further, closed, _ = more.partition(b">")
        digits += further
    if not closed or not HEX_DIGITS.fullmatch(digits):
        stream.seek(start)
        return digit_by_digit(stream)
    stream.seek(start + len(digits) + 1)
    return generic.pdf_string(binascii.unhexlify(digits[1:] + b"0" * (len(digits) % 2 == 0)))


def until_delimiter(stream: IO[bytes]) -> bytes:
    """The bytes of a name."""
    start = stream.tell()
    part = stream.read(NAME)
    if end := DELIMITER.search(part):
        stream.seek(start + end.start())
        return part[: end.start()]
    stream.seek(start)
    return byte_by_byte(stream)


def decoded_name(name: bytes) -> generic.NameObject:
    """A name without its escapes."""
    if PLAIN_NAME.fullmatch(name) and not ESCAPED.search(name):
        return generic.NameObject("/" + name.decode("ascii"))
    return decoded_by_byte(name)


def prepared_name(value: NameTypeAndValue, string: str) -> str:
    """A part of the name in a certificate, ready to be compared (RFC 4518)."""
    if string.isascii() and string.isprintable():
        return f" {SPACES.sub('  ', string.lower()).strip()} "
    return str(prepared_by_letter(value, string))


def take() -> None:
    """From now on the libraries go these ways."""
    for module, name, quicker in (
        (generic, "read_hex_string_from_stream", hex_string),
        (generic, "read_until_delimiter", until_delimiter),
        (generic, "_decode_name", decoded_name),
        (NameTypeAndValue, "_ldap_string_prep", prepared_name),
    ):
        setattr(module, name, quicker)

"""What a file says by its name and its first bytes, and what makes it inadmissible (section 2.2 of the domain notes).

`<interface, 8>_<code application, 6>_<number, 25>`, without extension: FSO1100A_XXX999_XXX9991100000000000000001. The
number is that of the flux: code application, four digits of the interface, sequence of 15. AIFE's own samples have
shorter ones: they are taken, and the portal gives the flux its number.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from chorus_app.flux.naming import SEQUENCE_DIGITS, shown_name
from chorus_app.formats import archive
from chorus_app.formats.syntaxes import SYNTAXES, Syntax

BY_INTERFACE = {syntax.interface_code: syntax for syntax in SYNTAXES if not syntax.b2b}
SHAPE = re.compile(r"(?P<interface>[A-Z0-9]{8})_(?P<application>[A-Z0-9]{6})_(?P<number>[A-Z0-9]{7,25})")
EXTENSION = re.compile(r"(\.[A-Za-z0-9]{1,5}){1,2}")
NUMBER_LENGTH = 25
TAR_GZ, PDF, XML = ".tar.gz", ".pdf", ".xml"
HEAD = 1024  # bytes that tell what a file is
UNFINISHED = (".part", ".partial", ".filepart", ".tmp", ".temp", ".upload", ".swp")


class Inadmissible(StrEnum):
    """Why a file becomes no flux; the codes of the findings."""

    NAME = "EDI-NOM"
    EXTENSION = "EDI-EXTENSION"
    INTERFACE = "EDI-INTERFACE"
    APPLICATION = "EDI-APPLICATION"
    NUMBER = "EDI-NUMERO"
    TAKEN = "EDI-NUMERO-REPRIS"
    SUBSCRIPTION = "EDI-ABONNEMENT"
    COMPRESSION = "EDI-COMPRESSION"
    EMPTY = "EDI-VIDE"
    TOO_LARGE = "EDI-TAILLE"
    RIGHTS = "EDI-DROITS"

    @property
    def key(self) -> str:
        """Its texts: `.title`, `.meaning`, `.todo`."""
        return f"edi.finding.{self.value}"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why, and what its sentences say."""

    why: Inadmissible
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Named:
    """What the name says. `number` is empty where the portal numbers the flux."""

    syntax: Syntax
    number: str


def is_unfinished(name: str) -> bool:
    """Whether the name says that the file is still on its way: it is taken once it gets its real name."""
    return name.startswith((".", "~")) or name.casefold().endswith(UNFINISHED)


def read_name(name: str, *, code: str, interfaces: Collection[str]) -> Named | Refusal:
    """What the partner `code`, who deposits under `interfaces`, says by the name of a file."""
    told = {"file": shown_name(name), "application": code}
    found = SHAPE.match(name)
    if found is None or (found.end() < len(name) and not EXTENSION.fullmatch(name, found.end())):
        return Refusal(Inadmissible.NAME, told)
    if found.end() < len(name):
        return Refusal(Inadmissible.EXTENSION, {**told, "extension": name[found.end() :]})
    told["interface"] = found["interface"]
    syntax = BY_INTERFACE.get(found["interface"])
    if syntax is None:
        return Refusal(Inadmissible.INTERFACE, {**told, "known": ", ".join(BY_INTERFACE)})
    if found["application"] != code:
        return Refusal(Inadmissible.APPLICATION, {**told, "found": found["application"]})
    if syntax.interface_code not in interfaces:
        return Refusal(Inadmissible.SUBSCRIPTION, {**told, "subscribed": ", ".join(sorted(interfaces))})
    number = _number(found["number"], code=code, syntax=syntax)
    if number is None:
        example = f"{code}{syntax.digits}{1:0{SEQUENCE_DIGITS}d}"
        return Refusal(Inadmissible.NUMBER, {**told, "number": found["number"], "example": example})
    return Named(syntax, number)


def extension(head: bytes) -> str | Inadmissible:
    """The extension that the sender had to leave out, by the first bytes; or what forbids them.

    Several files come as tar.gz and as nothing else; what else the content may be is for the import to tell.
    """
    if not head.strip():
        return Inadmissible.EMPTY
    if head.startswith(archive.GZIP_MARK):
        return TAR_GZ
    mark = archive.TAR_MARK_AT
    if head.startswith((archive.ZIP_MARK, *archive.PACKED_MARKS)) or head[mark:].startswith(archive.TAR_MARK):
        return Inadmissible.COMPRESSION
    return PDF if b"%PDF-" in head else XML


def _number(number: str, *, code: str, syntax: Syntax) -> str | None:
    """The flux's number; empty for a short one; None for one that is of somebody or something else."""
    tail = number.removeprefix(code)
    if tail == number or not tail.isdigit():
        return None
    if len(number) < NUMBER_LENGTH:
        return ""
    return number if tail.startswith(syntax.digits) else None

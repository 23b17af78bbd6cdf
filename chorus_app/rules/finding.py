"""One remark on a file: what is wrong, where, how grave, and (through its key) what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Layer(StrEnum):
    """How deep the check goes; a layer is skipped, and says so, when one below it failed."""

    OPENABLE = "openable"
    WELL_FORMED = "well_formed"
    CONTAINER = "container"
    XSD = "xsd"
    CHORUS = "chorus"
    EN16931 = "en16931"
    BR_FR = "br_fr"


class Severity(StrEnum):
    """Only `BLOCKING` refuses the invoice."""

    BLOCKING = "blocking"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """`key` names an entry of the text catalogue with `.title`, `.meaning` and `.todo`; `params` fill it.

    `term` is the business term ("BT-13"), `path` the element path in Chorus Pro's dotted style, `line` counts
    from 1, `value` is the text as found (shortened to 200 characters).
    """

    layer: Layer
    severity: Severity
    code: str
    key: str
    term: str | None = None
    path: str | None = None
    line: int | None = None
    value: str | None = None
    params: Mapping[str, str] = field(default_factory=dict)

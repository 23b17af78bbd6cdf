"""What of an XML document is handed to Saxon: all but the files that it carries, up to a size."""

from __future__ import annotations

import re

from chorus_app.formats.limits import MAX_RULES_XML_BYTES

CARRIED = re.compile(rb">([A-Za-z0-9+/=\s]{4000,})<")  # a file in base64; no rule looks into it


def light(xml: bytes) -> bytes | None:
    """The document without the content of its attachments, each line at its number; None when it is too large."""
    lighter = CARRIED.sub(lambda found: b">AA==" + b"\n" * found[1].count(b"\n") + b"<", xml)
    return lighter if len(lighter) <= MAX_RULES_XML_BYTES else None

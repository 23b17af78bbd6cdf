"""What is kept of the body of a call: secrets masked, long values cut. Long bodies cost next to nothing."""

import json
import re
from typing import Any

from chorus_app.kernel.text import t

LONGEST_VALUE = 1_000  # characters of one value, of which a longer one keeps the beginning
BEGINNING = 60
MOST = 30_000  # characters of a body
MOST_PARTS = 20_000  # between quotation marks; what comes after them is one more
MASK = "***"
SECRET = re.compile(r"secret|password|passwd|mot_?de_?passe|token|jeton|authorization|cpro.?account", re.IGNORECASE)
PLAIN_SECRET = re.compile(rf'("[^"]*(?:{SECRET.pattern})[^"]*"\s*:\s*)"[^"]*"', re.IGNORECASE)


def shortened(body: bytes) -> tuple[str, bool]:
    """The body with its long values cut – files in base64, above all –, and whether nothing of it was.

    The parts between quotation marks are cut, without reading what lies between them: so much of a deposit is file.
    """
    parts = body.split(b'"', MOST_PARTS)
    kept = [_cut(part) for part in parts]
    text = '"'.join(kept)
    whole = len(text) <= MOST and all(len(part) <= LONGEST_VALUE for part in parts)
    return text[:MOST], whole


def masked(text: str) -> str:
    """The same, indented, without the value of a field whose name speaks of a secret."""
    try:
        return json.dumps(_masked(json.loads(text)), ensure_ascii=False, indent=2)
    except (ValueError, RecursionError):
        return PLAIN_SECRET.sub(rf'\1"{MASK}"', text)


def _cut(part: bytes) -> str:
    if len(part) <= LONGEST_VALUE:
        return part.decode(errors="replace")
    tail = "\\" if part.endswith(b"\\") else ""  # it belongs to the quotation mark that follows
    return part[:BEGINNING].decode(errors="replace") + t("raccordement.calls.cut", count=len(part)) + tail


def _masked(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: MASK if SECRET.search(key) and entry else _masked(entry) for key, entry in value.items()}
    return [_masked(entry) for entry in value] if isinstance(value, list) else value

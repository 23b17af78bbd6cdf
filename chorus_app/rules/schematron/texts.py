"""Which French texts go with a rule of EN 16931 or BR-FR, and what fills them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from chorus_app.kernel.text import has_text, t
from chorus_app.rules.finding import Layer

OFFICIAL = "officiel"  # the texts around the official sentence of a rule that has none of its own
MAX_OFFICIAL = 600  # characters
HEAD = re.compile(r"\[?(BR|CII|UBL)-[A-Za-z0-9_./-]*(?: ou BT-\d+)?\]?\s*[-:]?\s*")
EXTENSION = re.compile(r"BR-F[RX]EXT-(BR-)?")
CATEGORY = re.compile(r"BR-(S|Z|E|AE|IC|G|O|AF|AG|IG|IP)-(\d\d)")
CATEGORY_CODES = {"IC": "k", "AF": "l", "IG": "l", "AG": "m", "IP": "m"}  # the others are their own VAT category code
WORDINGS = (
    ("superflu", re.compile(r"(?:A UBL invoice should not include (?:the |an |a )?)(?P<element>.+?)\.?$")),
    ("superflu", re.compile(r"(?P<element>.+?) (?:should not be present|shall not be used)\.?$")),
    ("exactement_un", re.compile(r"(?P<element>\w+) must exist exactly once")),
    ("un_seul", re.compile(r"Only one (?P<element>.+?) (?:should be present|element is allowed)")),
)


def text_key(rule: str, layer: Layer, official: str) -> str:
    """Key of the texts of a rule: its own, those that it shares with its likes, or the frame of the official text."""
    if layer is Layer.BR_FR:
        name = next((name for name in _french_names(rule) if has_text(f"br_fr.{name}.title")), OFFICIAL)
        return f"br_fr.{name}"
    name = next((name for name in _names(rule, official) if has_text(f"en16931.{name}.title")), OFFICIAL)
    return f"en16931.{name}"


def params_of(rule: str, official: str) -> Mapping[str, str]:
    """What the shared texts name: the element, the VAT category."""
    return {"element": _element(official), "category": _category(rule), "rule": rule, "official": official}


def official_sentence(text: str) -> str:
    """The official text without the id before it, cut to a length that a page bears."""
    found = HEAD.search(text)
    sentence = text[found.end() :] if found and found.start() < 120 else text
    return sentence if len(sentence) <= MAX_OFFICIAL else sentence[: MAX_OFFICIAL - 1] + "…"


def _french_names(rule: str) -> tuple[str, ...]:
    """ "BR-FR-05_BT-22_PMT" has texts of its own or those of "BR-FR-05"."""
    return _flat(rule), _flat(rule.partition("_")[0])


def _names(rule: str, official: str) -> Iterator[str]:
    """Names of texts, the most exact first. A rule of an extension says what the rule says that it stands for."""
    yield _flat(rule)
    core = EXTENSION.sub("BR-", rule)
    yield _flat(core)
    if CATEGORY.match(core):
        yield f"br_cat_{_number(core)}"
    if core.startswith("BR-DEC-"):
        yield "br_dec"
    yield from (name for name, wording in WORDINGS if wording.match(official))


def _number(rule: str) -> str:
    found = CATEGORY.match(rule)
    return found[2] if found else ""


def _element(official: str) -> str:
    found = next((match for _, wording in WORDINGS if (match := wording.match(official))), None)
    return found["element"] if found else ""


def _category(rule: str) -> str:
    found = CATEGORY.match(EXTENSION.sub("BR-", rule))
    if found is None:
        return ""
    return t(f"en16931.categories.{CATEGORY_CODES.get(found[1], found[1].casefold())}")


def _flat(rule: str) -> str:
    return rule.casefold().replace("-", "_")

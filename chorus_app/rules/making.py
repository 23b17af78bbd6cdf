"""How a rule makes a finding, and what it is given to look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from chorus_app.formats.parsed import ParsedInvoice, Place
from chorus_app.formats.syntaxes import Syntax
from chorus_app.rules.catalogue import CATALOGUE
from chorus_app.rules.directory import DepositContext
from chorus_app.rules.finding import Finding
from chorus_app.rules.profiles import DEFAULT_PROFILE, severity_of

NOTHING = "—"  # how a text shows a value that is not there
MAX_VALUE = 200  # characters of a value that a finding repeats


@dataclass(frozen=True, slots=True)
class Case:
    """What a Chorus rule looks at. `syntax` is None when a file is only checked, not deposited."""

    invoice: ParsedInvoice
    syntax: Syntax | None = None
    context: DepositContext = field(default_factory=DepositContext)
    profile: str = DEFAULT_PROFILE

    def finding(
        self,
        code: str,
        value: str | None = None,
        *,
        term: str | None = None,
        place: Place | None = None,
        official: str | None = None,
        params: Mapping[str, str] | None = None,
        **more: str,
    ) -> Finding:
        """A finding of the catalogue, at the place of its business term.

        `official` is Chorus Pro's own sentence, where it is known; `{balise}` in it is the path of the element.
        """
        term = term or CATALOGUE[code].term
        place = place or (self.invoice.place(term) if term else None)
        sentence = official.format(balise=place.path if place else "") if official else None
        params = {**(params or {}), **more}
        return make(code, value, term=term, place=place, profile=self.profile, official=sentence, params=params)


def make(
    code: str,
    value: str | None = None,
    *,
    term: str | None = None,
    place: Place | None = None,
    profile: str = DEFAULT_PROFILE,
    official: str | None = None,
    variant: str | None = None,
    params: Mapping[str, str] | None = None,
    **more: str,
) -> Finding:
    """A finding of the catalogue; `variant` names a set of texts under its key.

    The texts can name `{value}`, `{path}`, `{line}`, `{term}` and all parameters.
    """
    entry = CATALOGUE[code]
    term = term or entry.term
    shown = shorten(value)
    filled = {
        "value": shown or NOTHING,
        "path": place.path if place else "",
        "line": str(place.line) if place and place.line else "?",
        "term": term or "",
        **{name: shorten(text) or "" for name, text in {**(params or {}), **more}.items()},
    }
    if official:
        filled["official"] = official
    return Finding(
        layer=entry.layer,
        severity=severity_of(code, entry.layer, profile),
        code=code,
        key=f"{entry.key}.{variant}" if variant else entry.key,
        term=term,
        path=(place.path or None) if place else None,
        line=place.line if place else None,
        value=shown,
        params=filled,
    )


def shorten(text: str | None) -> str | None:
    """The text on one line, cut after `MAX_VALUE` characters, without what a terminal or a page would obey.

    Spaces that do not break are not kept, but for those that hold quotation marks beside what they quote.
    """
    if text is None:
        return None
    line = text if text.isprintable() else "".join(letter if letter.isprintable() else " " for letter in text)
    line = line.replace("« ", "«\u00a0").replace(" »", "\u00a0»")
    return line if len(line) <= MAX_VALUE else line[: MAX_VALUE - 1] + "…"

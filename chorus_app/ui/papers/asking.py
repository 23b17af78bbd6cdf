"""What an address of a page with a paper asks for: `?onglet=document&piece=…&p=2&zoom=150`, `?onglet=xml&ligne=84`.

What it may not carry is ignored, never an error.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from chorus_app.ui.components.list_url import PageLink

ZOOMS = (50, 75, 100, 125, 150, 200, 300, 400)  # per cent; none of them: as wide as there is room
MAX_NUMBER = 9_999_999
MAX_PLACE = 500  # characters of a path


@dataclass(frozen=True, slots=True)
class Wanted:
    """The place in the address. `zoom` is 0 for « ajusté »; `line` is None when no line is asked for; `member` is the
    place of the invoice in its lot, None when none is named."""

    path: str
    tab: str
    page: int
    piece: str
    zoom: int
    line: int | None
    place: str
    member: int | None

    def href(self, **values: str | int | None) -> str:
        """The address of the same page, of the same invoice of a lot, with these parameters only; those without a
        value are left out."""
        kept = {
            name: value for name, value in ({"facture": self.member} | values).items() if value not in (None, "", 0)
        }
        return f"{self.path}?{urlencode(kept)}" if kept else self.path


def wanted(path: str, query: Mapping[str, str], tabs: tuple[str, ...]) -> Wanted:
    """Read an address; the first tab stands for one that there is not."""
    tab = query.get("onglet", "")
    zoom = number(query.get("zoom"), 0)
    line = number(query.get("ligne"), 0)
    member = number(query.get("facture"), 0)
    return Wanted(
        path=path,
        tab=tab if tab in tabs else tabs[0],
        page=number(query.get("p"), 1),
        piece=query.get("piece", "")[:40],
        zoom=zoom if zoom in ZOOMS else 0,
        line=line or None,
        place=query.get("chemin", "")[:MAX_PLACE],
        member=member or None,
    )


def number(text: str | None, otherwise: int) -> int:
    """A number of the address, from 1."""
    if text and text.isascii() and text.isdigit() and len(text) <= 7:
        return int(text) or otherwise
    return otherwise


def steps(here: Wanted, pages: int, page: int, **values: str | int | None) -> list[PageLink]:
    """First, last and the pages around the current one; gaps between. None when there is only one page."""
    if pages <= 1:
        return []
    shown = sorted({1, pages, *range(max(1, page - 2), min(pages, page + 2) + 1)})
    links: list[PageLink] = []
    for before, one in zip([0, *shown], shown, strict=False):
        if one - before > 1:
            links.append(PageLink("", "", current=False))
        href = here.href(onglet=here.tab, **values, p=one if one > 1 else None)
        links.append(PageLink(str(one), href, current=one == page))
    return links

"""The place of a list in its address: page, sort, search and filters are all in the URL, so that it can be shared.

`?recherche=…&page=2&tri=-date&statut=DEPOSEE`; a leading minus sorts downwards.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from chorus_app.kernel.paging import PAGE_SIZE, PageRequest

MAX_VALUE = 200
MOST_PICKED = 200  # rows picked one by one: their ids stand in the address of the export
MOST_IN_A_WORKBOOK = 20_000  # rows of a list as XLSX, which is made in memory


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list: `label` is a text key, `sort` the name its query sorts by (empty: it cannot).

    `usual`: seen by who has not chosen his columns.
    """

    key: str
    label: str
    sort: str = ""
    numeric: bool = False
    usual: bool = True


@dataclass(frozen=True, slots=True)
class ListSpec:
    """What a list can do. `filters` are the parameters its address may carry besides page, sort and search.

    A list with a `name` keeps searches and columns of each person under it. Its first column always stays.
    """

    caption: str
    columns: tuple[Column, ...]
    filters: tuple[str, ...] = ()
    default_sort: str = "-date"
    name: str = ""

    @property
    def sorts(self) -> frozenset[str]:
        return frozenset(column.sort for column in self.columns if column.sort)

    def shown(self, keys: Collection[str] | None) -> tuple[Column, ...]:
        """The columns of those keys in the list's own order; without keys the usual ones."""
        first = self.columns[0]
        if keys is None:
            return tuple(column for column in self.columns if column.usual)
        return tuple(column for column in self.columns if column is first or column.key in keys)


@dataclass(frozen=True)
class Asked:
    """What the address asks for, checked against the list's allow-lists."""

    path: str
    search: str
    filters: Mapping[str, str]
    page: PageRequest

    def href(self, **changes: str) -> str:
        """The address of the same list with some parameters changed; empty ones are dropped."""
        sort = ("-" if self.page.descending else "") + self.page.sort
        values = {"recherche": self.search, **self.filters, "tri": sort, "page": str(self.page.page), **changes}
        kept = {name: value for name, value in values.items() if value and not (name == "page" and value == "1")}
        return f"{self.path}?{urlencode(kept)}" if kept else self.path

    @property
    def query(self) -> str:
        """What stands after the question mark, from the first page on."""
        return self.href(page="1").partition("?")[2]


def asked(spec: ListSpec, path: str, query: Mapping[str, str]) -> Asked:
    """Read an address; whatever it may not carry is ignored, never an error."""
    sort = query.get("tri", "") or spec.default_sort
    if sort.removeprefix("-") not in spec.sorts:
        sort = spec.default_sort
    filters = {name: query[name][:MAX_VALUE] for name in spec.filters if query.get(name)}
    number = query.get("page", "1")
    page = int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 1
    return Asked(
        path,
        query.get("recherche", "").strip()[:MAX_VALUE],
        filters,
        PageRequest(max(page, 1), sort.removeprefix("-"), sort.startswith("-"), PAGE_SIZE),
    )


@dataclass(frozen=True)
class Head:
    """A column's heading as shown: `direction` is ascending, descending or empty."""

    key: str
    label: str
    href: str
    direction: str
    numeric: bool = False


@dataclass(frozen=True)
class PageLink:
    """One step of the pager; `label` is empty for a gap."""

    label: str
    href: str
    current: bool


def heads(columns: Sequence[Column], place: Asked, label: Mapping[str, str]) -> list[Head]:
    """The headings, each sortable one with the address that sorts by it (or turns the order)."""
    return [_head(column, place, label[column.key]) for column in columns]


def _head(column: Column, place: Asked, label: str) -> Head:
    if not column.sort:
        return Head(column.key, label, "", "", column.numeric)
    if column.sort != place.page.sort:
        return Head(column.key, label, place.href(tri=column.sort, page="1"), "", column.numeric)
    turned = column.sort if place.page.descending else f"-{column.sort}"
    direction = "descending" if place.page.descending else "ascending"
    return Head(column.key, label, place.href(tri=turned, page="1"), direction, column.numeric)


def pager(place: Asked, pages: int) -> list[PageLink]:
    """First, last and the pages around the current one; gaps between."""
    if pages <= 1:
        return []
    here = min(place.page.page, pages)
    shown = sorted({1, pages, *range(max(1, here - 2), min(pages, here + 2) + 1)})
    links: list[PageLink] = []
    for before, number in zip([0, *shown], shown, strict=False):
        if number - before > 1:
            links.append(PageLink("", "", current=False))
        links.append(PageLink(str(number), place.href(page=str(number)), number == here))
    return links

"""One page of a long list."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

Row = TypeVar("Row")
PAGE_SIZE = 25


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Which page is asked for: `page` counts from 1; `sort` is a name of the list's allow-list."""

    page: int = 1
    sort: str = ""
    descending: bool = True
    size: int = PAGE_SIZE

    @property
    def offset(self) -> int:
        return (max(self.page, 1) - 1) * self.size


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """The rows of one page, and how many rows there are in all: `total`, or with `more` at least that many.

    Of a list too long to be paged to its end only the first `reached` rows are on pages.
    """

    rows: Sequence[Row]
    total: int
    page: int = 1
    size: int = PAGE_SIZE
    more: bool = False
    reached: int | None = None

    @property
    def pages(self) -> int:
        within = self.total if self.reached is None else min(self.total, self.reached)
        return max(1, -(-within // self.size))

    def within(self) -> "Page[Row]":
        """The same, with a page that exists: the nearest one to that asked for."""
        return replace(self, page=min(max(self.page, 1), self.pages))

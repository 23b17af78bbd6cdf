"""The layouts put together out of their parts."""

from collections.abc import Iterator

from tests.makers.layouts.pen import Drawn, Pen
from tests.makers.layouts.sums import ROWS, TOTALS, account
from tests.makers.layouts.top import HEADS, PARTIES, REFERENCES
from tests.makers.layouts.truth import Truth, truth

LAYOUTS = 30


def layouts() -> Iterator[Drawn]:
    """All of them."""
    return (layout(seed, truth(seed)) for seed in range(LAYOUTS))


def layout(seed: int, about: Truth) -> Drawn:
    """One of them. Each part goes round at its own pace, so that none meets always the same others."""
    pen = Pen(about, seed)
    head, party = HEADS[(seed + seed // 6) % len(HEADS)], PARTIES[seed % len(PARTIES)]
    party(pen)
    head(pen)
    REFERENCES[seed % len(REFERENCES)](pen)
    TOTALS[(seed // 3 + seed) % len(TOTALS)](pen, ROWS[seed % 2](pen))
    if seed % 2:
        account(pen)
    return pen.drawn(f"{seed:02} {party.__name__}, {head.__name__}")

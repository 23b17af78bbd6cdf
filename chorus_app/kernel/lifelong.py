"""What a server has loaded when it begins to answer stays until its end."""

import gc
from functools import cache

# Objects between two looks for loops that nothing holds any more: at Python's 700 a check of an invoice, for one,
# spends a twentieth of its time with them.
COLLECT_AFTER = 20_000


@cache
def keep_for_life() -> None:
    """Leave what is loaded out of all later looks: the pages are a million objects, and each look through them would
    keep every answer waiting for half a second. Said once, by a server that is about to answer."""
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER)

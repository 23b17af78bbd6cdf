"""How often one token may call: eighty times a second, as at PISTE."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

PER_SECOND = 80
KEPT = 10_000  # tokens whose pace is remembered


class Pace:
    """A bucket for each token, filled again as time goes. Usable from any thread."""

    def __init__(self, per_second: int = PER_SECOND, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_second = per_second
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._changing = threading.Lock()

    def allows(self, token: str) -> bool:
        """Count a call; False when it is one too many."""
        now = self._clock()
        with self._changing:
            left, at = self._left.pop(token, (float(self._per_second), now))
            left = min(self._per_second, left + (now - at) * self._per_second)
            allowed = left >= 1
            self._left[token] = (left - 1 if allowed else left, now)
            while len(self._left) > KEPT:
                self._left.popitem(last=False)
        return allowed

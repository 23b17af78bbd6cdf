"""Certificates on their way from the upload to the page: in memory only, for a minute, for their sender alone.

What turns out to be a private key was never on the disk.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from chorus_app.kernel.tokens import new_public_id

MOST, SECONDS = 50, 60.0
Clock = Callable[[], float]


class OnTheirWay:
    """Contents by a random name. Usable from any thread."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._held: OrderedDict[str, tuple[int, float, bytes]] = OrderedDict()
        self._changing = threading.Lock()

    def keep(self, user_id: int, content: bytes) -> str:
        """The name under which the sender finds it; of too many the oldest goes."""
        name = new_public_id()
        with self._changing:
            self._drop_old()
            self._held[name] = (user_id, self._clock(), content)
            while len(self._held) > MOST:
                self._held.popitem(last=False)
        return name

    def take(self, user_id: int, name: str) -> bytes | None:
        """The content, once; None for another person, an unknown name, or too late."""
        with self._changing:
            self._drop_old()
            owner, _, content = self._held.get(name, (0, 0.0, b""))
            if owner != user_id:
                return None
            del self._held[name]
            return content

    def _drop_old(self) -> None:
        now = self._clock()
        for name in [name for name, (_, at, _) in self._held.items() if now - at > SECONDS]:
            del self._held[name]


ON_THEIR_WAY = OnTheirWay()

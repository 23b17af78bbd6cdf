"""Results that are dear to make and may be asked for again: the latest ones, within a bound of memory."""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

V = TypeVar("V")


class Kept(Generic[V]):
    """Keeps values up to `capacity` in all, each counting as its weight; those not asked for longest go first."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._weight = 0
        self._values: OrderedDict[Hashable, tuple[V, int]] = OrderedDict()
        self._changing = threading.Lock()

    def get(self, key: Hashable) -> V | None:
        with self._changing:
            found = self._values.get(key)
            if found is None:
                return None
            self._values.move_to_end(key)
            return found[0]

    def put(self, key: Hashable, value: V, weight: int) -> None:
        """Keep a value; one heavier than all the room is not kept."""
        with self._changing:
            if key in self._values:
                self._weight -= self._values.pop(key)[1]
            if weight > self._capacity:
                return
            self._values[key] = (value, weight)
            self._weight += weight
            while self._weight > self._capacity:
                _, (_, gone) = self._values.popitem(last=False)
                self._weight -= gone

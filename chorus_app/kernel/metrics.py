"""Figures for Prometheus: the one file that knows its library. They count from the start of the process."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

MEDIA_TYPE = CONTENT_TYPE_LATEST
_registry = CollectorRegistry()
_requests = Counter(
    "chorus_http_requests", "Answers of the plain HTTP routes.", ["route", "status"], registry=_registry
)
_acts = Histogram(
    "chorus_act_seconds",
    "Time of the services that events call, the wait for the database included.",
    ["act", "outcome"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
    registry=_registry,
)
# Name -> (what it means, values by label, the name of that label). Read when they are asked for.
Gauges = Mapping[str, tuple[str, str, Mapping[str, float]]]


def count_answer(route: str, status: int) -> None:
    """An answer of the route with this template: never a path as asked, which strangers choose."""
    _requests.labels(route, str(status)).inc()


@contextmanager
def timed(service: Callable[..., object]) -> Iterator[None]:
    """Time the block under the service's own name."""
    began, outcome = time.perf_counter(), "refused"
    try:
        yield
        outcome = "done"
    finally:
        name = f"{service.__module__.removeprefix('chorus_app.')}.{getattr(service, '__name__', 'act')}"
        _acts.labels(name, outcome).observe(time.perf_counter() - began)


def exposed(gauges: Gauges) -> bytes:
    """Everything in Prometheus' text format, with these gauges of now."""
    now = CollectorRegistry()
    now.register(_Gauges(gauges))
    return generate_latest(_registry) + generate_latest(now)


class _Gauges(Collector):
    def __init__(self, gauges: Gauges) -> None:
        self._gauges = gauges

    def collect(self) -> Iterable[GaugeMetricFamily]:
        for name, (meaning, label, values) in self._gauges.items():
            family = GaugeMetricFamily(name, meaning, labels=[label] if label else [])
            for value, number in values.items():
                family.add_metric([value] if label else [], number)
            yield family

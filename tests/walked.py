"""Remembers, while the tests run, which errors were raised, which findings were made, which events were denied.

The tests marked `whole_suite` compare that with the lists of all of them. They come last, and only when everything
was run: on a part of the tests they would say nothing.
"""

import functools
import logging
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from chorus_app.kernel.errors import AppError
from chorus_app.rules.finding import Finding

raised: set[type[AppError]] = set()
raised_keys: set[str] = set()
found: set[str] = set()
denied: Counter[str] = Counter()


class Denials(logging.Handler):
    """Reads the gate's log: the name of each event that it refused."""

    def emit(self, record: logging.LogRecord) -> None:
        if record.msg == "event denied: %s":
            denied[record.getMessage().partition(": ")[2]] += 1


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "whole_suite: looks back on all tests; left out when only some are run")
    _watch(AppError, _remember_error)
    _watch(Finding, lambda finding: found.add(finding.code))
    logging.getLogger("chorus_app.ui.gate").addHandler(Denials())


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    last = [item for item in items if item.get_closest_marker("whole_suite")]
    items[:] = [item for item in items if item not in last]
    if _everything(config):
        items += last
    elif last:
        config.hook.pytest_deselected(items=last)


def _everything(config: pytest.Config) -> bool:
    chosen = f"{config.option.keyword} {config.option.markexpr}"
    some = config.option.keyword or "browser" in chosen or config.getoption("lf", default=False)
    return config.args_source is pytest.Config.ArgsSource.TESTPATHS and not some


def _remember_error(error: AppError) -> None:
    raised.add(type(error))
    raised_keys.add(error.key)


def _watch(kind: type[Any], remember: Callable[[Any], None]) -> None:
    """Call `remember` with each new object of the class and its subclasses."""
    initialise = kind.__init__

    @functools.wraps(initialise)
    def watched(self: Any, *args: Any, **named: Any) -> None:
        initialise(self, *args, **named)
        remember(self)

    setattr(kind, "__init__", watched)  # noqa: B010 - an assignment to a method is not typed

"""Remembers, while the tests run, which errors were raised, which findings were made, which events were denied.

The tests marked `whole_suite` compare that with the lists of all of them. They come last, and only when everything
was run: on a part of the tests they would say nothing.

`make test` runs the suite in parts, some of them by several processes at once. Each process writes what it walked
into a file of the folder `--walk-to=…`; a last run, with `--walked-in=…` that folder, compares.
"""

import functools
import json
import logging
import secrets
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chorus_app.kernel.errors import AppError
from chorus_app.rules.finding import Finding

raised: set[str] = set()
raised_keys: set[str] = set()
found: set[str] = set()
denied: Counter[str] = Counter()
WALKED: dict[str, set[str] | Counter[str]] = {
    "raised": raised,
    "raised_keys": raised_keys,
    "found": found,
    "denied": denied,
}


class Denials(logging.Handler):
    """Reads the gate's log: the name of each event that it refused."""

    def emit(self, record: logging.LogRecord) -> None:
        if record.msg == "event denied: %s":
            denied[record.getMessage().partition(": ")[2]] += 1


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("walked", "looking back on all tests")
    group.addoption("--walk-to", type=Path, help="folder to write into what this process walked")
    group.addoption("--walked-in", type=Path, help="folder of what the processes of all runs wrote; compare with that")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "whole_suite: looks back on all tests; left out when only some are run")
    _watch(AppError, _remember_error)
    _watch(Finding, lambda finding: found.add(finding.code))
    logging.getLogger("chorus_app.ui.gate").addHandler(Denials())
    folder = config.getoption("--walked-in")
    if folder is not None:
        _read(folder)


def pytest_sessionfinish(session: pytest.Session) -> None:
    folder = session.config.getoption("--walk-to")
    if folder is not None:
        content = json.dumps({name: sorted(names) for name, names in WALKED.items()})
        (folder / f"{secrets.token_hex(8)}.json").write_text(content, encoding="utf-8")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    last = [item for item in items if item.get_closest_marker("whole_suite")]
    items[:] = [item for item in items if item not in last]
    if _everything(config):
        items += last
    elif last:
        config.hook.pytest_deselected(items=last)


def _read(folder: Path) -> None:
    for file in folder.glob("*.json"):
        for name, names in json.loads(file.read_text(encoding="utf-8")).items():
            WALKED[name].update(names)


def _everything(config: pytest.Config) -> bool:
    """Whether this process runs the whole suite, or looks back on those that did."""
    if config.getoption("--walked-in") is not None:
        return True
    one_of_several = config.getoption("numprocesses", default=None) or hasattr(config, "workerinput")
    chosen = f"{config.option.keyword} {config.option.markexpr}"
    some = config.option.keyword or "browser" in chosen or config.getoption("lf", default=False)
    return config.args_source is pytest.Config.ArgsSource.TESTPATHS and not (some or one_of_several)


def name_of(kind: type) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"


def _remember_error(error: AppError) -> None:
    raised.add(name_of(type(error)))
    raised_keys.add(error.key)


def _watch(kind: type[Any], remember: Callable[[Any], None]) -> None:
    """Call `remember` with each new object of the class and its subclasses."""
    initialise = kind.__init__

    @functools.wraps(initialise)
    def watched(self: Any, *args: Any, **named: Any) -> None:
        initialise(self, *args, **named)
        remember(self)

    setattr(kind, "__init__", watched)  # noqa: B010 - an assignment to a method is not typed

"""Looking back on all tests: no error class and no finding code that no case brings about."""

import importlib
import pkgutil

import pytest

import chorus_app
from chorus_app.kernel.errors import AppError
from chorus_app.rules.catalogue import ENTRIES
from tests import walked

pytestmark = pytest.mark.whole_suite


def all_error_classes() -> set[type[AppError]]:
    for module in pkgutil.walk_packages(chorus_app.__path__, "chorus_app."):
        if not module.name.endswith(".main"):
            importlib.import_module(module.name)
    return _below(AppError)


def _below(kind: type[AppError]) -> set[type[AppError]]:
    return {below for direct in kind.__subclasses__() for below in (direct, *_below(direct))}


def test_every_error_class_is_raised_by_some_test() -> None:
    unraised = {kind for kind in all_error_classes() - walked.raised if kind.__module__.startswith("chorus_app.")}
    assert sorted(kind.__qualname__ for kind in unraised) == []


def test_every_finding_is_made_by_some_test() -> None:
    assert sorted({entry.code for entry in ENTRIES} - walked.found) == []

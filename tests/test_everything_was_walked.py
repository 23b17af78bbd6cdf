"""Looking back on all tests: no error, no finding code and no protected event that no case brings about."""

import pytest

from chorus_app.accounts.errors import _REASONS
from chorus_app.accounts.password_rules import Weakness
from chorus_app.invoices.supplying import NOT_WAITED
from chorus_app.rules.catalogue import ENTRIES
from chorus_app.structures.queries import Standing
from chorus_app.ui.gate import Right
from tests import walked
from tests.error_keys import computed_error_keys, error_classes, literal_error_keys
from tests.ui.rights import events_asking, refused_to_all

# What the keys that the code computes can be.
COMPUTED: dict[str, set[str]] = {
    # What `kernel.faults.needed_line` is called with.
    "missing": {
        "operations.reason.missing",
        "structures.request.reason_missing",
        "structures.services.code_missing",
        "structures.services.name_missing",
    },
    "too_long": {"operations.reason.too_long", "structures.request.reason_too_long", "structures.services.too_long"},
    "_REASONS[state]": set(_REASONS.values()),
    "NOT_WAITED[act]": set(NOT_WAITED.values()),
    # What `raccordement.x509` says is wrong with a certificate.
    "f'raccordement.certificate.wrong.{name}'": {
        f"raccordement.certificate.wrong.{name}"
        for name in ("too_large", "private_key", "not_a_certificate", "key_type", "expired", "not_yet", "self_signed")
    },
    "weakness.value": {weakness.value for weakness in Weakness},
    "stands.value": {standing.value for standing in Standing if standing is not Standing.FREE},
}


def test_every_computed_error_key_is_declared_with_what_it_can_be() -> None:
    assert computed_error_keys() == set(COMPUTED)


@pytest.mark.whole_suite
def test_every_error_class_is_raised_by_some_test() -> None:
    assert sorted({walked.name_of(kind) for kind in error_classes()} - walked.raised) == []


@pytest.mark.whole_suite
def test_every_error_is_raised_by_some_test() -> None:
    keys = literal_error_keys().union(*COMPUTED.values())
    assert sorted(keys - walked.raised_keys) == []


@pytest.mark.whole_suite
def test_every_finding_is_made_by_some_test() -> None:
    assert sorted({entry.code for entry in ENTRIES} - walked.found) == []


@pytest.mark.whole_suite
def test_every_protected_event_is_denied_by_some_test() -> None:
    protected = {*events_asking(*(right for right in Right if right is not Right.PUBLIC)), *refused_to_all()}
    assert sorted(protected - walked.denied.keys()) == []

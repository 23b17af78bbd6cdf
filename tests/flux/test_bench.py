"""How long a deposit takes to be answered and to be integrated. Measures; asserts no time."""

import time

import pytest

from chorus_app.flux.enums import FluxState
from chorus_app.kernel.context import World
from tests.flux import scenes
from tests.flux.scenes import Cast, state_of, wait_until
from tests.makers.invoices import make_facturx, make_ubl

pytestmark = pytest.mark.bench


def test_one_deposit_at_a_time(importing: World, cast: Cast) -> None:
    answers, ends = [], []
    for number in range(20):
        content = make_facturx(cadre="A5", number=f"B{number}")
        begun = time.perf_counter()
        receipt = scenes.put(importing, cast, content, "FSO1137A")
        answers.append(time.perf_counter() - begun)
        wait_until(lambda r=receipt: state_of(importing, r).final)  # type: ignore[misc] # binds the loop's value
        ends.append(time.perf_counter() - begun)
    print(
        f"\nanswered in {1000 * median(answers):.0f} ms, integrated after {1000 * median(ends):.0f} ms (medians of 20)"
    )
    assert state_of(importing, receipt) is FluxState.INTEGRATED


def test_fifty_deposits_at_once(importing: World, cast: Cast) -> None:
    contents = [make_ubl(cadre="A5", number=f"B{number}") for number in range(50)]
    begun = time.perf_counter()
    receipts = [scenes.put(importing, cast, content, "FSO1130A") for content in contents]
    answered = time.perf_counter() - begun
    wait_until(lambda: all(state_of(importing, receipt).final for receipt in receipts))
    print(f"\n50 deposits answered in {answered:.2f} s, integrated after {time.perf_counter() - begun:.2f} s")
    assert {state_of(importing, receipt) for receipt in receipts} == {FluxState.INTEGRATED}


def median(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]

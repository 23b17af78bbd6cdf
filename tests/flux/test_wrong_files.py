"""The wrong files of the samples folder, deposited on purpose: each gets a report that a person can act on."""

import pytest

from chorus_app.flux.enums import FluxState
from chorus_app.kernel.text import t
from tests.samples import needs_samples
from tests.source import PROJECT
from tests.wrong_files_report import Answer, answers, document, wrong_files

LIST = PROJECT / "docs" / "reports-of-wrong-files.md"


def unanswered(one: Answer) -> list[str]:
    """What a person misses in the answer to a file."""
    blocking = [found for found in one.told if found.severity == "blocking"]
    missing = [] if blocking and one.report.flux.state is FluxState.REJECTED else ["not rejected with a reason"]
    for found in blocking:
        texts = [t(key, "fr", **found.params) for key in (found.title_key, found.meaning_key, found.todo_key)]
        missing += [f"{found.code}: {text!r}" for text in texts if len(text) < 10 or "{" in text]
    return missing


@needs_samples
@pytest.mark.slow
def test_each_wrong_file_is_answered_by_a_report_that_one_can_act_on() -> None:
    found = list(answers(wrong_files()))
    assert {one.sample.file: said for one in found if (said := unanswered(one))} == {}
    known = LIST.read_text(encoding="utf-8")
    assert [one.sample.file for one in found if f"| {one.sample.file} |" not in known] == []
    assert len(list(document(found))) > len(found)

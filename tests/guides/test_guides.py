"""The guides can be read, and none is forgotten."""

import pytest

from chorus_app.guides.queries import FOLDER, GuideName, guide
from chorus_app.kernel.markdown import BlockKind


@pytest.mark.parametrize("name", GuideName)
def test_guide_has_a_title_and_a_text(name: GuideName) -> None:
    assert guide(name).title
    assert guide(name).blocks


def test_every_file_is_a_guide() -> None:
    assert {file.stem for file in (FOLDER / "fr").glob("*.md")} == set(GuideName)


def test_letter_can_be_copied() -> None:
    assert BlockKind.LETTER in {block.kind for block in guide(GuideName.LETTER).blocks}

"""The lock of a data folder."""

from pathlib import Path

import pytest

from chorus_app.kernel.errors import Conflict
from chorus_app.kernel.lock import ServerLock
from chorus_app.kernel.text import t


def test_second_server_on_the_same_folder_refused_until_the_first_ends(tmp_path: Path) -> None:
    first, second = ServerLock(tmp_path), ServerLock(tmp_path)
    first.take()
    with pytest.raises(Conflict) as refusal:
        second.take()
    assert str(tmp_path) in t(refusal.value.key, "fr", **refusal.value.params)
    first.release()
    second.take()
    second.release()

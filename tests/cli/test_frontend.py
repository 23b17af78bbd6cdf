"""The front end is built again when what it is made from changed, and only then."""

import sys
from pathlib import Path

import pytest

from chorus_app.cli import frontend


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of one page, built."""
    monkeypatch.setattr(frontend, "PROJECT", tmp_path)
    monkeypatch.setattr(frontend, "BUILT", tmp_path / "built")
    monkeypatch.setattr(frontend, "STAMP", tmp_path / "stamp")
    for file in (tmp_path / "chorus_app" / "page.py", tmp_path / "built" / "index.html"):
        file.parent.mkdir()
        file.write_text("as it was")
    (tmp_path / "stamp").write_text(frontend.fingerprint())
    return tmp_path


def test_nothing_changed_keeps_the_build(project: Path) -> None:
    (project / "chorus_app" / "__pycache__").mkdir()
    (project / "chorus_app" / "__pycache__" / "page.pyc").write_bytes(b"compiled")
    (project / "chorus_app" / "page.py").touch()
    assert not frontend.build_needed()


@pytest.mark.parametrize("name", ["chorus_app/page.py", "chorus_app/new.toml", "CHANGELOG.md", "rxconfig.py"])
def test_changed_source_asks_for_a_build(project: Path, name: str) -> None:
    (project / name).write_text("changed")
    assert frontend.build_needed()


def test_lost_build_or_stamp_asks_for_a_build(project: Path) -> None:
    (project / "built" / "index.html").unlink()
    assert frontend.build_needed()
    (project / "built" / "index.html").touch()
    (project / "stamp").unlink()
    assert frontend.build_needed()


def test_node_comes_from_where_python_is() -> None:
    node = frontend.node()
    assert node is not None
    assert Path(node).parent == Path(sys.executable).parent

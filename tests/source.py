"""The portal's own source text, as the consistency tests read it."""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from chorus_app.kernel.text import catalogue

PROJECT = Path(__file__).parents[1]
APP = PROJECT / "chorus_app"
KEY = re.compile(r"[a-z0-9_]+(\.[A-Za-z0-9_-]+)+")
TEMPLATE = re.compile(r"[a-z0-9_]+\.[A-Za-z0-9_.{}-]*")


@lru_cache
def text_families() -> frozenset[str]:
    """The first segments of all text keys: the names of the catalogue's files."""
    return frozenset(key.partition(".")[0] for key in catalogue("fr"))


@lru_cache
def literal_keys() -> frozenset[str]:
    """Every string of the code that has the shape of a text key."""
    found = {node.value for node in _strings() if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return frozenset(text for text in found if KEY.fullmatch(text) and _of_a_family(text))


@lru_cache
def key_templates() -> frozenset[str]:
    """Every formatted or begun key of the code: "flux.state.{}.label"."""
    templates = {_template(node) for node in _strings()}
    return frozenset(text for text in templates if "{}" in text and TEMPLATE.fullmatch(text) and _of_a_family(text))


def tracked_files() -> Iterator[Path]:
    """Every file that git keeps, and those that it would keep."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=PROJECT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    for name in listed.split("\0"):
        file = PROJECT / name
        if name and file.is_file():
            yield file


def trees() -> Iterator[tuple[Path, ast.Module]]:
    """Each module of the portal, parsed."""
    for file in sorted(APP.rglob("*.py")):
        yield file, ast.parse(file.read_text(encoding="utf-8"))


@lru_cache
def _strings() -> tuple[ast.expr, ...]:
    nodes = [node for _, tree in trees() for node in ast.walk(tree)]
    pieces = {id(piece) for node in nodes if isinstance(node, ast.JoinedStr) for piece in node.values}
    kinds = (ast.Constant, ast.JoinedStr, ast.BinOp)
    return tuple(node for node in nodes if isinstance(node, kinds) and id(node) not in pieces)


def _template(node: ast.expr) -> str:
    """ "a.{}.b" for f"a.{x}.b"; "a.{}" for "a." + x; otherwise empty."""
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.left, ast.Constant) and isinstance(node.left.value, str):
        return f"{node.left.value}{{}}" if node.left.value.endswith(".") else ""
    return ""


def _of_a_family(text: str) -> bool:
    return text.partition(".")[0] in text_families()

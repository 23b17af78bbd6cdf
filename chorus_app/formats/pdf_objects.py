"""Objects of a PDF touched with care: nothing here trusts a type, a key or a loop of the file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import pikepdf

from chorus_app.formats import limits

# What pikepdf lets out when a damaged or hostile object is touched.
PDF_ERRORS = (
    pikepdf.PdfError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    RuntimeError,
    OverflowError,
)


def get(node: object, key: str) -> pikepdf.Object | None:
    """A key of a dictionary or stream; None when the node is something else or lacks it."""
    if not isinstance(node, (pikepdf.Dictionary, pikepdf.Stream)):
        return None
    value = node.get(key)
    return value if isinstance(value, pikepdf.Object) else None


def drop(node: pikepdf.Object, key: str) -> None:
    """Takes a key out of a dictionary or stream, if it is there."""
    if key in node:
        del node[key]


def items(node: object) -> list[pikepdf.Object]:
    """The items of an array, as far as a sane document goes; a single dictionary counts as an array of one."""
    if isinstance(node, pikepdf.Dictionary):
        return [node]
    if not isinstance(node, pikepdf.Array):
        return []
    size = min(len(node), limits.MAX_PDF_NODES)
    return [item for index in range(size) if isinstance(item := node[index], pikepdf.Object)]


def tree(top: pikepdf.Object | None, children: str, max_depth: int) -> Iterator[tuple[pikepdf.Object, object]]:
    """Each node of a tree once, in its order, with what its parents say of /FT; stops at the limits."""
    seen: set[tuple[int, int]] = set()
    stack: list[tuple[pikepdf.Object, int, object]] = [(top, 0, None)] if top is not None else []
    for _ in range(limits.MAX_PDF_NODES):
        if not stack:
            return
        node, depth, inherited = stack.pop()
        if node.is_indirect and node.objgen in seen:
            continue
        if node.is_indirect:
            seen.add(node.objgen)
        own = get(node, "/FT") or inherited
        yield node, own
        if depth < max_depth:
            stack.extend((child, depth + 1, own) for child in reversed(items(get(node, children))))


def text(value: pikepdf.Object | None) -> str:
    """A text string; empty when the object is none."""
    return str(value) if isinstance(value, pikepdf.String) else ""


def stream_bytes(stream: object) -> bytes | None:
    """The unpacked bytes of a stream; None when it is none, is damaged, or unpacks beyond the limits."""
    if not isinstance(stream, pikepdf.Stream):
        return None
    with suppress(*PDF_ERRORS):
        return stream.read_bytes()
    return None

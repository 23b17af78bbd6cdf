"""What runs in a child process of Saxon's own: importable by name, cheap to import."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import partial

from chorus_app.kernel.idle import when_idle
from chorus_app.rules.layers import LayerOutcome

Document = tuple[bytes, str, str | None, str]  # what `run` is given
Ruled = tuple[tuple[LayerOutcome, ...], float]  # what it answered, and in how many milliseconds


def run(xml: bytes, schema: str, level: str | None, profile: str) -> tuple[LayerOutcome, ...]:
    """EN 16931 and BR-FR on a document whose structure is right."""
    # lxml and Saxon are only wanted in the child: the parent imports this module to name the function.
    from chorus_app.rules.schematron.checking import check

    return check(xml, schema, level, profile)


def run_all(documents: Sequence[Document]) -> list[Ruled]:
    """The same on each of several documents, with the milliseconds that it took."""
    found: list[Ruled] = []
    for document in documents:
        begun = time.perf_counter()
        outcomes = run(*document)
        found.append((outcomes, (time.perf_counter() - begun) * 1000))
    return found


def load() -> None:
    """Load Saxon and what reads its reports, ahead of the first job."""
    import chorus_app.rules.schematron.checking  # noqa: F401 - see above
    from chorus_app.rules.schematron.engine import processor

    processor()


def warm() -> None:
    """The same; then, while no job is asked, read the texts and compile the stylesheets of most invoices.

    Each of these takes half a second at most.
    """
    from chorus_app.kernel.text import catalogue
    from chorus_app.rules.schematron.engine import prepare
    from chorus_app.rules.schematron.sheets import COMMON

    load()
    when_idle(partial(catalogue, "fr"), *(partial(prepare, sheet) for sheet in COMMON))

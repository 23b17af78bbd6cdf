"""What runs in a child process of Saxon's own: importable by name, cheap to import."""

from __future__ import annotations

from chorus_app.rules.layers import LayerOutcome


def run(xml: bytes, schema: str, level: str | None, profile: str) -> tuple[LayerOutcome, ...]:
    """EN 16931 and BR-FR on a document whose structure is right."""
    # lxml and Saxon are only wanted in the child: the parent imports this module to name the function.
    from chorus_app.rules.schematron.checking import check

    return check(xml, schema, level, profile)


def load() -> None:
    """Load Saxon, ahead of the first job."""
    from chorus_app.rules.schematron.engine import processor

    processor()

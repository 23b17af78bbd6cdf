"""What all chores share: one transaction for each command, errors as French text, documented exit codes.

0: done. 1: refused, nothing was changed (the text says why). 2: the command was not understood (click's own).
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from chorus_app.kernel.context import Context, Source, product_world
from chorus_app.kernel.errors import AppError, InvalidForm
from chorus_app.kernel.text import t

REFUSED = 1
COMMAND = Source("command")


@contextmanager
def transaction() -> Iterator[Context]:
    """One act of the operator, in the product's world. A refusal is printed and ends the command with code 1."""
    with told_refusals(), product_world().transaction(source=COMMAND) as context:
        yield context


@contextmanager
def told_refusals() -> Iterator[None]:
    """Print the reason of a refusal, then exit with code 1."""
    try:
        yield
    except InvalidForm as refused:
        for error in refused.errors:
            click.echo(t(error.key, **error.params), err=True)
        sys.exit(REFUSED)
    except AppError as refused:
        click.echo(t(refused.key, **refused.params), err=True)
        sys.exit(REFUSED)

"""`chorus purge`: let go at once what the night would let go."""

import click

from chorus_app.cli.acts import COMMAND
from chorus_app.kernel.context import product_world
from chorus_app.kernel.text import t
from chorus_app.operations import retention


@click.command(help=t("operator.purge.help"))
def purge() -> None:
    done = retention.purge(product_world(), source=COMMAND)
    counts: dict[str, object] = dict(done)
    click.echo(t("operator.purge.done", "fr", **counts))

"""`chorus build`: the front end, when its sources changed."""

import click

from chorus_app.cli import frontend
from chorus_app.kernel.text import t


@click.command(help=t("operator.build.help"))
def build() -> None:
    build_front_end()


def build_front_end() -> None:
    """Build the front end unless it is up to date."""
    if not frontend.build_needed():
        return
    click.echo(t("operator.build.running"))
    try:
        frontend.build()
    except frontend.BuildFailed as failure:
        click.echo(str(failure), err=True)
        raise click.ClickException(t("operator.build.failed")) from None

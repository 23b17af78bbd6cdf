"""`chorus structure`: the directory of structures."""

import sys
from pathlib import Path

import click

from chorus_app.cli.acts import REFUSED
from chorus_app.kernel.context import product_world
from chorus_app.kernel.text import t
from chorus_app.structures.importing import COLUMNS, ImportRefused, import_structures, read_text


@click.group(help=t("cli.structure.help"))
def structure() -> None:
    pass


@structure.command("import", help=t("cli.structure.import_help", columns=", ".join(COLUMNS)))
@click.argument("file", metavar="FICHIER.csv", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_file(file: Path) -> None:
    content = read_text(file)
    try:
        with product_world().transaction() as context:
            done = import_structures(context, content=content)
    except ImportRefused as refused:
        tell(refused)
        sys.exit(REFUSED)
    click.echo(t("cli.structure.structures", created=done.structures_created, changed=done.structures_changed))
    click.echo(t("cli.structure.services", created=done.services_created, changed=done.services_changed))


def tell(refused: ImportRefused) -> None:
    """Each error with its line."""
    for line in refused.lines:
        click.echo(t("cli.structure.line", line=line.line, text=t(line.error.key, **line.error.params)), err=True)
    click.echo(t(refused.key), err=True)

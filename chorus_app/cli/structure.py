"""`chorus structure`: the directory of structures."""

import sys
from pathlib import Path

import click

from chorus_app.cli.acts import COMMAND, REFUSED
from chorus_app.kernel.context import product_world
from chorus_app.kernel.text import t
from chorus_app.structures.importing import (
    COLUMNS,
    ImportRefused,
    check_lines,
    compare,
    read_lines,
    read_text,
    write_lines,
)


@click.group(help=t("cli.structure.help"))
def structure() -> None:
    pass


@structure.command("import", help=t("cli.structure.import_help", columns=", ".join(COLUMNS)))
@click.argument("file", metavar="FICHIER.csv", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--try", "--essai", "trial", is_flag=True, help=t("cli.structure.try_help"))
def import_file(file: Path, trial: bool) -> None:
    world = product_world()
    try:
        lines = read_lines(read_text(file))
        with world.reading() as context:  # checking takes long: nobody waits to write meanwhile
            checked = check_lines(context, lines=lines)
            done = compare(context, checked=checked)
        if not trial:
            with world.transaction(source=COMMAND) as context:
                done = write_lines(context, checked=checked, name=file.name)
    except ImportRefused as refused:
        tell(refused)
        sys.exit(REFUSED)
    if trial:
        click.echo(t("cli.structure.tried"))
    click.echo(t("cli.structure.structures", created=done.structures_created, changed=done.structures_changed))
    click.echo(t("cli.structure.services", created=done.services_created, changed=done.services_changed))


def tell(refused: ImportRefused) -> None:
    """Each error with its line."""
    for line in refused.lines:
        click.echo(t("cli.structure.line", line=line.line, text=t(line.error.key, **line.error.params)), err=True)
    click.echo(t(refused.key), err=True)

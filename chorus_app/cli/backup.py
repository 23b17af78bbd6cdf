"""`chorus backup`, `chorus restore`: a copy of everything, and the way back."""

from pathlib import Path

import click

from chorus_app.cli.acts import COMMAND, told_refusals
from chorus_app.kernel import french
from chorus_app.kernel.clock import in_paris
from chorus_app.kernel.context import product_world
from chorus_app.kernel.text import t
from chorus_app.operations.backup import make_backup
from chorus_app.operations.backup import restore as restore_backup

FOLDER = Path("backups")


@click.command(help=t("operator.backup.help"))
@click.argument("file", metavar="[FICHIER.tar]", required=False, type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path | None) -> None:
    world = product_world()
    target = file or FOLDER / f"chorus-{in_paris(world.clock.now()):%Y%m%d-%H%M%S}.tar"
    if not world.database.exists():
        raise click.ClickException(t("operator.backup.no_database", folder=world.folder))
    with told_refusals():
        made = make_backup(world, target, source=COMMAND)
    click.echo(t("operator.backup.made", file=made.file, count=made.files, size=french.size(made.size)))
    if made.missing:
        click.echo(t("operator.backup.missing", count=made.missing), err=True)


@click.command(help=t("operator.restore.help"))
@click.argument("file", metavar="FICHIER.tar", type=click.Path(path_type=Path))
def restore(file: Path) -> None:
    world = product_world()
    if not file.is_file():
        raise click.ClickException(t("operator.restore.no_file", file=file))
    with told_refusals():
        done = restore_backup(file, world, source=COMMAND)
    click.echo(t("operator.restore.done", folder=world.folder.resolve(), count=done.files))

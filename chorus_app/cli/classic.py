"""`chorus classic`: the same pages without the data that make a PDF a Factur-X."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from chorus_app.cli.acts import told_refusals
from chorus_app.cli.outputs import no_overwriting, one_child, write_whole
from chorus_app.kernel.text import t

if TYPE_CHECKING:
    from chorus_app.formats.classic import Classic


@click.command(help=t("convert.classic.help"))
@click.argument("source", metavar="FACTURX.pdf", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("target", metavar="CLASSIQUE.pdf", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--perdre-la-signature", "lose_signature", is_flag=True, help=t("convert.classic.lose_signature"))
@click.option("--remplacer", "replace", is_flag=True, help=t("convert.replace"))
def classic(source: Path, target: Path, lose_signature: bool, replace: bool) -> None:
    no_overwriting(source, target, replace=replace)
    with told_refusals():
        made = one_child(convert, str(source), lose_signature)
    write_whole(target, made.pdf)
    for line in _said(made, target):
        click.echo(line)


def convert(source: str, lose_signature: bool) -> "Classic":
    """What runs in the child."""
    # pikepdf is only wanted in the child.
    from chorus_app.formats.classic import to_classic

    return to_classic(Path(source).read_bytes(), lose_signature=lose_signature)


def _said(made: "Classic", target: Path) -> list[str]:
    lines = [t("convert.classic.written", file=target)]
    if made.removed:
        lines.append(t("convert.classic.removed", names=", ".join(made.removed)))
    if made.kept:
        lines.append(t("convert.classic.kept", names=", ".join(made.kept)))
    if made.metadata == "dropped":
        lines.append(t("convert.classic.metadata_dropped"))
    if made.signatures:
        lines.append(t("convert.classic.signatures_lost", count=made.signatures))
    return lines

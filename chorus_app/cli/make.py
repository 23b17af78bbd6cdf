"""`chorus make`: a classic PDF and the data of an invoice become a Factur-X."""

import json
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from chorus_app.cli.acts import REFUSED, told_refusals
from chorus_app.cli.outputs import no_overwriting, one_child, write_whole
from chorus_app.kernel.errors import Invalid
from chorus_app.kernel.text import t

if TYPE_CHECKING:
    from chorus_app.formats.parsed import ParsedInvoice
    from chorus_app.rules.verdict import Verdict

LEVELS = ("BASIC", "EN 16931", "EXTENDED")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(help=t("convert.make.help"))
@click.argument("source", metavar="CLASSIQUE.pdf", type=FILE)
@click.argument("data", metavar="FACTURE.toml", type=FILE)
@click.argument("target", metavar="FACTURX.pdf", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--niveau", "level", type=click.Choice(LEVELS), default="EN 16931", help=t("convert.make.level"))
@click.option("--malgre-tout", "anyway", is_flag=True, help=t("convert.make.anyway"))
@click.option("--remplacer", "overwrite", is_flag=True, help=t("convert.replace"))
def make(source: Path, data: Path, target: Path, level: str, anyway: bool, overwrite: bool) -> None:
    no_overwriting(source, target, replace=overwrite)
    with told_refusals():
        pdf, verdict = one_child(made, str(source), str(data), level)
    tell(verdict, target)
    if not verdict.accepted and not anyway:
        click.echo(t("convert.make.refused"), err=True)
        sys.exit(REFUSED)
    write_whole(target, pdf)
    click.echo(t("convert.make.written", file=target))


def made(source: str, data: str, level: str) -> "tuple[bytes, Verdict]":
    """What runs in the child. Raises `Invalid` on data that cannot be read, `NotConvertible` on an unfit PDF."""
    from chorus_app.rules.made import make_facturx

    pdf, verdict = make_facturx(Path(source).read_bytes(), invoice_in(Path(data)), level=level)
    return pdf, replace(verdict, xml=None)


def invoice_in(data: Path) -> "ParsedInvoice":
    """The invoice of a form in TOML or JSON, or of a UBL or CII document. Raises `Invalid`."""
    from chorus_app.formats.form import invoice_of
    from chorus_app.rules.verdict import verdict

    if data.suffix.lower() != ".xml":
        return invoice_of(_form(data))
    invoice = verdict(data, name=data.name).invoice
    if invoice is None:
        raise Invalid("convert.make.no_invoice", file=data.name)
    return invoice


def _form(data: Path) -> Mapping[str, Any]:
    try:
        text = data.read_text(encoding="utf-8")
        form = json.loads(text) if data.suffix.lower() == ".json" else tomllib.loads(text)
    except (UnicodeDecodeError, ValueError) as error:
        raise Invalid("convert.make.no_form", file=data.name, detail=str(error)[:200]) from None
    if not isinstance(form, dict):
        raise Invalid("convert.make.no_form", file=data.name, detail=type(form).__name__)
    return form


def tell(verdict: "Verdict", target: Path) -> None:
    """The portal's own verdict on what was made."""
    from chorus_app.cli.rendering import text_lines

    for line in text_lines(verdict, file=target.name):
        click.echo(line)

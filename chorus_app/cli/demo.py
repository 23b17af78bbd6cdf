"""`chorus demo`: the demonstration's data. Refuses outside demonstration mode."""

import click

from chorus_app.cli.db import upgrade_database
from chorus_app.demo.accounts import ACCOUNTS, PASSWORD
from chorus_app.demo.edi import CODE
from chorus_app.demo.reset import emptied
from chorus_app.demo.seed import seed as seed_world
from chorus_app.kernel.config import settings
from chorus_app.kernel.context import product_world
from chorus_app.kernel.errors import AppError
from chorus_app.kernel.text import t


@click.group(help=t("demo.command.help"))
def demo() -> None:
    if not settings().demo:
        raise click.ClickException(t("demo.command.only_in_demo"))


@demo.command(help=t("demo.command.seed_help"))
def seed() -> None:
    fill()


@demo.command(help=t("demo.command.reset_help"))
@click.option("--yes", is_flag=True, help=t("demo.command.yes_help"))
def reset(yes: bool) -> None:
    folder = settings().data_dir
    if not yes and not click.confirm(t("demo.command.confirm", folder=folder.resolve()), prompt_suffix=" "):
        click.echo(t("demo.command.cancelled"))
        return
    try:
        with emptied(settings()):
            click.echo(upgrade_database())
            fill()
    except AppError as refusal:
        raise click.ClickException(t(refusal.key, **refusal.params)) from None


@demo.command(help=t("demo.command.accounts_help"))
def accounts() -> None:
    width = max(len(account.email) for account in ACCOUNTS)
    click.echo(t("demo.accounts.title"))
    for account in ACCOUNTS:
        click.echo(f"  {account.email:<{width}}  {t(f'demo.role.{account.slug}')}")
    click.echo(t("demo.accounts.password", password=PASSWORD))
    if settings().edi:
        click.echo(t("demo.accounts.edi", code=CODE, port=settings().edi_port))


def fill() -> None:
    """Seed the product's world and say what was written."""
    world = product_world()
    try:
        with click.progressbar(length=1, label=t("demo.command.running")) as bar:

            def show(_done: int, all_: int) -> None:
                bar.length = all_
                bar.update(1)

            written = seed_world(world, each=show)
    except AppError as refusal:
        raise click.ClickException(t(refusal.key, **refusal.params)) from None
    finally:
        world.close()
    if written.deposits or written.accounts:
        text = "demo.command.seeded"
        click.echo(t(text, structures=written.structures, accounts=written.accounts, deposits=written.deposits))
    else:
        click.echo(t("demo.command.complete"))

"""`chorus`: the operator's command line. One file a family of chores, one row here."""

from importlib import import_module

import click

from chorus_app.cli.french import speak_french
from chorus_app.kernel.text import t

speak_french()
FAMILIES = {
    "account": "chorus_app.cli.account:account",
    "audit": "chorus_app.cli.audit:audit",
    "api": "chorus_app.cli.serve:api",
    "approve": "chorus_app.cli.approve:approve",
    "backup": "chorus_app.cli.backup:backup",
    "build": "chorus_app.cli.build:build",
    "check": "chorus_app.cli.check:check",
    "classic": "chorus_app.cli.classic:classic",
    "db": "chorus_app.cli.db:db",
    "demo": "chorus_app.cli.demo:demo",
    "doctor": "chorus_app.cli.doctor:doctor",
    "make": "chorus_app.cli.make:make",
    "operator": "chorus_app.cli.operator:operator",
    "purge": "chorus_app.cli.purge:purge",
    "restore": "chorus_app.cli.backup:restore",
    "serve": "chorus_app.cli.serve:serve",
    "show": "chorus_app.cli.show:show",
    "structure": "chorus_app.cli.structure:structure",
}


class Families(click.Group):
    """Loads a family when it is called: `chorus serve` need not wait for the readers of invoices."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return sorted(FAMILIES)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in FAMILIES:
            return None
        module, name = FAMILIES[cmd_name].split(":")
        command = getattr(import_module(module), name)
        assert isinstance(command, click.Command)  # noqa: S101 - a row that names something else is our own error
        if isinstance(command, click.Group):
            command.subcommand_metavar = t("click.subcommands")
        return command


@click.command(cls=Families, help=t("operator.help"), subcommand_metavar=t("click.subcommands"))
@click.version_option(package_name="chorus_app")
def cli() -> None:
    pass


if __name__ == "__main__":
    cli()

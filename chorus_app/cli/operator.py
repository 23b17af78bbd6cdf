"""`chorus operator`: who runs the portal."""

import click

from chorus_app.accounts import service
from chorus_app.accounts.sign_up import check_particulars
from chorus_app.cli.acts import transaction
from chorus_app.kernel.clock import in_paris
from chorus_app.kernel.text import t


@click.group(help=t("operator.people.help"))
def operator() -> None:
    pass


@operator.command(help=t("operator.people.create_help"))
@click.argument("email", metavar="ADRESSE")
@click.option("--last-name", "--nom", "last_name", required=True, help=t("cli.account.last_name"))
@click.option("--first-name", "--prenom", "first_name", required=True, help=t("cli.account.first_name"))
@click.option("--phone", "--telephone", "phone", default="", help=t("cli.account.phone"))
def create(email: str, last_name: str, first_name: str, phone: str) -> None:
    with transaction() as context:
        particulars = check_particulars(
            login_email=email, contact_email="", last_name=last_name, first_name=first_name, phone=phone
        )
        link = service.open_operator(context, particulars=particulars)
    name = f"{particulars.first_name} {particulars.last_name}"
    click.echo(t("operator.people.created", name=name, email=particulars.login_email))
    click.echo(link)


@operator.command(help=t("operator.people.grant_help"))
@click.argument("email", metavar="ADRESSE")
def grant(email: str) -> None:
    with transaction() as context:
        user = service.name_operator(context, email=email)
    click.echo(t("operator.people.granted", name=user.full_name))


@operator.command(help=t("operator.people.withdraw_help"))
@click.argument("email", metavar="ADRESSE")
def withdraw(email: str) -> None:
    with transaction() as context:
        user = service.withdraw_operator(context, email=email)
    click.echo(t("operator.people.withdrawn", name=user.full_name))


@operator.command("list", help=t("operator.people.list_help"))
def list_all() -> None:
    with transaction() as context:
        users = service.operators(context)
    for user in users:
        key = "operator.people.row_closed" if user.disabled_at else "operator.people.row"
        at = in_paris(user.operator_since or user.created_at)
        click.echo(t(key, name=user.full_name, email=user.login_email, at=at))
    if not users:
        click.echo(t("operator.people.none"))

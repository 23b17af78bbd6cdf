"""`chorus account`: accounts of people."""

import click

from chorus_app.accounts import service
from chorus_app.accounts.models import User
from chorus_app.accounts.sign_up import check_particulars
from chorus_app.cli.acts import transaction
from chorus_app.kernel.clock import in_paris
from chorus_app.kernel.identifiers import show_phone
from chorus_app.kernel.text import t
from chorus_app.structures import people


@click.group(help=t("cli.account.help"))
def account() -> None:
    pass


@account.command(help=t("cli.account.create_help"))
@click.argument("email", metavar="ADRESSE")
@click.option("--last-name", "--nom", "last_name", required=True, help=t("cli.account.last_name"))
@click.option("--first-name", "--prenom", "first_name", required=True, help=t("cli.account.first_name"))
@click.option("--contact", default="", help=t("cli.account.contact"))
@click.option("--phone", "--telephone", "phone", default="", help=t("cli.account.phone"))
def create(email: str, last_name: str, first_name: str, contact: str, phone: str) -> None:
    with transaction() as context:
        particulars = check_particulars(
            login_email=email, contact_email=contact, last_name=last_name, first_name=first_name, phone=phone
        )
        user = service.create_account(context, particulars=particulars)
    click.echo(t("cli.account.created", name=user.full_name, email=user.login_email))


@account.command(help=t("cli.account.show_help"))
@click.argument("email", metavar="ADRESSE")
def show(email: str) -> None:
    with transaction() as context:
        user = service.account(context, email=email)
        person = people.person(context, user_id=user.id)
    click.echo(t("cli.account.shown", name=user.full_name, email=user.login_email, contact=user.contact_email))
    click.echo(t("cli.account.phone_is", phone=show_phone(user.phone) if user.phone else "–"))
    click.echo(t(_state(user), at=in_paris(user.disabled_at or user.activated_at or user.created_at)))
    for attachment in person.attachments if person else ():
        profiles = ", ".join(sorted(attachment.profiles))
        click.echo(t("cli.account.attached", name=attachment.name, identifier=attachment.identifier, profiles=profiles))


@account.command("activate-link", help=t("cli.account.link_help"))
@click.argument("email", metavar="ADRESSE")
def activate_link(email: str) -> None:
    with transaction() as context:
        click.echo(service.hand_out_link(context, email=email))


@account.command("sign-out", help=t("cli.account.sign_out_help"))
@click.argument("email", metavar="ADRESSE")
def sign_out(email: str) -> None:
    with transaction() as context:
        ended = service.sign_out_account(context, email=email)
    click.echo(t("cli.account.signed_out", count=ended))


@account.command(help=t("cli.account.disable_help"))
@click.argument("email", metavar="ADRESSE")
def disable(email: str) -> None:
    with transaction() as context:
        ended = service.disable_account(context, email=email)
    click.echo(t("cli.account.disabled", email=email))
    click.echo(t("cli.account.signed_out", count=ended))


@account.command(help=t("cli.account.enable_help"))
@click.argument("email", metavar="ADRESSE")
def enable(email: str) -> None:
    with transaction() as context:
        service.enable_account(context, email=email)
    click.echo(t("cli.account.enabled", email=email))


def _state(user: User) -> str:
    if user.disabled_at is not None:
        return "cli.account.is_disabled"
    return "cli.account.is_active" if user.activated_at else "cli.account.is_waiting"

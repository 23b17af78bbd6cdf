"""`chorus approve`: answer requests, also for a structure that has no manager."""

import click

from chorus_app.cli.acts import transaction
from chorus_app.kernel.clock import in_paris
from chorus_app.kernel.text import t
from chorus_app.structures import approvals

KIND = "attachment"


@click.group(help=t("cli.approve.help"))
def approve() -> None:
    pass


@approve.command("list", help=t("cli.approve.list_help"))
def list_pending() -> None:
    with transaction() as context:
        rows = approvals.pending_everywhere(context)
    for row in rows:
        asked = in_paris(row.asked_at)
        click.echo(
            t(
                "cli.approve.row",
                id=row.public_id,
                at=asked,
                who=row.who,
                email=row.email,
                structure=row.structure,
                identifier=row.identifier,
            )
        )
    click.echo(t("cli.approve.counted", count=len(rows)))


@approve.command(help=t("cli.approve.accept_help"))
@click.argument("request", metavar="DEMANDE")
def accept(request: str) -> None:
    with transaction() as context:
        answered = approvals.approve(context, kind=KIND, public_id=request, operator=True)
    click.echo(t("cli.approve.accepted", who=answered.who, structure=answered.structure))


@approve.command(help=t("cli.approve.refuse_help"))
@click.argument("request", metavar="DEMANDE")
@click.option("--reason", "--motif", "reason", required=True, help=t("cli.approve.reason"))
def refuse(request: str, reason: str) -> None:
    with transaction() as context:
        answered = approvals.refuse(context, kind=KIND, public_id=request, reason=reason, operator=True)
    click.echo(t("cli.approve.refused", who=answered.who, structure=answered.structure))

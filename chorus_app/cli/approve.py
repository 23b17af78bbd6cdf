"""`chorus approve`: answer requests, also for a structure that has no manager."""

from pathlib import Path

import click

from chorus_app.cli.acts import transaction
from chorus_app.kernel.clock import in_paris
from chorus_app.kernel.context import Context
from chorus_app.kernel.text import t
from chorus_app.structures import approvals, proofs


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
                wish=row.wish,
                identifier=row.identifier,
            )
        )
        for proof in row.proofs:
            click.echo(t("cli.approve.proof", id=proof.public_id, name=proof.name, at=in_paris(proof.sent_at)))
    click.echo(t("cli.approve.counted", count=len(rows)))


@approve.command(help=t("cli.approve.proof_help"))
@click.argument("proof", metavar="JUSTIFICATIF")
@click.argument("file", metavar="FICHIER", type=click.Path(dir_okay=False, path_type=Path))
def proof(proof: str, file: Path) -> None:
    with transaction() as context:
        found = proofs.stored_proof(context, public_id=proof, operator=True)
        content = context.world.files.read(found.sha256)
    try:
        with file.open("xb") as written:
            written.write(content)
    except FileExistsError:
        raise click.ClickException(t("cli.approve.proof_exists", file=file)) from None
    click.echo(t("cli.approve.proof_written", name=found.name, file=file))


@approve.command(help=t("cli.approve.accept_help"))
@click.argument("request", metavar="DEMANDE")
def accept(request: str) -> None:
    with transaction() as context:
        answered = approvals.approve(context, kind=_kind_of(context, request), public_id=request, operator=True)
    click.echo(t("cli.approve.accepted", who=answered.who, wish=answered.wish))


@approve.command(help=t("cli.approve.refuse_help"))
@click.argument("request", metavar="DEMANDE")
@click.option("--reason", "--motif", "reason", required=True, help=t("cli.approve.reason"))
def refuse(request: str, reason: str) -> None:
    with transaction() as context:
        answered = approvals.refuse(
            context, kind=_kind_of(context, request), public_id=request, reason=reason, operator=True
        )
    click.echo(t("cli.approve.refused", who=answered.who, wish=answered.wish))


def _kind_of(context: Context, request: str) -> str:
    """The kind of a request that waits or was answered; an unknown one is refused by the service."""
    return approvals.kind_of(context, public_id=request) or approvals.ATTACHMENT

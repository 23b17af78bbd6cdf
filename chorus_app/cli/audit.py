"""`chorus audit`: the audit log, to be read or kept elsewhere."""

from datetime import datetime
from typing import IO

import click

from chorus_app.audit.acts import Act
from chorus_app.audit.service import record
from chorus_app.cli.acts import COMMAND, told_refusals, transaction
from chorus_app.kernel.clock import in_paris
from chorus_app.kernel.context import product_world
from chorus_app.kernel.paging import PageRequest
from chorus_app.kernel.text import t
from chorus_app.operations.journal import JournalFilters, each_entry, list_entries
from chorus_app.operations.journal_files import act_name, as_csv, as_json_lines, door_name

FORMS = {"csv": as_csv, "jsonl": as_json_lines}
OLDEST_FIRST = PageRequest(sort="date", descending=False)
ACTS = click.Choice(["", *(act.value for act in Act)])
DAY = click.DateTime(formats=["%Y-%m-%d", "%d/%m/%Y"])


@click.group(help=t("operator.audit.help"))
def audit() -> None:
    pass


@audit.command("list", help=t("operator.audit.list_help"))
@click.option("--count", "--nombre", "count", default=25, type=click.IntRange(1, 1000), help=t("operator.audit.count"))
@click.option("--act", "--acte", "act", default="", type=ACTS, help=t("operator.audit.act"))
@click.option("--person", "--personne", "person", default="", help=t("operator.audit.person"))
def list_last(count: int, act: str, person: str) -> None:
    with told_refusals(), product_world().transaction(source=COMMAND) as context:
        filters = JournalFilters(act=act, person=person)
        rows = list_entries(context, filters=filters, page=PageRequest(sort="date", size=count)).rows
    for row in rows:
        click.echo(
            t(
                "operator.audit.row",
                at=in_paris(row.at),
                act=act_name(row.act),
                actor=row.actor or door_name(row.door),
                subject=row.subject or row.subject_id or "–",
            )
        )


@audit.command("export", help=t("operator.audit.export_help"))
@click.option(
    "--form", "--format", "form", default="csv", type=click.Choice(list(FORMS)), help=t("operator.audit.form")
)
@click.option("--since", "--depuis", "since", type=DAY, help=t("operator.audit.since"))
@click.option("--until", "--jusqu-au", "until", type=DAY, help=t("operator.audit.until"))
@click.option("--act", "--acte", "act", default="", type=ACTS, help=t("operator.audit.act"))
@click.argument("file", metavar="FICHIER", type=click.File("w", encoding="utf-8", lazy=False, atomic=True))
def export(form: str, since: datetime | None, until: datetime | None, act: str, file: IO[str]) -> None:
    filters = JournalFilters(act=act, since=since.date() if since else None, until=until.date() if until else None)
    with transaction() as context:
        for line in FORMS[form](each_entry(context, filters=filters, page=OLDEST_FIRST)):
            file.write(line)
        record(context, act=Act.LOG_EXPORTED, after={"form": form, "since": filters.since, "until": filters.until})

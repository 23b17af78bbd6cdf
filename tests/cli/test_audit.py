"""`chorus audit`."""

import json
from pathlib import Path

from chorus_app.audit.acts import Act
from chorus_app.audit.service import record
from chorus_app.kernel.context import World
from tests.cli.conftest import Chorus
from tests.factories import make_user


def test_last_acts_are_printed(world: World, chorus: Chorus) -> None:
    make_user(world)
    assert chorus("account", "disable", "alice@demo.test").exit_code == 0
    done = chorus("audit", "list", "--acte", "account_disabled", "--personne", "alice")
    assert (done.exit_code, done.output) == (
        0,
        "24/11/2026 14:30:00  Compte désactivé  par ligne de commande  objet : Alice Test <alice@demo.test>\n",
    )


def test_log_is_exported_whole_and_the_export_noted(world: World, chorus: Chorus, tmp_path: Path) -> None:
    with world.transaction() as context:
        for number in range(3):
            record(context, act=Act.STRUCTURE_CREATED, subject=str(number))
    file = tmp_path / "journal.jsonl"
    words = ("--format", "jsonl", "--depuis", "24/11/2026", "--jusqu-au", "2026-11-24")
    assert chorus("audit", "export", *words, str(file)).exit_code == 0
    assert [json.loads(line)["subject"] for line in file.read_text("utf-8").splitlines()] == ["0", "1", "2"]
    again = chorus("audit", "export", "-")
    assert [line.split(";")[3] for line in again.output.splitlines()[1:]] == ["structure_created"] * 3 + [
        "log_exported"
    ]


def test_log_of_days_without_acts_has_its_heading_only(chorus: Chorus) -> None:
    assert len(chorus("audit", "export", "--jusqu-au", "2020-01-01", "-").output.splitlines()) == 1

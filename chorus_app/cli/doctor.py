"""`chorus doctor`: is everything here that the portal needs?"""

import os
import shutil
import socket
import sqlite3
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

import click

from chorus_app.cli import frontend
from chorus_app.kernel import migrations
from chorus_app.kernel.context import World, product_world
from chorus_app.kernel.text import t

OLDEST_PYTHON = (3, 11)
FREE_BYTES = 1_000_000_000
SMTP_SECONDS = 5
LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1", "[::1]"})


class Subject(StrEnum):
    """What can be well or not; each has a name and an advice in the texts."""

    PYTHON = "python"
    NODE = "node"
    PAGES = "pages"
    FOLDER = "folder"
    FOLDER_MODE = "folder_mode"
    DISK = "disk"
    DATABASE = "database"
    INTEGRITY = "integrity"
    MIGRATION = "migration"
    DEMO = "demo"
    ADDRESS = "address"
    MAIL = "mail"
    MAIL_NEEDED = "mail_needed"


@dataclass(frozen=True, slots=True)
class Result:
    """One check: `advice` says what to do and is empty when all is well."""

    name: str
    found: str
    advice: str = ""

    @property
    def well(self) -> bool:
        return not self.advice


Check = Callable[[World], Result]


@click.command(help=t("operator.doctor.help"))
def doctor() -> None:
    results = list(examine(product_world()))
    for result in results:
        click.echo(f"{'✔' if result.well else '✖'} {result.name} : {result.found}")
        if not result.well:
            click.echo(f"  → {result.advice}")
    wrong = sum(not result.well for result in results)
    click.echo(t("operator.doctor.verdict", count=wrong))
    sys.exit(1 if wrong else 0)


def examine(world: World) -> Iterator[Result]:
    """The results of all checks, in an order that goes from what the others need to what needs the others."""
    for check in CHECKS:
        yield check(world)


def check_python(_world: World) -> Result:
    found = ".".join(map(str, sys.version_info[:3]))
    return _result(Subject.PYTHON, found, well=sys.version_info >= OLDEST_PYTHON)


def check_node(_world: World) -> Result:
    node = frontend.node()
    return _result(Subject.NODE, node or t("operator.doctor.missing"), well=node is not None)


def check_pages(_world: World) -> Result:
    fresh = not frontend.build_needed()
    return _result(Subject.PAGES, t("operator.doctor.fresh" if fresh else "operator.doctor.stale"), well=fresh)


def check_folder(world: World) -> Result:
    """The folder exists, can be written, and is closed to other users of the machine."""
    folder = world.folder
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        return _result(Subject.FOLDER, str(folder.resolve()), well=False)
    mode = stat.S_IMODE(folder.stat().st_mode)
    return _result(Subject.FOLDER_MODE, f"{folder.resolve()} ({mode:o})", well=not mode & stat.S_IRWXO)


def check_disk(world: World) -> Result:
    free = shutil.disk_usage(world.folder).free
    return _result(Subject.DISK, t("operator.doctor.free", megabytes=free // 1_000_000), well=free >= FREE_BYTES)


def check_integrity(world: World) -> Result:
    if not world.database.exists():
        return _result(Subject.DATABASE, t("operator.doctor.missing"), well=False)
    with closing(sqlite3.connect(world.database)) as connection:
        try:
            found = str(connection.execute("PRAGMA integrity_check").fetchone()[0])
        except sqlite3.DatabaseError as error:
            found = str(error)
    return _result(Subject.INTEGRITY, found, well=found == "ok")


def check_migration(world: World) -> Result:
    """Whether the database stands at this version's last migration. An absent database is behind too."""
    if not world.database.exists():
        return _result(Subject.MIGRATION, t("operator.doctor.missing"), well=False)
    found = migrations.current(world.engine)
    return _result(Subject.MIGRATION, found or t("operator.doctor.missing"), well=found == migrations.head())


def check_openness(world: World) -> Result:
    """Demonstration accounts and the mailbox that anyone may read belong to one's own machine only."""
    chosen = world.settings
    local = (chosen.base_url.host or "") in LOCAL_HOSTS and chosen.host in LOCAL_HOSTS
    return _result(
        Subject.DEMO, t("operator.doctor.on" if chosen.demo else "operator.doctor.off"), well=local or not chosen.demo
    )


def check_address(world: World) -> Result:
    """Away from one's own machine, passwords and cookies travel under TLS only."""
    chosen = world.settings
    return _result(Subject.ADDRESS, chosen.origin, well=chosen.secure or (chosen.base_url.host or "") in LOCAL_HOSTS)


def check_mail(world: World) -> Result:
    """Whether the mail server answers. Outside demonstration mode there must be one."""
    chosen = world.settings
    if chosen.smtp_url is None:
        return _result(Subject.MAIL_NEEDED, t("operator.doctor.mails_stay_here"), well=chosen.demo)
    address = urlsplit(chosen.smtp_url.get_secret_value())
    host, port = address.hostname or "", address.port or (465 if address.scheme == "smtps" else 25)
    try:
        socket.create_connection((host, port), timeout=SMTP_SECONDS).close()
    except OSError as error:
        return _result(Subject.MAIL, f"{host}:{port} : {error.strerror or error}", well=False)
    return _result(Subject.MAIL, f"{host}:{port}", well=True)


CHECKS: tuple[Check, ...] = (
    check_python,
    check_node,
    check_pages,
    check_folder,
    check_disk,
    check_integrity,
    check_migration,
    check_openness,
    check_address,
    check_mail,
)


def _result(subject: Subject, found: str, *, well: bool) -> Result:
    advice = "" if well else t(f"operator.doctor.{subject}.advice")
    return Result(t(f"operator.doctor.{subject}.name"), found, advice)

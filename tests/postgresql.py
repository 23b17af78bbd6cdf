"""A PostgreSQL of the tests' own, for what is written in its words: made in a temporary folder, gone afterwards."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, NullPool, create_engine

SETTING = "TEST_POSTGRESQL"  # the address of an empty database, where no server can be started here
PACKAGED = Path("/usr/lib/postgresql")  # where Debian keeps each version's programs, off the path
WITHOUT = f"no PostgreSQL: neither pg_ctl is installed nor does {SETTING} name an empty database"
START_SECONDS = 60


def programs() -> Path | None:
    """The folder of initdb and pg_ctl; None where PostgreSQL is not installed."""
    found = shutil.which("initdb")
    packaged = sorted(PACKAGED.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3].partition(".")[0]))
    return Path(found).parent if found else packaged[-1].parent if packaged else None


def reachable() -> bool:
    """Whether `database` has one to give."""
    return SETTING in os.environ or programs() is not None


@contextmanager
def database() -> Iterator[Engine]:
    """An empty database: the one that the setting names, else that of a server started for it."""
    named, found = os.environ.get(SETTING), programs()
    if named:
        yield create_engine(named, poolclass=NullPool)
    elif found is not None:
        with _server(found) as socket:
            yield create_engine(f"postgresql+psycopg://chorus@/postgres?host={socket}", poolclass=NullPool)


@contextmanager
def _server(binaries: Path) -> Iterator[Path]:
    """A server that listens on a socket in the folder only. It refuses to run as root: somebody else runs it then."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    owner = _somebody_else() if os.geteuid() == 0 else None
    if owner is not None:
        shutil.chown(folder, owner)
    options = f"-k {folder} -c listen_addresses='' -c fsync=off"
    data = ["--pgdata", str(folder / "data")]

    def run(program: str, *arguments: str) -> None:
        command = [str(binaries / program), *data, *arguments]
        subprocess.run(command, check=True, user=owner, cwd=folder, stdout=subprocess.DEVNULL)

    try:
        run("initdb", "--username", "chorus", "--auth", "trust", "--encoding", "UTF8", "--locale", "C", "--no-sync")
        log = ["--log", str(folder / "log")]
        run("pg_ctl", *log, "--options", options, "--wait", "--timeout", str(START_SECONDS), "start")
        try:
            yield folder
        finally:
            run("pg_ctl", "--mode", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


def _somebody_else() -> str:
    return next(user.pw_name for user in pwd.getpwall() if user.pw_name in ("postgres", "nobody"))

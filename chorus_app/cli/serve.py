"""`chorus serve`: from a checked-out folder to a portal that answers, in one command. `chorus api`: without pages."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path
from types import FrameType

import click

from chorus_app.cli import frontend
from chorus_app.cli.build import build_front_end
from chorus_app.cli.db import upgrade_database
from chorus_app.kernel.config import Settings, settings
from chorus_app.kernel.errors import Conflict
from chorus_app.kernel.lock import ServerLock
from chorus_app.kernel.text import t

START_SECONDS = 120
STOP_SECONDS = 8
TURN_SECONDS = 1.0
STANDARD_OUTPUT = 1
INTERRUPTED = 130  # what a shell answers after Ctrl-C
PRIVATE = 0o077
PORTAL, API = "chorus_app.chorus_app:app", "chorus_app.api.app:alone"


@click.command(help=t("operator.serve.help"))
def serve() -> None:
    _serve(PORTAL)


@click.command(help=t("operator.serve.api_help"))
def api() -> None:
    _serve(API)


def _serve(application: str) -> None:
    os.umask(PRIVATE)
    os.chdir(frontend.PROJECT)
    chosen = settings()
    _refuse_second_server(chosen)
    _refuse_taken_port(chosen)
    try:
        _prepare(chosen, application)
    except KeyboardInterrupt:
        click.echo(t("operator.serve.stopped"))
        sys.exit(INTERRUPTED)
    sys.exit(_run_server(chosen, application))


def _prepare(chosen: Settings, application: str) -> None:
    """All that must be there before the server starts; what is there already costs a moment."""
    click.echo(upgrade_database())
    if application == API:
        return
    build_front_end()
    if chosen.demo:
        _run_chorus("demo", "seed")


def _refuse_second_server(chosen: Settings) -> None:
    """The server itself holds the lock as long as it lives; asking first spares a migration under a running one."""
    lock = ServerLock(chosen.data_dir)
    try:
        lock.take()
    except Conflict as refusal:
        raise click.ClickException(t(refusal.key, **refusal.params)) from None
    lock.release()


def _refuse_taken_port(chosen: Settings) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((chosen.host, chosen.port))
        except OSError:
            raise click.ClickException(t("operator.serve.port_taken", port=chosen.port)) from None


def _run_chorus(*arguments: str) -> None:
    """Run another chore in a process of its own: what it loads must not stay in the one that watches the server."""
    done = subprocess.run([str(Path(sys.executable).with_name("chorus")), *arguments], check=False)  # noqa: S603
    if done.returncode != 0:
        raise click.ClickException(t("operator.serve.chore_failed", chore=" ".join(arguments)))


def _run_server(chosen: Settings, application: str) -> int:
    """Start the server, say where it is, wait for its end; returns the exit code.

    The server has a session of its own, so that Ctrl-C reaches this process only, which then asks the server to stop.
    """
    with subprocess.Popen(  # noqa: S603 - our own command
        _command(chosen, application), env=_environment(chosen), start_new_session=True
    ) as server:
        stopping = _stop_on_signals(server)
        if _wait_until_it_answers(chosen, server):
            _announce(chosen, application)
        elif not stopping:
            _stop(server)
            raise click.ClickException(t("operator.serve.did_not_start"))
        code = _wait(server)
    signal.setitimer(signal.ITIMER_REAL, 0)  # it would kill this process while it ends
    if stopping:
        click.echo(t("operator.serve.stopped"))
        return 0
    click.echo(t("operator.serve.ended", code=code), err=True)
    return 1


def _command(chosen: Settings, application: str) -> list[str]:
    return [
        *(sys.executable, "-m", "granian", "--interface", "asgi", "--factory"),
        *("--host", chosen.host, "--port", str(chosen.port)),
        *("--workers", "1", "--workers-kill-timeout", "5", "--log-level", "warning"),
        application,
    ]


def _environment(chosen: Settings) -> dict[str, str]:
    """The front end is built already: the server only mounts it. Uploads are spooled on the data's file system."""
    spool = chosen.data_dir.resolve() / "tmp"
    spool.mkdir(parents=True, exist_ok=True)
    return {
        **frontend.reflex_environment(),
        "TMPDIR": str(spool),
        "REFLEX_ENV_MODE": "prod",
        "__REFLEX_SKIP_COMPILE": "true",
        "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "true",
    }


def _stop_on_signals(server: subprocess.Popen[bytes]) -> list[int]:
    """Ask the server to stop on Ctrl-C, on SIGTERM, or when the terminal closes; the list tells whether it was."""
    stopping: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        if not stopping:
            # Past the buffers: the signal may come while they are being written, and they take no second writer.
            with suppress(OSError):
                os.write(STANDARD_OUTPUT, f"{t('operator.serve.stopping')}\n".encode())
            server.terminate()
            signal.setitimer(signal.ITIMER_REAL, STOP_SECONDS)
        stopping.append(number)

    def give_up(_number: int, _frame: FrameType | None) -> None:
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    signal.signal(signal.SIGALRM, give_up)
    return stopping


def _wait(server: subprocess.Popen[bytes]) -> int:
    """Wait for the server's end; returns its exit code.

    In turns: a signal that comes in the moment before this process falls asleep is heard only when it wakes.
    """
    while True:
        with suppress(subprocess.TimeoutExpired):
            return server.wait(TURN_SECONDS)


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    with suppress(subprocess.TimeoutExpired):
        server.wait(STOP_SECONDS)
    with suppress(ProcessLookupError):
        os.killpg(server.pid, signal.SIGKILL)


def _wait_until_it_answers(chosen: Settings, server: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        with (
            suppress(urllib.error.URLError, ConnectionError, TimeoutError),
            urllib.request.urlopen(f"http://{chosen.host}:{chosen.port}/ping", timeout=2) as answer,
        ):
            return bool(answer.status == 200)
        time.sleep(0.1)
    return False


def _announce(chosen: Settings, application: str) -> None:
    if application == API:
        click.echo(t("operator.serve.api_running", address=chosen.origin))
    else:
        click.echo(t("operator.serve.running", address=chosen.origin))
        if chosen.edi:
            click.echo(t("operator.serve.edi", address=f"{chosen.base_url.host}:{chosen.edi_port}"))
    if chosen.demo and application == PORTAL:
        _run_chorus("demo", "accounts")
        click.echo(t("operator.serve.mailbox", address=chosen.origin))
    click.echo(t("operator.serve.how_to_stop"))

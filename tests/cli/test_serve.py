"""`chorus serve`: one server a folder and a port, stopped cleanly."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from chorus_app.kernel.text import t

CHORUS = str(Path(sys.executable).with_name("chorus"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(folder: Path, port: int) -> dict[str, str]:
    return {**os.environ, "CHORUS_DATA_DIR": str(folder), "CHORUS_PORT": str(port), "CHORUS_DEMO": "false"}


@contextmanager
def served(folder: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """A server that has said where it is."""
    with subprocess.Popen(
        [CHORUS, "serve"], env=environment(folder, port), text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as server:
        try:
            assert server.stdout is not None
            seen = []
            for line in server.stdout:
                seen.append(line)
                if t("operator.serve.how_to_stop") in line:
                    break
            else:
                pytest.fail("".join(seen))
            yield server
        finally:
            if server.poll() is None:
                server.terminate()
                server.communicate(timeout=30)


@pytest.mark.slow
def test_server_refuses_a_second_one_and_stops_cleanly(tmp_path: Path) -> None:
    port = free_port()
    with served(tmp_path, port) as server:
        second = subprocess.run(
            [CHORUS, "serve"], env=environment(tmp_path, free_port()), text=True, capture_output=True, check=False
        )
        assert (second.returncode, "CHORUS_DATA_DIR" in second.stderr) == (1, True)
        elsewhere = subprocess.run(
            [CHORUS, "serve"], env=environment(tmp_path / "b", port), text=True, capture_output=True, check=False
        )
        assert (elsewhere.returncode, "CHORUS_PORT" in elsewhere.stderr) == (1, True)
        server.send_signal(signal.SIGINT)
        output, _ = server.communicate(timeout=30)
        assert (server.returncode, t("operator.serve.stopped") in output) == (0, True)


@pytest.mark.slow
def test_data_folder_is_closed_to_other_users(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    with served(folder, free_port()):
        open_files = [file for file in (folder, *folder.rglob("*")) if file.stat().st_mode & 0o077]
    assert open_files == []

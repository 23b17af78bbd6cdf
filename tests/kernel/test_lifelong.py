"""What a server has loaded is left out of the looks for loops."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

COUNT = """
import gc
from {module} import {name}
if "{name}" == "alone":
    {name}()
print(gc.get_freeze_count() > 4 * len(gc.get_objects()), gc.get_threshold()[0])
"""


@pytest.mark.parametrize(("module", "name"), [("chorus_app.chorus_app", "app"), ("chorus_app.api.app", "alone")])
def test_server_looks_through_little_of_what_it_holds(module: str, name: str, tmp_path: Path) -> None:
    command = [sys.executable, "-c", COUNT.format(module=module, name=name)]
    environment = {**os.environ, "CHORUS_DATA_DIR": str(tmp_path)}
    answer = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert answer.stdout.split()[-2:] == ["True", "20000"]

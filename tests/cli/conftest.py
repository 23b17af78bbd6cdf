"""The command line in a world of its own."""

from collections.abc import Callable, Iterator

import pytest
from click.testing import CliRunner, Result

from chorus_app.cli.main import cli
from chorus_app.kernel.context import World, adopted

Chorus = Callable[..., Result]


@pytest.fixture
def chorus(world: World) -> Iterator[Chorus]:
    """Runs `chorus` with these words on the test's world."""
    with adopted(world):
        yield lambda *words: CliRunner().invoke(cli, words)


@pytest.fixture
def chorus_with_input(world: World) -> Iterator[Chorus]:
    """Runs `chorus` with these words and what is piped into it."""
    with adopted(world):
        yield lambda *words, content: CliRunner().invoke(cli, words, input=content)

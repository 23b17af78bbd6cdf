"""A directory of structures out of a CSV file, for a check that nobody deposits."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlmodel import SQLModel

import chorus_app.tables  # noqa: F401 - all tables are known before they are made
from chorus_app.kernel.config import Settings
from chorus_app.kernel.context import World
from chorus_app.structures.directory import StructureDirectory
from chorus_app.structures.importing import import_structures, read_text


class FileDirectory(StructureDirectory):
    """Who deposits is not known here, nor what was deposited before."""

    lists_suppliers = False

    def depositor_attached(self, identifier: str) -> bool:  # noqa: ARG002
        return True

    def depositor_services(self, identifier: str) -> frozenset[str] | None:  # noqa: ARG002
        return None

    def already_integrated(self, supplier: str, number: str) -> str | None:  # noqa: ARG002
        return None


@contextmanager
def directory_of(file: Path) -> Iterator[FileDirectory]:
    """The structures of the file, in a database of their own that is gone afterwards. Raises `ImportRefused`."""
    with TemporaryDirectory() as folder:
        world = World(Settings(data_dir=Path(folder)))
        SQLModel.metadata.create_all(world.engine)
        try:
            with world.transaction() as context:
                import_structures(context, content=read_text(file))
            with world.reading() as context:
                yield FileDirectory(context)
        finally:
            world.close()

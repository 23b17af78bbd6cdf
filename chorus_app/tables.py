"""All tables: importing this module registers every models.py. For alembic, the tests and the start-up."""

from sqlmodel import SQLModel

import chorus_app.kernel.bell  # noqa: F401 - registers its table

metadata = SQLModel.metadata

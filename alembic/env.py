"""How alembic reaches the portal's database, and which tables are ours."""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from alembic.runtime.environment import NameFilterParentNames, NameFilterType
from sqlalchemy import Engine
from sqlmodel.sql.sqltypes import AutoString

from chorus_app.kernel.context import product_world
from chorus_app.kernel.db import Amount, UtcDateTime
from chorus_app.tables import metadata

OUR_PREFIX = "chorus_"


def _is_ours(name: str | None, type_: NameFilterType, _parents: NameFilterParentNames) -> bool:
    """The work queue keeps its own tables in the same file: they are not ours to migrate."""
    return type_ != "table" or (name or "").startswith(OUR_PREFIX)


def _render(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """Write SQLAlchemy's own types into migrations, which must not change when our types do."""
    if kind != "type":
        return False
    if isinstance(item, UtcDateTime):
        return "sa.DateTime()"
    if isinstance(item, Amount):
        return 'sa.BigInteger().with_variant(sa.Numeric(19, 6), "postgresql")'
    if isinstance(item, AutoString):
        return f"sa.String({item.length or ''})"
    return False


def _migrate(engine: Engine) -> None:
    """Run the asked migrations in one transaction.

    Foreign keys are off meanwhile: rebuilding a table drops the old one, which would delete the rows that point to it.
    They are checked before the commit instead.
    """
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None  # noqa: S101 - for the type checker
        driver.execute("PRAGMA foreign_keys=OFF")
        try:
            context.configure(
                connection=connection,
                target_metadata=metadata,
                include_name=_is_ours,
                render_item=_render,
                render_as_batch=True,
                transactional_ddl=True,
                compare_type=True,
                compare_server_default=True,
            )
            with context.begin_transaction():
                context.run_migrations()
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
                if broken:
                    raise RuntimeError(f"foreign keys point nowhere: {broken[:5]}")
        finally:
            driver.execute("PRAGMA foreign_keys=ON")


_migrate(context.config.attributes.get("engine") or product_world().engine)

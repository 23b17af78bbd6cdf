"""structures changed by their people

Revision: e9688be35fb8, after c41b7e0f92d6; made 2026-11-29 22:03:32.967275+00:00
"""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "e9688be35fb8"
down_revision = "c41b7e0f92d6"
branch_labels = None
depends_on = None
SERVICE = sa.table("chorus_service", *(sa.column(name) for name in ("id", "name", "code", "search_key")))


def upgrade() -> None:
    """Forms compare versions from 1 on; no space is switched off; services are found by name and code."""
    with op.batch_alter_table("chorus_service", schema=None) as batch_op:
        batch_op.add_column(sa.Column("search_key", sa.String(600), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("chorus_service", schema=None) as batch_op:
        batch_op.alter_column("search_key", server_default=None)
        batch_op.alter_column("version", server_default=None)
    with op.batch_alter_table("chorus_structure", schema=None) as batch_op:
        batch_op.add_column(sa.Column("closed_spaces", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("data_version", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("parameters_version", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("chorus_structure", schema=None) as batch_op:
        batch_op.alter_column("closed_spaces", server_default=None)
        batch_op.alter_column("data_version", server_default=None)
        batch_op.alter_column("parameters_version", server_default=None)
    _fold_names()


def downgrade() -> None:
    with op.batch_alter_table("chorus_structure", schema=None) as batch_op:
        batch_op.drop_column("parameters_version")
        batch_op.drop_column("data_version")
        batch_op.drop_column("closed_spaces")
    with op.batch_alter_table("chorus_service", schema=None) as batch_op:
        batch_op.drop_column("version")
        batch_op.drop_column("search_key")


def _fold_names() -> None:
    """Small letters without accents: SQLite knows no letters but those of English."""
    connection = op.get_bind()
    services = connection.execute(sa.select(SERVICE.c.id, SERVICE.c.name, SERVICE.c.code)).all()
    keys = [{"row": row, "key": _folded(f"{name} {code}")[:600]} for row, name, code in services]
    if keys:
        change = sa.update(SERVICE).where(SERVICE.c.id == sa.bindparam("row")).values(search_key=sa.bindparam("key"))
        connection.execute(change, keys)


def _folded(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()

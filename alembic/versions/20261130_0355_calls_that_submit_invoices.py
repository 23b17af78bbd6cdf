"""calls that submit invoices

Revision: d83b5c60e1f7, after c1f04a9d72e6; made 2026-11-30 03:55:42.118390+00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "d83b5c60e1f7"
down_revision = "c1f04a9d72e6"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("chorus_draft", schema=None) as batch_op:
        for name in ("call_key", "call_hash"):
            batch_op.add_column(sa.Column(name, sa.String(length=64), nullable=False, server_default=""))
        batch_op.create_index(
            "ux_chorus_draft_call",
            ["author_id", "call_key"],
            unique=True,
            sqlite_where=sa.text("call_key <> ''"),
            postgresql_where=sa.text("call_key <> ''"),
        )
    with op.batch_alter_table("chorus_draft", schema=None) as batch_op:
        for name in ("call_key", "call_hash"):
            batch_op.alter_column(name, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("chorus_draft", schema=None) as batch_op:
        batch_op.drop_index("ux_chorus_draft_call")
        batch_op.drop_column("call_hash")
        batch_op.drop_column("call_key")

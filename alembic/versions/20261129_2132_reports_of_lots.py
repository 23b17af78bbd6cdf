"""reports of lots

Revision: d10f498a7a48, after 689c8d4ec3f7; made 2026-11-29 21:32:31.046806+00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "d10f498a7a48"
down_revision = "689c8d4ec3f7"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("chorus_report", schema=None) as batch_op:
        batch_op.add_column(sa.Column("members", sa.JSON(), nullable=True))

    with op.batch_alter_table("chorus_report_invoice", schema=None) as batch_op:
        batch_op.add_column(sa.Column("file_name", sa.String(200), nullable=True))
        batch_op.add_column(sa.Column("layers", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("blocking_count", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("warning_count", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("chorus_report_invoice", schema=None) as batch_op:
        batch_op.drop_column("warning_count")
        batch_op.drop_column("blocking_count")
        batch_op.drop_column("layers")
        batch_op.drop_column("file_name")

    with op.batch_alter_table("chorus_report", schema=None) as batch_op:
        batch_op.drop_column("members")

"""pieces of works go together

Revision: abc0311a09f0, after a904fac6ae4a; made 2026-11-30 01:23:21.408804+00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "abc0311a09f0"
down_revision = "a904fac6ae4a"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chorus_piece_link",
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        sa.Column("previous_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invoice_id"],
            ["chorus_invoice.id"],
        ),
        sa.ForeignKeyConstraint(
            ["previous_id"],
            ["chorus_invoice.id"],
        ),
        sa.PrimaryKeyConstraint("invoice_id"),
    )
    with op.batch_alter_table("chorus_piece_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chorus_piece_link_previous_id"), ["previous_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("chorus_piece_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chorus_piece_link_previous_id"))

    op.drop_table("chorus_piece_link")

"""files of programs' accounts

Revision: c1f04a9d72e6, after abc0311a09f0; made 2026-11-30 03:50:11.204871+00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "c1f04a9d72e6"
down_revision = "abc0311a09f0"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chorus_account_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("mime_type", sa.String(length=100), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("taken_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["chorus_user.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("chorus_account_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chorus_account_file_sha256"), ["sha256"], unique=False)
        batch_op.create_index(batch_op.f("ix_chorus_account_file_user_id"), ["user_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("chorus_account_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chorus_account_file_user_id"))
        batch_op.drop_index(batch_op.f("ix_chorus_account_file_sha256"))

    op.drop_table("chorus_account_file")

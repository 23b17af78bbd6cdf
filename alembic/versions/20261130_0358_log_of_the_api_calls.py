"""log of the api calls

Revision: 4629e369fc8f, after 4b1f6a0de2c9; made 2026-11-30 03:58:04.004510+00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "4629e369fc8f"
down_revision = "4b1f6a0de2c9"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chorus_api_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(32), nullable=False),
        sa.Column("structure_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("method", sa.String(8), nullable=False),
        sa.Column("path", sa.String(200), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column("code", sa.Integer(), nullable=True),
        sa.Column("label", sa.String(500), nullable=False),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("flux_number", sa.String(25), nullable=False),
        sa.Column("replay_of_id", sa.Integer(), nullable=True),
        sa.Column("replayed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["chorus_technical_account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["chorus_application.id"],
        ),
        sa.ForeignKeyConstraint(
            ["replayed_by_id"],
            ["chorus_user.id"],
        ),
        sa.ForeignKeyConstraint(
            ["structure_id"],
            ["chorus_structure.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("public_id"),
    )
    with op.batch_alter_table("chorus_api_call", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chorus_api_call_at"), ["at"], unique=False)
        batch_op.create_index("ix_chorus_api_call_list", ["structure_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_chorus_api_call_replay_of_id"), ["replay_of_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("chorus_api_call", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chorus_api_call_replay_of_id"))
        batch_op.drop_index("ix_chorus_api_call_list")
        batch_op.drop_index(batch_op.f("ix_chorus_api_call_at"))

    op.drop_table("chorus_api_call")

"""searches and columns

Revision: 3e9d51c7a2b4, after d10f498a7a48; made 2026-11-29 21:29:50+00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "3e9d51c7a2b4"
down_revision = "d10f498a7a48"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chorus_saved_search",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(32), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("listing", sa.String(40), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("name_key", sa.String(120), nullable=False),
        sa.Column("query", sa.String(2000), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["chorus_user.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("public_id"),
        sa.UniqueConstraint("user_id", "listing", "name_key"),
    )
    op.create_table(
        "chorus_list_look",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("listing", sa.String(40), nullable=False),
        sa.Column("columns", sa.String(500), nullable=True),
        sa.Column("chart", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["chorus_user.id"],
        ),
        sa.PrimaryKeyConstraint("user_id", "listing"),
    )


def downgrade() -> None:
    op.drop_table("chorus_list_look")
    op.drop_table("chorus_saved_search")

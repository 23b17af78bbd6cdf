"""raccordement

Revision: a904fac6ae4a, after 5d0c7e9a2b14; made 2026-11-30 00:46:17.286177+00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "a904fac6ae4a"
down_revision = "5d0c7e9a2b14"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chorus_application",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(32), nullable=False),
        sa.Column("structure_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("client_id", sa.String(36), nullable=False),
        sa.Column("secret_hash", sa.String(64), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("secret_at", sa.DateTime(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by_id"],
            ["chorus_user.id"],
        ),
        sa.ForeignKeyConstraint(
            ["structure_id"],
            ["chorus_structure.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("client_id"),
        sa.UniqueConstraint("public_id"),
    )
    with op.batch_alter_table("chorus_application", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chorus_application_structure_id"), ["structure_id"], unique=False)

    op.create_table(
        "chorus_technical_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(32), nullable=False),
        sa.Column("structure_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("login", sa.String(120), nullable=False),
        sa.Column("secret_hash", sa.String(64), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by_id"],
            ["chorus_user.id"],
        ),
        sa.ForeignKeyConstraint(
            ["structure_id"],
            ["chorus_structure.id"],
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["chorus_user.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("login"),
        sa.UniqueConstraint("public_id"),
        sa.UniqueConstraint("user_id"),
    )
    with op.batch_alter_table("chorus_technical_account", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chorus_technical_account_structure_id"), ["structure_id"], unique=False)

    op.create_table(
        "chorus_access_token",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["chorus_application.id"],
        ),
        sa.PrimaryKeyConstraint("token_hash"),
    )
    with op.batch_alter_table("chorus_access_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chorus_access_token_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_chorus_access_token_expires_at"), ["expires_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("chorus_access_token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chorus_access_token_expires_at"))
        batch_op.drop_index(batch_op.f("ix_chorus_access_token_application_id"))

    op.drop_table("chorus_access_token")
    with op.batch_alter_table("chorus_technical_account", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chorus_technical_account_structure_id"))

    op.drop_table("chorus_technical_account")
    with op.batch_alter_table("chorus_application", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chorus_application_structure_id"))

    op.drop_table("chorus_application")

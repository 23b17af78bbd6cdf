"""edi partners

Revision: 82e261aa3879, after d83b5c60e1f7; made 2026-11-30 03:54:31.951123+00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "82e261aa3879"
down_revision = "d83b5c60e1f7"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chorus_edi_partner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("structure_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(6), nullable=False),
        sa.Column("password_hash", sa.String(64), nullable=True),
        sa.Column("password_at", sa.DateTime(), nullable=True),
        sa.Column("public_key", sa.String(2000), nullable=True),
        sa.Column("networks", sa.JSON(), nullable=False),
        sa.Column("interfaces", sa.JSON(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("told_event_id", sa.Integer(), nullable=True),
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
        sa.UniqueConstraint("code"),
        sa.UniqueConstraint("structure_id"),
        sa.UniqueConstraint("user_id"),
    )
    op.create_table(
        "chorus_edi_arrival",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("door", sa.String(10), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("flux_number", sa.String(25), nullable=True),
        sa.Column("refusal", sa.String(30), nullable=True),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["partner_id"],
            ["chorus_edi_partner.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("chorus_edi_arrival", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chorus_edi_arrival_answered_at"), ["answered_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_chorus_edi_arrival_flux_number"), ["flux_number"], unique=False)
        batch_op.create_index(batch_op.f("ix_chorus_edi_arrival_partner_id"), ["partner_id"], unique=False)

    op.create_table(
        "chorus_edi_return",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(160), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("placed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["partner_id"],
            ["chorus_edi_partner.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("partner_id", "name"),
    )
    with op.batch_alter_table("chorus_edi_return", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chorus_edi_return_made_at"), ["made_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("chorus_edi_return", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chorus_edi_return_made_at"))

    op.drop_table("chorus_edi_return")
    with op.batch_alter_table("chorus_edi_arrival", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chorus_edi_arrival_partner_id"))
        batch_op.drop_index(batch_op.f("ix_chorus_edi_arrival_flux_number"))
        batch_op.drop_index(batch_op.f("ix_chorus_edi_arrival_answered_at"))

    op.drop_table("chorus_edi_arrival")
    op.drop_table("chorus_edi_partner")

"""certificates and reminders

Revision: 600cdc435d90, after 59d1c5a82222; made 2026-11-30 04:45:23.965325+00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "600cdc435d90"
down_revision = "59d1c5a82222"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chorus_certificate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(32), nullable=False),
        sa.Column("structure_id", sa.Integer(), nullable=False),
        sa.Column("pem", sa.String(), nullable=False),
        sa.Column("subject", sa.String(300), nullable=False),
        sa.Column("issuer", sa.String(300), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("not_before", sa.DateTime(), nullable=False),
        sa.Column("not_after", sa.DateTime(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("told_days", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["added_by_id"],
            ["chorus_user.id"],
        ),
        sa.ForeignKeyConstraint(
            ["structure_id"],
            ["chorus_structure.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("public_id"),
    )
    with op.batch_alter_table("chorus_certificate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chorus_certificate_not_after"), ["not_after"], unique=False)
        batch_op.create_index(batch_op.f("ix_chorus_certificate_structure_id"), ["structure_id"], unique=False)

    with op.batch_alter_table("chorus_technical_account", schema=None) as batch_op:
        batch_op.add_column(sa.Column("told_days", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("chorus_technical_account", schema=None) as batch_op:
        batch_op.drop_column("told_days")

    with op.batch_alter_table("chorus_certificate", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chorus_certificate_structure_id"))
        batch_op.drop_index(batch_op.f("ix_chorus_certificate_not_after"))

    op.drop_table("chorus_certificate")

"""drafts

Revision: a45c1f027798, after f744a6a0440f; made 2026-11-29 22:13:40.738965+00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "a45c1f027798"
down_revision = "f744a6a0440f"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chorus_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(32), nullable=False),
        sa.Column("structure_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("space", sa.Enum("EMISES", "TRAVAUX", name="space"), nullable=False),
        sa.Column("manner", sa.Enum("PDF", "SIGNED_PDF", "TYPED", name="manner"), nullable=False),
        sa.Column("reached", sa.Enum("FILE", "DATA", "ATTACHMENTS", "SUMMARY", "SENT", name="step"), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("file_name", sa.String(120), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("form", sa.JSON(), nullable=False),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("invoice_id", sa.Integer(), nullable=True),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["chorus_user.id"],
        ),
        sa.ForeignKeyConstraint(
            ["invoice_id"],
            ["chorus_invoice.id"],
        ),
        sa.ForeignKeyConstraint(
            ["structure_id"],
            ["chorus_structure.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("invoice_id"),
        sa.UniqueConstraint("public_id"),
    )
    with op.batch_alter_table("chorus_draft", schema=None) as batch_op:
        batch_op.create_index("ix_chorus_draft_list", ["structure_id", "space", "changed_at"], unique=False)
        batch_op.create_index("ix_chorus_draft_sha256", ["sha256"], unique=False)

    op.create_table(
        "chorus_draft_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(32), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("mime_type", sa.String(100), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"],
            ["chorus_draft.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("public_id"),
    )
    with op.batch_alter_table("chorus_draft_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chorus_draft_file_draft_id"), ["draft_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_chorus_draft_file_sha256"), ["sha256"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("chorus_draft_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chorus_draft_file_sha256"))
        batch_op.drop_index(batch_op.f("ix_chorus_draft_file_draft_id"))

    op.drop_table("chorus_draft_file")
    with op.batch_alter_table("chorus_draft", schema=None) as batch_op:
        batch_op.drop_index("ix_chorus_draft_sha256")
        batch_op.drop_index("ix_chorus_draft_list")

    op.drop_table("chorus_draft")

"""what programs say of documents and lines

Revision: 93c8dbd2d14d, after a04af52f5b99; made 2026-11-30 08:15:23.414203+00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "93c8dbd2d14d"
down_revision = "a04af52f5b99"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("chorus_draft_file", schema=None) as batch_op:
        batch_op.add_column(sa.Column("type_code", sa.String(10), nullable=True))
        batch_op.add_column(sa.Column("line", sa.Integer(), nullable=True))

    with op.batch_alter_table("chorus_invoice", schema=None) as batch_op:
        batch_op.add_column(sa.Column("valideur_service", sa.String(100), nullable=True))
        batch_op.add_column(sa.Column("payment_request", sa.String(50), nullable=True))

    with op.batch_alter_table("chorus_invoice_document", schema=None) as batch_op:
        batch_op.add_column(sa.Column("type_code", sa.String(10), nullable=True))
        batch_op.add_column(sa.Column("line", sa.Integer(), nullable=True))

    with op.batch_alter_table("chorus_invoice_line", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reference", sa.String(100), nullable=True))
        batch_op.add_column(
            sa.Column("discount", sa.BigInteger().with_variant(sa.Numeric(19, 6), "postgresql"), nullable=True)
        )


def downgrade() -> None:
    with op.batch_alter_table("chorus_invoice_line", schema=None) as batch_op:
        batch_op.drop_column("discount")
        batch_op.drop_column("reference")

    with op.batch_alter_table("chorus_invoice_document", schema=None) as batch_op:
        batch_op.drop_column("line")
        batch_op.drop_column("type_code")

    with op.batch_alter_table("chorus_invoice", schema=None) as batch_op:
        batch_op.drop_column("payment_request")
        batch_op.drop_column("valideur_service")

    with op.batch_alter_table("chorus_draft_file", schema=None) as batch_op:
        batch_op.drop_column("line")
        batch_op.drop_column("type_code")

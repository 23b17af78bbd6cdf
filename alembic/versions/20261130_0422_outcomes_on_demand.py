"""outcomes on demand

Revision: 59d1c5a82222, after 4629e369fc8f; made 2026-11-30 04:22:05.933907+00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "59d1c5a82222"
down_revision = "4629e369fc8f"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("chorus_flux", schema=None) as batch_op:
        batch_op.add_column(sa.Column("asked_outcome", sa.String(20), nullable=False, server_default=""))
    with op.batch_alter_table("chorus_flux", schema=None) as batch_op:
        batch_op.alter_column("asked_outcome", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("chorus_flux", schema=None) as batch_op:
        batch_op.drop_column("asked_outcome")

"""limits of applications: those that there are go on under every code, from any address

Revision: c7ea65122461, after 600cdc435d90; made 2026-11-30 07:53:10.686630+00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "c7ea65122461"
down_revision = "600cdc435d90"
branch_labels = None
depends_on = None

ALL = '["FSO1100A", "FSO1106A", "FSO1110A", "FSO1113A", "FSO1116A", "FSO1117A", "FSO1130A", "FSO1131A", "FSO1137A"]'


def upgrade() -> None:
    with op.batch_alter_table("chorus_application", schema=None) as batch_op:
        batch_op.add_column(sa.Column("networks", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("interfaces", sa.JSON(), nullable=False, server_default=ALL))
        batch_op.add_column(sa.Column("active", sa.Boolean(), nullable=False, server_default=sa.true()))
    with op.batch_alter_table("chorus_application", schema=None) as batch_op:
        batch_op.alter_column("networks", server_default=None)
        batch_op.alter_column("interfaces", server_default=None)
        batch_op.alter_column("active", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("chorus_application", schema=None) as batch_op:
        batch_op.drop_column("active")
        batch_op.drop_column("interfaces")
        batch_op.drop_column("networks")

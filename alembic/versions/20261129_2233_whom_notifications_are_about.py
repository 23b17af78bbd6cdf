"""whom notifications are about

Revision: 77e25a9bb9f2, after a45c1f027798; made 2026-11-29 22:33:44.624415+00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "77e25a9bb9f2"
down_revision = "a45c1f027798"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("chorus_notification", schema=None) as batch_op:
        batch_op.add_column(sa.Column("about_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key("fk_chorus_notification_about_id", "chorus_user", ["about_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("chorus_notification", schema=None) as batch_op:
        batch_op.drop_constraint("fk_chorus_notification_about_id", type_="foreignkey")
        batch_op.drop_column("about_id")

"""what an application deposited; of earlier deposits as far as the log of the calls knows it

Revision: a04af52f5b99, after 7d0e5b9c41fa; made 2026-11-30 08:13:36.780885+00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "a04af52f5b99"
down_revision = "7d0e5b9c41fa"
branch_labels = None
depends_on = None


TABLES = ("chorus_account_file", "chorus_draft", "chorus_flux")


def upgrade() -> None:
    for table in TABLES:
        program = sa.ForeignKey("chorus_application.id", name=f"fk_{table}_application_id")
        op.add_column(table, sa.Column("application_id", sa.Integer(), program, nullable=True), inline_references=True)
        op.create_index(f"ix_{table}_application_id", table, ["application_id"])
    op.execute(
        "UPDATE chorus_flux SET application_id = (SELECT call.application_id FROM chorus_api_call AS call"
        " WHERE call.flux_number = chorus_flux.number AND call.path = '/cpro/factures/v1/deposer/flux'"
        " AND call.code = 0 ORDER BY call.id LIMIT 1) WHERE door = 'API'"
        " AND number IN (SELECT flux_number FROM chorus_api_call)"
    )


def downgrade() -> None:
    for table in TABLES:
        op.drop_index(f"ix_{table}_application_id", table)
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("application_id")

"""status and days

Revision: 4b1f6a0de2c9, after 82e261aa3879; made 2026-11-30 04:12:00+00:00
"""

from alembic import op

revision = "4b1f6a0de2c9"
down_revision = "82e261aa3879"
branch_labels = None
depends_on = None

DAYS = ("issue_date", "deposited_at")


def upgrade() -> None:
    for day in DAYS:
        op.create_index(
            f"ix_chorus_invoice_listing_status_{day}",
            "chorus_invoice_listing",
            ["structure_id", "scope", "status", day],
        )
    op.create_index("ix_chorus_flux_list_state_received_at", "chorus_flux", ["structure_id", "state", "received_at"])


def downgrade() -> None:
    op.drop_index("ix_chorus_flux_list_state_received_at", "chorus_flux")
    for day in DAYS:
        op.drop_index(f"ix_chorus_invoice_listing_status_{day}", "chorus_invoice_listing")

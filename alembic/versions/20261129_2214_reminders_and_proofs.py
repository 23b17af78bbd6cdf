"""reminders and proofs

Revision: f744a6a0440f, after e9688be35fb8; made 2026-11-29 22:14:00.938794+00:00
"""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

revision = "f744a6a0440f"
down_revision = "e9688be35fb8"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chorus_request_timer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Enum("REMIND_MANAGERS", "OFFER_PROOF", name="timerkind"), nullable=False),
        sa.Column("request_kind", sa.Enum("ATTACHMENT", "HABILITATION", name="requestkind"), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("chorus_request_timer", schema=None) as batch_op:
        batch_op.create_index("ix_chorus_request_timer_due", ["done_at", "due_at"], unique=False)

    op.create_table(
        "chorus_request_proof",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(32), nullable=False),
        sa.Column("request_kind", sa.Enum("ATTACHMENT", "HABILITATION", name="requestkind"), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["chorus_user.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("public_id"),
    )
    with op.batch_alter_table("chorus_request_proof", schema=None) as batch_op:
        batch_op.create_index("ix_chorus_request_proof_of", ["request_kind", "request_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_chorus_request_proof_sha256"), ["sha256"], unique=False)
        batch_op.create_index(batch_op.f("ix_chorus_request_proof_user_id"), ["user_id"], unique=False)

    _set_timers("chorus_attachment_request", "ATTACHMENT")
    _set_timers("chorus_habilitation_request", "HABILITATION")


def _set_timers(table: str, kind: str) -> None:
    """What waits already becomes due as well."""
    columns = [sa.column("id", sa.Integer()), sa.column("asked_at", sa.DateTime()), sa.column("state", sa.String())]
    waiting = (
        sa.select(*columns[:2]).select_from(sa.table(table, *columns)).where(columns[2] == "EN_COURS_DE_VALIDATION")
    )
    rows = [
        {"kind": due, "request_kind": kind, "request_id": row.id, "due_at": row.asked_at + timedelta(days=days)}
        for row in op.get_bind().execute(waiting)
        for due, days in (("REMIND_MANAGERS", 7), ("OFFER_PROOF", 15))
    ]
    names = ("kind", "request_kind", "request_id")
    timers = sa.table("chorus_request_timer", *(sa.column(name) for name in names), sa.column("due_at", sa.DateTime()))
    if rows:
        op.bulk_insert(timers, rows)


def downgrade() -> None:
    with op.batch_alter_table("chorus_request_proof", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chorus_request_proof_user_id"))
        batch_op.drop_index(batch_op.f("ix_chorus_request_proof_sha256"))
        batch_op.drop_index("ix_chorus_request_proof_of")

    op.drop_table("chorus_request_proof")
    with op.batch_alter_table("chorus_request_timer", schema=None) as batch_op:
        batch_op.drop_index("ix_chorus_request_timer_due")

    op.drop_table("chorus_request_timer")

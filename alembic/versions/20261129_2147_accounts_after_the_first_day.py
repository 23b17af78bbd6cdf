"""accounts after the first day

Revision: bf3440da5a48, after 3e9d51c7a2b4; made 2026-11-29 21:47:00.047903+00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "bf3440da5a48"
down_revision = "3e9d51c7a2b4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chorus_address_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Enum("LOGIN", "CONTACT", name="addresskind"), nullable=False),
        sa.Column("new_email", sa.String(254), nullable=False),
        sa.Column("sign_in_token_hash", sa.String(64), nullable=False),
        sa.Column("new_token_hash", sa.String(64), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("sign_in_confirmed_at", sa.DateTime(), nullable=True),
        sa.Column("new_confirmed_at", sa.DateTime(), nullable=True),
        sa.Column("voided_at", sa.DateTime(), nullable=True),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["chorus_user.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("new_token_hash"),
        sa.UniqueConstraint("sign_in_token_hash"),
    )
    with op.batch_alter_table("chorus_address_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chorus_address_change_user_id"), ["user_id"], unique=False)

    op.create_table(
        "chorus_mail_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "topic",
            sa.Enum("TO_ANSWER", "FLUX_REFUSED", "FLUX_INTEGRATED", "INVOICE_STATUS", name="mailtopic"),
            nullable=False,
        ),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["chorus_user.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("user_id", "topic"),
    )
    op.create_table(
        "chorus_notification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(32), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "REQUEST_RECEIVED",
                "REQUEST_REMINDED",
                "REQUEST_APPROVED",
                "REQUEST_REFUSED",
                "PROOF_POSSIBLE",
                "FLUX_INTEGRATED",
                "FLUX_PARTLY_INTEGRATED",
                "FLUX_REJECTED",
                "FLUX_INCIDENT",
                "INVOICE_STATUS",
                name="newskind",
            ),
            nullable=False,
        ),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column("path", sa.String(200), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("read_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["chorus_user.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("public_id"),
    )
    with op.batch_alter_table("chorus_notification", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chorus_notification_at"), ["at"], unique=False)
        batch_op.create_index("ix_chorus_notification_list", ["user_id", "at"], unique=False)
        batch_op.create_index("ix_chorus_notification_of", ["user_id", "read_at"], unique=False)

    op.create_table(
        "chorus_habilitation_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(32), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("structure_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("EN_COURS_DE_VALIDATION", "VALIDEE", "REFUSEE", "ANNULEE", name="requeststate"),
            nullable=False,
        ),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(500), nullable=True),
        sa.Column("last_reminder_at", sa.DateTime(), nullable=True),
        sa.Column(
            "profile",
            sa.Enum(
                "ORGANISATION_CONSULTATION",
                "ORGANISATION_MODIFICATION",
                "FACTURATION_CONSULTATION",
                "FACTURATION_MODIFICATION",
                name="profile",
            ),
            nullable=False,
        ),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column(
            "space",
            sa.Enum("FACTURES_EMISES", "FACTURES_RECUES", "FACTURES_A_VALIDER", "FACTURES_DE_TRAVAUX", name="space"),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"],
            ["chorus_user.id"],
        ),
        sa.ForeignKeyConstraint(
            ["service_id"],
            ["chorus_service.id"],
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
        sa.UniqueConstraint("public_id"),
    )
    with op.batch_alter_table("chorus_habilitation_request", schema=None) as batch_op:
        batch_op.create_index("ix_chorus_habilitation_request_of", ["user_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_chorus_habilitation_request_structure_id"), ["structure_id"], unique=False)

    with op.batch_alter_table("chorus_user", schema=None) as batch_op:
        batch_op.add_column(sa.Column("closed_at", sa.DateTime(), nullable=True))

    with op.batch_alter_table("chorus_web_session", schema=None) as batch_op:
        batch_op.add_column(sa.Column("public_id", sa.String(32), nullable=True))
        batch_op.alter_column("user_agent", existing_type=sa.String(120), type_=sa.String(255), existing_nullable=False)
    op.execute("UPDATE chorus_web_session SET public_id = lower(hex(randomblob(8)))")
    with op.batch_alter_table("chorus_web_session", schema=None) as batch_op:
        batch_op.alter_column("public_id", existing_type=sa.String(32), nullable=False)
        batch_op.create_unique_constraint("uq_chorus_web_session_public_id", ["public_id"])


def downgrade() -> None:
    with op.batch_alter_table("chorus_web_session", schema=None) as batch_op:
        batch_op.drop_constraint("uq_chorus_web_session_public_id", type_="unique")
        batch_op.alter_column("user_agent", existing_type=sa.String(255), type_=sa.String(120), existing_nullable=False)
        batch_op.drop_column("public_id")

    with op.batch_alter_table("chorus_user", schema=None) as batch_op:
        batch_op.drop_column("closed_at")

    with op.batch_alter_table("chorus_habilitation_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chorus_habilitation_request_structure_id"))
        batch_op.drop_index("ix_chorus_habilitation_request_of")

    op.drop_table("chorus_habilitation_request")
    with op.batch_alter_table("chorus_notification", schema=None) as batch_op:
        batch_op.drop_index("ix_chorus_notification_of")
        batch_op.drop_index("ix_chorus_notification_list")
        batch_op.drop_index(batch_op.f("ix_chorus_notification_at"))

    op.drop_table("chorus_notification")
    op.drop_table("chorus_mail_choice")
    with op.batch_alter_table("chorus_address_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chorus_address_change_user_id"))

    op.drop_table("chorus_address_change")

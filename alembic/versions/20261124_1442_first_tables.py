"""first tables

Revision: 036062ef4539, after ; made 2026-11-24 14:42:09.140891+00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "036062ef4539"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chorus_flux_sequence",
        sa.Column("application_code", sa.String(6), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("application_code"),
    )
    op.create_table(
        "chorus_outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(32), nullable=False),
        sa.Column("recipient", sa.String(254), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column("link", sa.String(500), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(), nullable=True),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("failed_at", sa.DateTime(), nullable=True),
        sa.Column("last_error", sa.String(500), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("public_id"),
    )
    with op.batch_alter_table("chorus_outbox", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chorus_outbox_next_attempt_at"), ["next_attempt_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_chorus_outbox_recipient"), ["recipient"], unique=False)

    op.create_table(
        "chorus_ring",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(120), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("chorus_ring", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chorus_ring_at"), ["at"], unique=False)

    op.create_table(
        "chorus_throttle",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "scope",
            sa.Enum(
                "SIGN_IN_ACCOUNT",
                "SIGN_IN_ADDRESS",
                "ACCOUNT_MAIL",
                "MAIL_ADDRESS",
                "KNOWN_PLACE",
                name="throttlescope",
            ),
            nullable=False,
        ),
        sa.Column("key_hash", sa.String(64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("window_started_at", sa.DateTime(), nullable=False),
        sa.Column("next_allowed_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("scope", "key_hash"),
    )
    with op.batch_alter_table("chorus_throttle", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chorus_throttle_window_started_at"), ["window_started_at"], unique=False)

    op.create_table(
        "chorus_user",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(32), nullable=False),
        sa.Column("login_email", sa.String(254), nullable=False),
        sa.Column("login_key", sa.String(254), nullable=False),
        sa.Column("contact_email", sa.String(254), nullable=False),
        sa.Column("last_name", sa.String(100), nullable=False),
        sa.Column("first_name", sa.String(100), nullable=False),
        sa.Column("phone", sa.String(20), nullable=True),
        sa.Column("password_hash", sa.String(255), nullable=True),
        sa.Column("activated_at", sa.DateTime(), nullable=True),
        sa.Column("disabled_at", sa.DateTime(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("login_key"),
        sa.UniqueConstraint("public_id"),
    )
    op.create_table(
        "chorus_account_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.Enum("ACTIVATION", "RESET", name="linkpurpose"), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.Column("voided_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["chorus_user.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_hash"),
    )
    with op.batch_alter_table("chorus_account_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chorus_account_link_user_id"), ["user_id"], unique=False)

    op.create_table(
        "chorus_sign_in_ticket",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["chorus_user.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_hash"),
    )
    with op.batch_alter_table("chorus_sign_in_ticket", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chorus_sign_in_ticket_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "chorus_structure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(32), nullable=False),
        sa.Column(
            "identifier_type",
            sa.Enum(
                "SIRET", "UE_HORS_FRANCE", "HORS_UE", "RIDET", "TAHITI", "AUTRE", "PARTICULIER", name="identifiertype"
            ),
            nullable=False,
        ),
        sa.Column("identifier", sa.String(80), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("name_key", sa.String(200), nullable=False),
        sa.Column("kind", sa.Enum("PRIVEE", "PUBLIQUE", name="structurekind"), nullable=False),
        sa.Column("address", sa.String(300), nullable=False),
        sa.Column("postcode", sa.String(20), nullable=False),
        sa.Column("city", sa.String(100), nullable=False),
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("code_service_required", sa.Boolean(), nullable=False),
        sa.Column("engagement_required", sa.Boolean(), nullable=False),
        sa.Column("engagement_or_service", sa.Boolean(), nullable=False),
        sa.Column("is_state", sa.Boolean(), nullable=False),
        sa.Column("is_moe", sa.Boolean(), nullable=False),
        sa.Column("is_moa", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by_id"],
            ["chorus_user.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("identifier_type", "identifier"),
        sa.UniqueConstraint("public_id"),
    )
    with op.batch_alter_table("chorus_structure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chorus_structure_identifier"), ["identifier"], unique=False)
        batch_op.create_index(batch_op.f("ix_chorus_structure_name_key"), ["name_key"], unique=False)

    op.create_table(
        "chorus_upload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(32), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["chorus_user.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("public_id"),
    )
    with op.batch_alter_table("chorus_upload", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chorus_upload_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_chorus_upload_sha256"), ["sha256"], unique=False)
        batch_op.create_index(batch_op.f("ix_chorus_upload_user_id"), ["user_id"], unique=False)

    op.create_table(
        "chorus_web_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("user_agent", sa.String(120), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["chorus_user.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_hash"),
    )
    with op.batch_alter_table("chorus_web_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chorus_web_session_user_id"), ["user_id"], unique=False)

    op.create_table(
        "chorus_attachment_request",
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
        sa.ForeignKeyConstraint(
            ["answered_by_id"],
            ["chorus_user.id"],
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
    with op.batch_alter_table("chorus_attachment_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chorus_attachment_request_structure_id"), ["structure_id"], unique=False)
        batch_op.create_index(
            "ux_chorus_attachment_request_waiting",
            ["user_id", "structure_id"],
            unique=True,
            sqlite_where=sa.text("state = 'EN_COURS_DE_VALIDATION'"),
            postgresql_where=sa.text("state = 'EN_COURS_DE_VALIDATION'"),
        )

    op.create_table(
        "chorus_flux",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(32), nullable=False),
        sa.Column("workflow_id", sa.String(32), nullable=False),
        sa.Column("number", sa.String(25), nullable=False),
        sa.Column("syntax", sa.String(20), nullable=False),
        sa.Column("interface_code", sa.String(8), nullable=False),
        sa.Column("mode_depot", sa.String(30), nullable=False),
        sa.Column("door", sa.Enum("PORTAL", "API", "EDI", "CLI", name="door"), nullable=False),
        sa.Column("application_code", sa.String(6), nullable=False),
        sa.Column("space", sa.Enum("EMISES", "TRAVAUX", name="space"), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(120), nullable=False),
        sa.Column("depositor_id", sa.Integer(), nullable=False),
        sa.Column("structure_id", sa.Integer(), nullable=False),
        sa.Column("idempotency_key", sa.String(64), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "PORTAL_WAITING",
                "WAITING",
                "RUNNING",
                "INCIDENT",
                "REJECTED",
                "INTEGRATED",
                "PARTLY_INTEGRATED",
                name="fluxstate",
            ),
            nullable=False,
        ),
        sa.Column("state_at", sa.DateTime(), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("search_key", sa.String(600), nullable=False),
        sa.ForeignKeyConstraint(
            ["depositor_id"],
            ["chorus_user.id"],
        ),
        sa.ForeignKeyConstraint(
            ["structure_id"],
            ["chorus_structure.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("depositor_id", "idempotency_key"),
        sa.UniqueConstraint("number"),
        sa.UniqueConstraint("public_id"),
        sa.UniqueConstraint("workflow_id"),
    )
    with op.batch_alter_table("chorus_flux", schema=None) as batch_op:
        batch_op.create_index("ix_chorus_flux_depositor_list", ["depositor_id", "received_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_chorus_flux_state"), ["state"], unique=False)
        batch_op.create_index("ix_chorus_flux_structure_list", ["structure_id", "received_at"], unique=False)

    op.create_table(
        "chorus_invoice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(32), nullable=False),
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column("issue_date", sa.Date(), nullable=False),
        sa.Column("type_code", sa.String(3), nullable=False),
        sa.Column("cadre", sa.String(3), nullable=False),
        sa.Column("space", sa.Enum("EMISES", "TRAVAUX", name="space"), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "BROUILLON",
                "DEPOSEE",
                "EN_COURS_ACHEMINEMENT",
                "MISE_A_DISPOSITION",
                "A_VALIDER_1",
                "A_VALIDER_2",
                "VALIDEE_1",
                "VALIDEE_2",
                "REFUSEE_1",
                "REFUSEE_2",
                "ABSENCE_VALIDATION_1_HORS_DELAI",
                "ABSENCE_VALIDATION_2_HORS_DELAI",
                "ERREUR_FOURNISSEUR_SUR_VALIDEUR",
                "ERREUR_COTRAITANT_SUR_VALIDEUR",
                "A_RECYCLER",
                "EN_ATTENTE_RECYCLAGE_FOURNISSEUR",
                "SUSPENDUE",
                "A_COMPLETER",
                "COMPLETEE",
                "REJETEE",
                "PRISE_EN_COMPTE_DESTINATAIRE",
                "SERVICE_FAIT",
                "MANDATEE",
                "MISE_A_DISPOSITION_COMPTABLE",
                "COMPTABILISEE",
                "MISE_EN_PAIEMENT",
                "ASSOCIEE",
                "ABANDONNEE",
                "SUPPRIMEE",
                "NON_CONFORME",
                "INTERPRETEE_OCR",
                "EN_COURS_TRAITEMENT_PIVOT_S",
                "DUPLIQUE_APRES_REFUS",
                "REMPLACEE_PAR_A22",
                "TECHNIQUE_INCONNU",
                "A_VALIDER_MOE",
                "REFUSEE_MOE",
                "A_ASSOCIER_MOE",
                "ERREUR_DE_MOE",
                "MISE_A_DISPOSITION_MOE",
                "PRISE_EN_COMPTE_MOE",
                "ABSENCE_VALIDATION_MOE_DELAI_REGLEMENTAIRE",
                "TRANSMISE_MOA",
                "A_ASSOCIER_MOA",
                "ERREUR_DE_MOA",
                "REFUSEE_MOA",
                "MISE_A_DISPOSITION_MOA",
                "PRISE_EN_COMPTE_MOA",
                "A_ASSOCIER_FOURNISSEUR",
                "REFUSEE_FOURNISSEUR",
                "ERREUR_FOURNISSEUR_SUR_MOE",
                "ERREUR_FOURNISSEUR_SUR_MOA",
                "ERREUR_MOE_SUR_FOURNISSEUR",
                "ERREUR_MOE_SUR_MOA",
                "ERREUR_MOA_SUR_FOURNISSEUR",
                "ERREUR_DESTINATAIRE_PD",
                "ERREUR_DESTINATAIRE_EA",
                name="status",
            ),
            nullable=False,
        ),
        sa.Column("status_at", sa.DateTime(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("valideur_id", sa.Integer(), nullable=True),
        sa.Column("service_code", sa.String(100), nullable=True),
        sa.Column("supplier_service", sa.String(100), nullable=True),
        sa.Column("engagement", sa.String(50), nullable=True),
        sa.Column("contract", sa.String(50), nullable=True),
        sa.Column("original_number", sa.String(20), nullable=True),
        sa.Column("due_date", sa.Date(), nullable=True),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("vat_due_code", sa.String(20), nullable=True),
        sa.Column("payment_means", sa.String(12), nullable=True),
        sa.Column("iban", sa.String(34), nullable=True),
        sa.Column("bic", sa.String(11), nullable=True),
        sa.Column("note", sa.String(1024), nullable=True),
        sa.Column("tax_exclusive", sa.BigInteger().with_variant(sa.Numeric(19, 6), "postgresql"), nullable=True),
        sa.Column("tax_total", sa.BigInteger().with_variant(sa.Numeric(19, 6), "postgresql"), nullable=True),
        sa.Column("tax_inclusive", sa.BigInteger().with_variant(sa.Numeric(19, 6), "postgresql"), nullable=True),
        sa.Column("payable", sa.BigInteger().with_variant(sa.Numeric(19, 6), "postgresql"), nullable=True),
        sa.Column("flux_number", sa.String(25), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("syntax", sa.String(20), nullable=False),
        sa.Column("mode_depot", sa.String(30), nullable=False),
        sa.Column("depositor_id", sa.Integer(), nullable=True),
        sa.Column("deposited_at", sa.DateTime(), nullable=False),
        sa.Column("search_key", sa.String(600), nullable=False),
        sa.ForeignKeyConstraint(
            ["depositor_id"],
            ["chorus_user.id"],
        ),
        sa.ForeignKeyConstraint(
            ["recipient_id"],
            ["chorus_structure.id"],
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"],
            ["chorus_structure.id"],
        ),
        sa.ForeignKeyConstraint(
            ["valideur_id"],
            ["chorus_structure.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("flux_number", "position"),
        sa.UniqueConstraint("public_id"),
        sa.UniqueConstraint("supplier_id", "number"),
    )
    with op.batch_alter_table("chorus_invoice", schema=None) as batch_op:
        batch_op.create_index("ix_chorus_invoice_recipient_list", ["recipient_id", "deposited_at"], unique=False)
        batch_op.create_index(
            "ix_chorus_invoice_supplier_list", ["supplier_id", "space", "deposited_at", "status"], unique=False
        )
        batch_op.create_index("ix_chorus_invoice_valideur_list", ["valideur_id", "deposited_at"], unique=False)

    op.create_table(
        "chorus_membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(32), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("structure_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.Enum("VALIDEE", "DESACTIVEE", "SUPPRIMEE", name="membershipstate"), nullable=False),
        sa.Column("main_manager", sa.Boolean(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["ended_by_id"],
            ["chorus_user.id"],
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
    with op.batch_alter_table("chorus_membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chorus_membership_structure_id"), ["structure_id"], unique=False)
        batch_op.create_index(
            "ux_chorus_membership_in_force",
            ["user_id", "structure_id"],
            unique=True,
            sqlite_where=sa.text("state = 'VALIDEE'"),
            postgresql_where=sa.text("state = 'VALIDEE'"),
        )

    op.create_table(
        "chorus_service",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(32), nullable=False),
        sa.Column("structure_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(100), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("engagement_required", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["structure_id"],
            ["chorus_structure.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("public_id"),
        sa.UniqueConstraint("structure_id", "code"),
    )
    with op.batch_alter_table("chorus_service", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chorus_service_code"), ["code"], unique=False)

    op.create_table(
        "chorus_checklist_away",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("flux_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["flux_id"],
            ["chorus_flux.id"],
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["chorus_user.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("user_id", "flux_id"),
    )
    with op.batch_alter_table("chorus_checklist_away", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chorus_checklist_away_flux_id"), ["flux_id"], unique=False)

    op.create_table(
        "chorus_checklist_tick",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("flux_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.Enum("LISTED", "REPORT", "REMEDY", name="checklistitem"), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["flux_id"],
            ["chorus_flux.id"],
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["chorus_user.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("user_id", "flux_id", "item"),
    )
    with op.batch_alter_table("chorus_checklist_tick", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chorus_checklist_tick_flux_id"), ["flux_id"], unique=False)

    op.create_table(
        "chorus_flux_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("flux_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "PORTAL_WAITING",
                "WAITING",
                "RUNNING",
                "INCIDENT",
                "REJECTED",
                "INTEGRATED",
                "PARTLY_INTEGRATED",
                name="fluxstate",
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["flux_id"],
            ["chorus_flux.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("chorus_flux_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chorus_flux_event_flux_id"), ["flux_id"], unique=False)

    op.create_table(
        "chorus_invoice_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(32), nullable=False),
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Enum("DEPOSITED", "MAIN", "ATTACHMENT", name="documentkind"), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("mime_type", sa.String(100), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invoice_id"],
            ["chorus_invoice.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("public_id"),
    )
    with op.batch_alter_table("chorus_invoice_document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chorus_invoice_document_invoice_id"), ["invoice_id"], unique=False)

    op.create_table(
        "chorus_invoice_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Enum("STATUS", "ACTION", "COMPLEMENT", name="eventkind"), nullable=False),
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("comment", sa.String(500), nullable=True),
        sa.ForeignKeyConstraint(
            ["actor_id"],
            ["chorus_user.id"],
        ),
        sa.ForeignKeyConstraint(
            ["invoice_id"],
            ["chorus_invoice.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("chorus_invoice_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chorus_invoice_event_invoice_id"), ["invoice_id"], unique=False)

    op.create_table(
        "chorus_invoice_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(500), nullable=True),
        sa.Column("quantity", sa.BigInteger().with_variant(sa.Numeric(19, 6), "postgresql"), nullable=True),
        sa.Column("unit", sa.String(20), nullable=True),
        sa.Column("unit_price", sa.BigInteger().with_variant(sa.Numeric(19, 6), "postgresql"), nullable=True),
        sa.Column("net_amount", sa.BigInteger().with_variant(sa.Numeric(19, 6), "postgresql"), nullable=True),
        sa.Column("vat_rate", sa.BigInteger().with_variant(sa.Numeric(19, 6), "postgresql"), nullable=True),
        sa.ForeignKeyConstraint(
            ["invoice_id"],
            ["chorus_invoice.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("chorus_invoice_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chorus_invoice_line_invoice_id"), ["invoice_id"], unique=False)

    op.create_table(
        "chorus_invoice_vat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(3), nullable=True),
        sa.Column("rate", sa.BigInteger().with_variant(sa.Numeric(19, 6), "postgresql"), nullable=True),
        sa.Column("base", sa.BigInteger().with_variant(sa.Numeric(19, 6), "postgresql"), nullable=True),
        sa.Column("amount", sa.BigInteger().with_variant(sa.Numeric(19, 6), "postgresql"), nullable=True),
        sa.Column("exemption_reason", sa.String(200), nullable=True),
        sa.ForeignKeyConstraint(
            ["invoice_id"],
            ["chorus_invoice.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("chorus_invoice_vat", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chorus_invoice_vat_invoice_id"), ["invoice_id"], unique=False)

    op.create_table(
        "chorus_membership_profile",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
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
        sa.Column("granted_at", sa.DateTime(), nullable=False),
        sa.Column("granted_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["granted_by_id"],
            ["chorus_user.id"],
        ),
        sa.ForeignKeyConstraint(
            ["membership_id"],
            ["chorus_membership.id"],
        ),
        sa.ForeignKeyConstraint(
            ["service_id"],
            ["chorus_service.id"],
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"],
            ["chorus_user.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("chorus_membership_profile", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chorus_membership_profile_membership_id"), ["membership_id"], unique=False)

    op.create_table(
        "chorus_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("flux_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "PORTAL_WAITING",
                "WAITING",
                "RUNNING",
                "INCIDENT",
                "REJECTED",
                "INTEGRATED",
                "PARTLY_INTEGRATED",
                name="fluxstate",
            ),
            nullable=False,
        ),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("kind", sa.String(30), nullable=True),
        sa.Column("layers", sa.JSON(), nullable=False),
        sa.Column("invoice_count", sa.Integer(), nullable=False),
        sa.Column("accepted_count", sa.Integer(), nullable=False),
        sa.Column("blocking_count", sa.Integer(), nullable=False),
        sa.Column("warning_count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["flux_id"],
            ["chorus_flux.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("flux_id"),
    )
    op.create_table(
        "chorus_report_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("flux_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["flux_id"],
            ["chorus_flux.id"],
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["chorus_user.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("user_id", "flux_id"),
    )
    with op.batch_alter_table("chorus_report_reading", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chorus_report_reading_flux_id"), ["flux_id"], unique=False)

    op.create_table(
        "chorus_report_finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("invoice_position", sa.Integer(), nullable=True),
        sa.Column("layer", sa.String(20), nullable=False),
        sa.Column("severity", sa.String(10), nullable=False),
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("term", sa.String(40), nullable=True),
        sa.Column("path", sa.String(500), nullable=True),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("value", sa.String(200), nullable=True),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["chorus_report.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("report_id", "position"),
    )
    op.create_table(
        "chorus_report_invoice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("number", sa.String(200), nullable=True),
        sa.Column("cadre", sa.String(60), nullable=True),
        sa.Column("supplier_type", sa.String(20), nullable=True),
        sa.Column("supplier_identifier", sa.String(100), nullable=True),
        sa.Column("supplier_name", sa.String(200), nullable=True),
        sa.Column("recipient_type", sa.String(20), nullable=True),
        sa.Column("recipient_identifier", sa.String(100), nullable=True),
        sa.Column("recipient_name", sa.String(200), nullable=True),
        sa.Column("amount", sa.BigInteger().with_variant(sa.Numeric(19, 6), "postgresql"), nullable=True),
        sa.Column("currency", sa.String(3), nullable=True),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["chorus_report.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("report_id", "position"),
    )
    with op.batch_alter_table("chorus_report_invoice", schema=None) as batch_op:
        batch_op.create_index("ix_chorus_report_invoice_again", ["supplier_identifier", "number"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("chorus_report_invoice", schema=None) as batch_op:
        batch_op.drop_index("ix_chorus_report_invoice_again")

    op.drop_table("chorus_report_invoice")
    op.drop_table("chorus_report_finding")
    with op.batch_alter_table("chorus_report_reading", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chorus_report_reading_flux_id"))

    op.drop_table("chorus_report_reading")
    op.drop_table("chorus_report")
    with op.batch_alter_table("chorus_membership_profile", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chorus_membership_profile_membership_id"))

    op.drop_table("chorus_membership_profile")
    with op.batch_alter_table("chorus_invoice_vat", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chorus_invoice_vat_invoice_id"))

    op.drop_table("chorus_invoice_vat")
    with op.batch_alter_table("chorus_invoice_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chorus_invoice_line_invoice_id"))

    op.drop_table("chorus_invoice_line")
    with op.batch_alter_table("chorus_invoice_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chorus_invoice_event_invoice_id"))

    op.drop_table("chorus_invoice_event")
    with op.batch_alter_table("chorus_invoice_document", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chorus_invoice_document_invoice_id"))

    op.drop_table("chorus_invoice_document")
    with op.batch_alter_table("chorus_flux_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chorus_flux_event_flux_id"))

    op.drop_table("chorus_flux_event")
    with op.batch_alter_table("chorus_checklist_tick", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chorus_checklist_tick_flux_id"))

    op.drop_table("chorus_checklist_tick")
    with op.batch_alter_table("chorus_checklist_away", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chorus_checklist_away_flux_id"))

    op.drop_table("chorus_checklist_away")
    with op.batch_alter_table("chorus_service", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chorus_service_code"))

    op.drop_table("chorus_service")
    with op.batch_alter_table("chorus_membership", schema=None) as batch_op:
        batch_op.drop_index(
            "ux_chorus_membership_in_force",
            sqlite_where=sa.text("state = 'VALIDEE'"),
            postgresql_where=sa.text("state = 'VALIDEE'"),
        )
        batch_op.drop_index(batch_op.f("ix_chorus_membership_structure_id"))

    op.drop_table("chorus_membership")
    with op.batch_alter_table("chorus_invoice", schema=None) as batch_op:
        batch_op.drop_index("ix_chorus_invoice_valideur_list")
        batch_op.drop_index("ix_chorus_invoice_supplier_list")
        batch_op.drop_index("ix_chorus_invoice_recipient_list")

    op.drop_table("chorus_invoice")
    with op.batch_alter_table("chorus_flux", schema=None) as batch_op:
        batch_op.drop_index("ix_chorus_flux_structure_list")
        batch_op.drop_index(batch_op.f("ix_chorus_flux_state"))
        batch_op.drop_index("ix_chorus_flux_depositor_list")

    op.drop_table("chorus_flux")
    with op.batch_alter_table("chorus_attachment_request", schema=None) as batch_op:
        batch_op.drop_index(
            "ux_chorus_attachment_request_waiting",
            sqlite_where=sa.text("state = 'EN_COURS_DE_VALIDATION'"),
            postgresql_where=sa.text("state = 'EN_COURS_DE_VALIDATION'"),
        )
        batch_op.drop_index(batch_op.f("ix_chorus_attachment_request_structure_id"))

    op.drop_table("chorus_attachment_request")
    with op.batch_alter_table("chorus_web_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chorus_web_session_user_id"))

    op.drop_table("chorus_web_session")
    with op.batch_alter_table("chorus_upload", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chorus_upload_user_id"))
        batch_op.drop_index(batch_op.f("ix_chorus_upload_sha256"))
        batch_op.drop_index(batch_op.f("ix_chorus_upload_at"))

    op.drop_table("chorus_upload")
    with op.batch_alter_table("chorus_structure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chorus_structure_name_key"))
        batch_op.drop_index(batch_op.f("ix_chorus_structure_identifier"))

    op.drop_table("chorus_structure")
    with op.batch_alter_table("chorus_sign_in_ticket", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chorus_sign_in_ticket_expires_at"))

    op.drop_table("chorus_sign_in_ticket")
    with op.batch_alter_table("chorus_account_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chorus_account_link_user_id"))

    op.drop_table("chorus_account_link")
    op.drop_table("chorus_user")
    with op.batch_alter_table("chorus_throttle", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chorus_throttle_window_started_at"))

    op.drop_table("chorus_throttle")
    with op.batch_alter_table("chorus_ring", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chorus_ring_at"))

    op.drop_table("chorus_ring")
    with op.batch_alter_table("chorus_outbox", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chorus_outbox_recipient"))
        batch_op.drop_index(batch_op.f("ix_chorus_outbox_next_attempt_at"))

    op.drop_table("chorus_outbox")
    op.drop_table("chorus_flux_sequence")

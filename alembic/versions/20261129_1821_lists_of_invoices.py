"""lists of invoices

Revision: b5aa845dfb7e, after 036062ef4539; made 2026-11-29 18:21:36.063840+00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "b5aa845dfb7e"
down_revision = "036062ef4539"
branch_labels = None
depends_on = None

SCOPE = sa.Enum("EMISES", "TRAVAUX", "RECUES", name="scope")
STATUS = sa.Enum(
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
)
NOT_YET_RECEIVED = (
    "BROUILLON",
    "DEPOSEE",
    "EN_COURS_ACHEMINEMENT",
    "A_VALIDER_1",
    "A_VALIDER_2",
    "REFUSEE_1",
    "REFUSEE_2",
    "A_ASSOCIER_MOA",
    "A_ASSOCIER_MOE",
    "MISE_A_DISPOSITION_MOA",
    "MISE_A_DISPOSITION_MOE",
    "TRANSMISE_MOA",
)
WHO_SEES = (
    ("EMISES", "supplier_id", "i.space = 'EMISES'"),
    ("TRAVAUX", "supplier_id", "i.space = 'TRAVAUX'"),
    ("TRAVAUX", "valideur_id", "i.space = 'TRAVAUX' AND i.valideur_id != i.supplier_id"),
    (
        "TRAVAUX",
        "recipient_id",
        "i.space = 'TRAVAUX' AND i.recipient_id != i.supplier_id AND i.recipient_id != coalesce(i.valideur_id, 0)",
    ),
    ("RECUES", "recipient_id", f"i.status NOT IN {NOT_YET_RECEIVED}"),
)
ROWS = " UNION ALL ".join(
    f"""
    SELECT i.id, i.{structure}, '{scope}', i.status, lower(i.number), i.issue_date, i.deposited_at, i.tax_inclusive,
        s.name_key || ' ' || s.identifier, r.name_key || ' ' || r.identifier, i.type_code, i.cadre, i.mode_depot,
        lower(coalesce(i.service_code, '')), lower(coalesce(i.supplier_service, '')),
        lower(coalesce(i.engagement, '')), lower(coalesce(i.contract, ''))
    FROM chorus_invoice i
    JOIN chorus_structure s ON s.id = i.supplier_id
    JOIN chorus_structure r ON r.id = i.recipient_id
    WHERE {condition}"""  # noqa: S608 - constants
    for scope, structure, condition in WHO_SEES
)
COUNTS = "SELECT structure_id, scope, status, count(*) FROM chorus_invoice_listing GROUP BY structure_id, scope, status"
INDEX = """CREATE VIRTUAL TABLE fts_chorus_invoice USING fts5(
    search_key, content='chorus_invoice', content_rowid='id', tokenize='trigram case_sensitive 1')"""


def upgrade() -> None:
    op.create_table(
        "chorus_invoice_count",
        sa.Column("structure_id", sa.Integer(), nullable=False),
        sa.Column("scope", SCOPE, nullable=False),
        sa.Column("status", STATUS, nullable=False),
        sa.Column("invoices", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["structure_id"],
            ["chorus_structure.id"],
        ),
        sa.PrimaryKeyConstraint("structure_id", "scope", "status"),
    )
    op.create_table(
        "chorus_invoice_listing",
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        sa.Column("structure_id", sa.Integer(), nullable=False),
        sa.Column("scope", SCOPE, nullable=False),
        sa.Column("status", STATUS, nullable=False),
        sa.Column("number_key", sa.String(20), nullable=False),
        sa.Column("issue_date", sa.Date(), nullable=False),
        sa.Column("deposited_at", sa.DateTime(), nullable=False),
        sa.Column("amount", sa.BigInteger().with_variant(sa.Numeric(19, 6), "postgresql"), nullable=True),
        sa.Column("supplier_key", sa.String(300), nullable=False),
        sa.Column("recipient_key", sa.String(300), nullable=False),
        sa.Column("type_code", sa.String(3), nullable=False),
        sa.Column("cadre", sa.String(3), nullable=False),
        sa.Column("mode_depot", sa.String(30), nullable=False),
        sa.Column("service_key", sa.String(100), nullable=False),
        sa.Column("supplier_service_key", sa.String(100), nullable=False),
        sa.Column("engagement_key", sa.String(50), nullable=False),
        sa.Column("contract_key", sa.String(50), nullable=False),
        sa.ForeignKeyConstraint(
            ["invoice_id"],
            ["chorus_invoice.id"],
        ),
        sa.ForeignKeyConstraint(
            ["structure_id"],
            ["chorus_structure.id"],
        ),
        sa.PrimaryKeyConstraint("invoice_id", "structure_id", "scope"),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("chorus_invoice_listing", schema=None) as batch_op:
        batch_op.create_index("ix_chorus_invoice_listing_amount", ["structure_id", "scope", "amount"], unique=False)
        batch_op.create_index("ix_chorus_invoice_listing_cadre", ["structure_id", "scope", "cadre"], unique=False)
        batch_op.create_index(
            "ix_chorus_invoice_listing_contract_key", ["structure_id", "scope", "contract_key"], unique=False
        )
        batch_op.create_index(
            "ix_chorus_invoice_listing_deposited_at", ["structure_id", "scope", "deposited_at"], unique=False
        )
        batch_op.create_index(
            "ix_chorus_invoice_listing_engagement_key", ["structure_id", "scope", "engagement_key"], unique=False
        )
        batch_op.create_index(
            "ix_chorus_invoice_listing_issue_date", ["structure_id", "scope", "issue_date"], unique=False
        )
        batch_op.create_index(
            "ix_chorus_invoice_listing_mode_depot", ["structure_id", "scope", "mode_depot"], unique=False
        )
        batch_op.create_index(
            "ix_chorus_invoice_listing_number_key", ["structure_id", "scope", "number_key"], unique=False
        )
        batch_op.create_index(
            "ix_chorus_invoice_listing_recipient_key", ["structure_id", "scope", "recipient_key"], unique=False
        )
        batch_op.create_index(
            "ix_chorus_invoice_listing_service_key", ["structure_id", "scope", "service_key"], unique=False
        )
        batch_op.create_index("ix_chorus_invoice_listing_status", ["structure_id", "scope", "status"], unique=False)
        batch_op.create_index(
            "ix_chorus_invoice_listing_supplier_key", ["structure_id", "scope", "supplier_key"], unique=False
        )
        batch_op.create_index(
            "ix_chorus_invoice_listing_supplier_service_key",
            ["structure_id", "scope", "supplier_service_key"],
            unique=False,
        )
        batch_op.create_index(
            "ix_chorus_invoice_listing_type_code", ["structure_id", "scope", "type_code"], unique=False
        )

    with op.batch_alter_table("chorus_invoice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chorus_invoice_recipient_list"))
        batch_op.drop_index(batch_op.f("ix_chorus_invoice_supplier_list"))
        batch_op.drop_index(batch_op.f("ix_chorus_invoice_valideur_list"))
        batch_op.create_index("ix_chorus_invoice_recipient", ["recipient_id"], unique=False)
        batch_op.create_index("ix_chorus_invoice_valideur", ["valideur_id"], unique=False)

    op.execute(f"INSERT INTO chorus_invoice_listing {ROWS}")
    op.execute(f"INSERT INTO chorus_invoice_count {COUNTS}")
    op.execute(INDEX)
    op.execute("INSERT INTO fts_chorus_invoice(fts_chorus_invoice) VALUES ('rebuild')")


def downgrade() -> None:
    op.execute("DROP TABLE fts_chorus_invoice")
    with op.batch_alter_table("chorus_invoice", schema=None) as batch_op:
        batch_op.drop_index("ix_chorus_invoice_valideur")
        batch_op.drop_index("ix_chorus_invoice_recipient")
        batch_op.create_index(
            batch_op.f("ix_chorus_invoice_valideur_list"), ["valideur_id", "deposited_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_chorus_invoice_supplier_list"),
            ["supplier_id", "space", "deposited_at", "status"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_chorus_invoice_recipient_list"), ["recipient_id", "deposited_at"], unique=False
        )

    with op.batch_alter_table("chorus_invoice_listing", schema=None) as batch_op:
        batch_op.drop_index("ix_chorus_invoice_listing_type_code")
        batch_op.drop_index("ix_chorus_invoice_listing_supplier_service_key")
        batch_op.drop_index("ix_chorus_invoice_listing_supplier_key")
        batch_op.drop_index("ix_chorus_invoice_listing_status")
        batch_op.drop_index("ix_chorus_invoice_listing_service_key")
        batch_op.drop_index("ix_chorus_invoice_listing_recipient_key")
        batch_op.drop_index("ix_chorus_invoice_listing_number_key")
        batch_op.drop_index("ix_chorus_invoice_listing_mode_depot")
        batch_op.drop_index("ix_chorus_invoice_listing_issue_date")
        batch_op.drop_index("ix_chorus_invoice_listing_engagement_key")
        batch_op.drop_index("ix_chorus_invoice_listing_deposited_at")
        batch_op.drop_index("ix_chorus_invoice_listing_contract_key")
        batch_op.drop_index("ix_chorus_invoice_listing_cadre")
        batch_op.drop_index("ix_chorus_invoice_listing_amount")

    op.drop_table("chorus_invoice_listing")
    op.drop_table("chorus_invoice_count")

"""invoices by month

Revision: c41b7e0f92d6, after bf3440da5a48; made 2026-11-29 21:57:36+00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "c41b7e0f92d6"
down_revision = "bf3440da5a48"
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
EUROS = """CASE WHEN i.currency = 'EUR' THEN
    CASE WHEN l.type_code = '381' AND l.amount > 0 THEN -l.amount ELSE l.amount END END"""
COUNTS = f"""SELECT l.structure_id, l.scope, substr(l.issue_date, 1, 7), l.status, count(*), coalesce(sum({EUROS}), 0),
    count(*) - count({EUROS})
    FROM chorus_invoice_listing l JOIN chorus_invoice i ON i.id = l.invoice_id GROUP BY 1, 2, 3, 4"""  # noqa: S608 - constants
BY_STATUS = "SELECT structure_id, scope, status, count(*) FROM chorus_invoice_listing GROUP BY 1, 2, 3"


def _keys() -> list[sa.Column[int]]:
    return [
        sa.Column("structure_id", sa.Integer(), nullable=False),
        sa.Column("scope", SCOPE, nullable=False),
    ]


def upgrade() -> None:
    op.drop_table("chorus_invoice_count")
    op.create_table(
        "chorus_invoice_count",
        *_keys(),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("status", STATUS, nullable=False),
        sa.Column("invoices", sa.Integer(), nullable=False),
        sa.Column("euros", sa.BigInteger().with_variant(sa.Numeric(19, 6), "postgresql"), nullable=False),
        sa.Column("uncounted", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["structure_id"],
            ["chorus_structure.id"],
        ),
        sa.PrimaryKeyConstraint("structure_id", "scope", "month", "status"),
    )
    op.execute(f"INSERT INTO chorus_invoice_count {COUNTS}")


def downgrade() -> None:
    op.drop_table("chorus_invoice_count")
    op.create_table(
        "chorus_invoice_count",
        *_keys(),
        sa.Column("status", STATUS, nullable=False),
        sa.Column("invoices", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["structure_id"],
            ["chorus_structure.id"],
        ),
        sa.PrimaryKeyConstraint("structure_id", "scope", "status"),
    )
    op.execute(f"INSERT INTO chorus_invoice_count {BY_STATUS}")

"""invoices to validate

Revision: 7d0e5b9c41fa, after c7ea65122461; made 2026-11-30 08:05:00+00:00

A list more, of what waits for a valideur or did; and what the wrong valideur refused leaves the recipient's list, which
it had never reached.
"""

from alembic import op

revision = "7d0e5b9c41fa"
down_revision = "c7ea65122461"
branch_labels = None
depends_on = None

WRONG_VALIDEUR = ("ERREUR_FOURNISSEUR_SUR_VALIDEUR", "ERREUR_COTRAITANT_SUR_VALIDEUR")
ROWS = """
    SELECT i.id, i.{structure}, '{scope}', i.status, lower(i.number), i.issue_date, i.deposited_at, i.tax_inclusive,
        s.name_key || ' ' || s.identifier, r.name_key || ' ' || r.identifier, i.type_code, i.cadre, i.mode_depot,
        lower(coalesce(i.service_code, '')), lower(coalesce(i.supplier_service, '')),
        lower(coalesce(i.engagement, '')), lower(coalesce(i.contract, ''))
    FROM chorus_invoice i
    JOIN chorus_structure s ON s.id = i.supplier_id
    JOIN chorus_structure r ON r.id = i.recipient_id
    WHERE {condition}"""
TO_VALIDATE = ROWS.format(
    structure="valideur_id", scope="VALIDER", condition="i.space = 'EMISES' AND i.valideur_id IS NOT NULL"
)
RECEIVED = ROWS.format(structure="recipient_id", scope="RECUES", condition=f"i.status IN {WRONG_VALIDEUR}")
EUROS = """CASE WHEN i.currency = 'EUR' THEN
    CASE WHEN l.type_code = '381' AND l.amount > 0 THEN -l.amount ELSE l.amount END END"""
OF_SCOPES = "scope IN ('RECUES', 'VALIDER')"
COUNTS = f"""SELECT l.structure_id, l.scope, substr(l.issue_date, 1, 7), l.status, count(*), coalesce(sum({EUROS}), 0),
    count(*) - count({EUROS})
    FROM chorus_invoice_listing l JOIN chorus_invoice i ON i.id = l.invoice_id WHERE l.{OF_SCOPES}
    GROUP BY 1, 2, 3, 4"""  # noqa: S608 - constants


def upgrade() -> None:
    op.execute(f"INSERT INTO chorus_invoice_listing {TO_VALIDATE}")
    op.execute(f"DELETE FROM chorus_invoice_listing WHERE scope = 'RECUES' AND status IN {WRONG_VALIDEUR}")  # noqa: S608
    _count_anew()


def downgrade() -> None:
    op.execute("DELETE FROM chorus_invoice_listing WHERE scope = 'VALIDER'")
    op.execute(f"INSERT INTO chorus_invoice_listing {RECEIVED}")
    _count_anew()


def _count_anew() -> None:
    op.execute(f"DELETE FROM chorus_invoice_count WHERE {OF_SCOPES}")  # noqa: S608 - constants
    op.execute(f"INSERT INTO chorus_invoice_count {COUNTS}")

"""audit log

Revision: 71911af244ad, after 7b1f2c94d0aa; made 2026-11-29 21:23:51.055392+00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "71911af244ad"
down_revision = "7b1f2c94d0aa"
branch_labels = None
depends_on = None
SQLITE = (
    """CREATE VIRTUAL TABLE fts_chorus_audit USING fts5(
    search_key, content='chorus_audit', content_rowid='id', tokenize='trigram case_sensitive 1')""",
    "CREATE TRIGGER chorus_audit_no_update BEFORE UPDATE ON chorus_audit "
    "BEGIN SELECT RAISE(ABORT, 'chorus_audit is append-only'); END",
    "CREATE TRIGGER chorus_audit_no_delete BEFORE DELETE ON chorus_audit WHEN NOT EXISTS "
    "(SELECT 1 FROM chorus_audit WHERE purged_before > OLD.at) "
    "BEGIN SELECT RAISE(ABORT, 'chorus_audit is append-only'); END",
    "CREATE TRIGGER chorus_audit_no_replace BEFORE INSERT ON chorus_audit WHEN EXISTS "
    "(SELECT 1 FROM chorus_audit WHERE id = NEW.id) OR NEW.purged_before >= NEW.at "
    "BEGIN SELECT RAISE(ABORT, 'chorus_audit is append-only'); END",
)
POSTGRESQL = (
    """CREATE FUNCTION chorus_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_OP = 'DELETE' AND EXISTS (SELECT 1 FROM chorus_audit WHERE purged_before > OLD.at) THEN RETURN OLD; END IF;
    IF TG_OP = 'INSERT' AND (NEW.purged_before IS NULL OR NEW.purged_before < NEW.at) THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'chorus_audit is append-only'; END $$""",
    "CREATE TRIGGER chorus_audit_append_only BEFORE INSERT OR UPDATE OR DELETE ON chorus_audit "
    "FOR EACH ROW EXECUTE FUNCTION chorus_audit_refuse()",
    "CREATE TRIGGER chorus_audit_no_truncate BEFORE TRUNCATE ON chorus_audit "
    "FOR EACH STATEMENT EXECUTE FUNCTION chorus_audit_refuse()",
)


def upgrade() -> None:
    op.create_table(
        "chorus_audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("act", sa.String(60), nullable=False),
        sa.Column("door", sa.String(20), nullable=False),
        sa.Column("network", sa.String(50), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("structure_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("subject_id", sa.String(32), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("purged_before", sa.DateTime(), nullable=True),
        sa.Column("search_key", sa.String(600), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("chorus_audit", schema=None) as batch_op:
        batch_op.create_index("ix_chorus_audit_act", ["act", "id"], unique=False)
        batch_op.create_index("ix_chorus_audit_actor", ["actor_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_chorus_audit_at"), ["at"], unique=False)
        batch_op.create_index(
            "ix_chorus_audit_purge",
            ["purged_before"],
            unique=False,
            sqlite_where=sa.text("purged_before IS NOT NULL"),
            postgresql_where=sa.text("purged_before IS NOT NULL"),
        )
        batch_op.create_index("ix_chorus_audit_subject", ["subject_id", "id"], unique=False)

    with op.batch_alter_table("chorus_user", schema=None) as batch_op:
        batch_op.add_column(sa.Column("operator_since", sa.DateTime(), nullable=True))

    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE fts_chorus_audit")
    with op.batch_alter_table("chorus_user", schema=None) as batch_op:
        batch_op.drop_column("operator_since")

    with op.batch_alter_table("chorus_audit", schema=None) as batch_op:
        batch_op.drop_index("ix_chorus_audit_subject")
        batch_op.drop_index(
            "ix_chorus_audit_purge",
            sqlite_where=sa.text("purged_before IS NOT NULL"),
            postgresql_where=sa.text("purged_before IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_chorus_audit_at"))
        batch_op.drop_index("ix_chorus_audit_actor")
        batch_op.drop_index("ix_chorus_audit_act")

    op.drop_table("chorus_audit")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION chorus_audit_refuse")

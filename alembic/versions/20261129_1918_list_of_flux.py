"""list of flux

Revision: d6d7c8e47145, after b5aa845dfb7e; made 2026-11-29 19:18:07.077601+00:00
"""

from alembic import op

revision = "d6d7c8e47145"
down_revision = "b5aa845dfb7e"
branch_labels = None
depends_on = None
INDEX = """CREATE VIRTUAL TABLE fts_chorus_flux USING fts5(
    search_key, content='chorus_flux', content_rowid='id', tokenize='trigram case_sensitive 1')"""


def upgrade() -> None:
    with op.batch_alter_table("chorus_flux", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chorus_flux_structure_list"))
        batch_op.create_index("ix_chorus_flux_list_file_name", ["structure_id", "file_name"], unique=False)
        batch_op.create_index("ix_chorus_flux_list_number", ["structure_id", "number"], unique=False)
        batch_op.create_index("ix_chorus_flux_list_received_at", ["structure_id", "received_at"], unique=False)
        batch_op.create_index("ix_chorus_flux_list_state", ["structure_id", "state"], unique=False)
        batch_op.create_index("ix_chorus_flux_list_state_at", ["structure_id", "state_at"], unique=False)
        batch_op.create_index("ix_chorus_flux_list_syntax", ["structure_id", "syntax"], unique=False)

    op.execute(INDEX)
    op.execute("INSERT INTO fts_chorus_flux(fts_chorus_flux) VALUES ('rebuild')")


def downgrade() -> None:
    op.execute("DROP TABLE fts_chorus_flux")
    with op.batch_alter_table("chorus_flux", schema=None) as batch_op:
        batch_op.drop_index("ix_chorus_flux_list_syntax")
        batch_op.drop_index("ix_chorus_flux_list_state_at")
        batch_op.drop_index("ix_chorus_flux_list_state")
        batch_op.drop_index("ix_chorus_flux_list_received_at")
        batch_op.drop_index("ix_chorus_flux_list_number")
        batch_op.drop_index("ix_chorus_flux_list_file_name")
        batch_op.create_index(
            batch_op.f("ix_chorus_flux_structure_list"), ["structure_id", "received_at"], unique=False
        )

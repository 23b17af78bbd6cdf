"""search of flux

Revision: 7b1f2c94d0aa, after d6d7c8e47145; made 2026-11-29 21:13:41+00:00
"""

import unicodedata
from collections import Counter
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "7b1f2c94d0aa"
down_revision = "d6d7c8e47145"
branch_labels = None
depends_on = None

SPACE = sa.Enum("EMISES", "TRAVAUX", name="space")
STATE = sa.Enum(
    "PORTAL_WAITING", "WAITING", "RUNNING", "INCIDENT", "REJECTED", "INTEGRATED", "PARTLY_INTEGRATED", name="fluxstate"
)
PARIS = ZoneInfo("Europe/Paris")
AT_ONCE = 5_000


def upgrade() -> None:
    counts = op.create_table(
        "chorus_flux_count",
        sa.Column("structure_id", sa.Integer(), nullable=False),
        sa.Column("space", SPACE, nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("state", STATE, nullable=False),
        sa.Column("flux", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["structure_id"],
            ["chorus_structure.id"],
        ),
        sa.PrimaryKeyConstraint("structure_id", "space", "month", "state"),
    )
    with op.batch_alter_table("chorus_flux", schema=None) as batch_op:
        batch_op.add_column(sa.Column("file_key", sa.String(120), nullable=False, server_default=""))
    with op.batch_alter_table("chorus_flux", schema=None) as batch_op:
        batch_op.alter_column("file_key", server_default=None)
        batch_op.drop_index("ix_chorus_flux_list_file_name")
        batch_op.create_index("ix_chorus_flux_list_depositor_id", ["structure_id", "depositor_id"], unique=False)
        batch_op.create_index("ix_chorus_flux_list_file_key", ["structure_id", "file_key"], unique=False)
        batch_op.create_index("ix_chorus_flux_list_mode_depot", ["structure_id", "mode_depot"], unique=False)
        batch_op.create_index("ix_chorus_flux_list_space", ["structure_id", "space"], unique=False)
    rows = _fold_names()
    if rows:
        op.bulk_insert(counts, rows)


def _fold_names() -> list[dict[str, object]]:
    """Each file's name folded, and the rows that count the flux."""
    bind = op.get_bind()
    counted: Counter[tuple[int, str, str, str]] = Counter()
    last = 0
    query = sa.text(
        "SELECT id, file_name, structure_id, space, received_at, state FROM chorus_flux "
        "WHERE id > :last ORDER BY id LIMIT :most"
    )
    while found := bind.execute(query, {"last": last, "most": AT_ONCE}).all():
        keys = [{"id": row.id, "key": _folded(row.file_name)} for row in found]
        bind.execute(sa.text("UPDATE chorus_flux SET file_key = :key WHERE id = :id"), keys)
        counted.update((row.structure_id, row.space, _month(row.received_at), row.state) for row in found)
        last = found[-1].id
    names = ("structure_id", "space", "month", "state")
    return [{**dict(zip(names, key, strict=True)), "flux": count} for key, count in counted.items()]


def _folded(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name)
    return "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()[:120]


def _month(received_at: str) -> str:
    at = datetime.fromisoformat(received_at).replace(tzinfo=UTC)
    return f"{at.astimezone(PARIS):%Y-%m}"


def downgrade() -> None:
    with op.batch_alter_table("chorus_flux", schema=None) as batch_op:
        batch_op.drop_index("ix_chorus_flux_list_space")
        batch_op.drop_index("ix_chorus_flux_list_mode_depot")
        batch_op.drop_index("ix_chorus_flux_list_file_key")
        batch_op.drop_index("ix_chorus_flux_list_depositor_id")
        batch_op.create_index("ix_chorus_flux_list_file_name", ["structure_id", "file_name"], unique=False)
        batch_op.drop_column("file_key")

    op.drop_table("chorus_flux_count")

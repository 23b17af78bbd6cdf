"""people are found by their names

Revision: 5d0c7e9a2b14, after 77e25a9bb9f2; made 2026-11-30 00:32:10.218734+00:00
"""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "5d0c7e9a2b14"
down_revision = "77e25a9bb9f2"
branch_labels = None
depends_on = None
NAMES = ("first_name", "last_name", "login_email", "contact_email")
USER = sa.table("chorus_user", *(sa.column(name) for name in ("id", "closed_at", "search_key", *NAMES)))
REQUESTS = ("chorus_attachment_request", "chorus_habilitation_request")


def upgrade() -> None:
    """Names and addresses without accents, for searching; requests that wait, by the time of asking."""
    with op.batch_alter_table("chorus_user", schema=None) as batch_op:
        batch_op.add_column(sa.Column("search_key", sa.String(600), nullable=False, server_default=""))
    with op.batch_alter_table("chorus_user", schema=None) as batch_op:
        batch_op.alter_column("search_key", server_default=None)
    _fold_names()
    for table in REQUESTS:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.create_index(f"ix_{table}_asked", ["state", "asked_at"], unique=False)


def downgrade() -> None:
    for table in REQUESTS:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_index(f"ix_{table}_asked")
    with op.batch_alter_table("chorus_user", schema=None) as batch_op:
        batch_op.drop_column("search_key")


def _fold_names() -> None:
    connection = op.get_bind()
    people = connection.execute(sa.select(USER.c.id, USER.c.closed_at, *(USER.c[name] for name in NAMES))).all()
    keys = [{"row": row, "key": _key(closed is not None, *names)} for row, closed, *names in people]
    if keys:
        change = sa.update(USER).where(USER.c.id == sa.bindparam("row")).values(search_key=sa.bindparam("key"))
        connection.execute(change, keys)


def _key(closed: bool, first_name: str, last_name: str, *addresses: str) -> str:
    name = "Compte fermé" if closed else f"{first_name} {last_name}"
    return _folded(" ".join((name, *dict.fromkeys(addresses))))[:600]


def _folded(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join("".join(letter if letter.isalnum() else " " for letter in bare).split())

"""Tables of what people keep about the lists. Each row belongs to one person and is shown to nobody else."""

from datetime import datetime

from sqlmodel import Field, SQLModel, UniqueConstraint

from chorus_app.kernel.db import UtcDateTime
from chorus_app.kernel.tokens import new_public_id

LONGEST_NAME = 60
LONGEST_QUERY = 2_000


class SavedSearch(SQLModel, table=True):
    """A search of one list under a name: `query` is what stands in the list's address after the question mark.

    The list called `listing` opens with its `is_default` one, of which there is one at most.
    """

    __tablename__ = "chorus_saved_search"
    __table_args__ = (UniqueConstraint("user_id", "listing", "name_key"),)

    id: int = Field(default=None, primary_key=True)
    public_id: str = Field(default_factory=new_public_id, unique=True, max_length=32)
    user_id: int = Field(foreign_key="chorus_user.id")
    listing: str = Field(max_length=40)
    name: str = Field(max_length=LONGEST_NAME)
    name_key: str = Field(max_length=LONGEST_NAME * 2)
    query: str = Field(max_length=LONGEST_QUERY)
    is_default: bool = False
    saved_at: datetime = Field(sa_type=UtcDateTime)


class ListLook(SQLModel, table=True):
    """How a person sees a list: the keys of its columns with commas between (None: those of everybody), and whether
    its chart is open."""

    __tablename__ = "chorus_list_look"

    user_id: int = Field(primary_key=True, foreign_key="chorus_user.id")
    listing: str = Field(primary_key=True, max_length=40)
    columns: str | None = Field(default=None, max_length=500)
    chart: bool = True

"""The table of bank details."""

from datetime import datetime
from typing import Any, ClassVar

from sqlmodel import Field, Index, SQLModel, text

from chorus_app.bank_details.enums import BankDetailKind, BankDetailState
from chorus_app.kernel.db import UtcDateTime
from chorus_app.kernel.identifiers import IdentifierType
from chorus_app.kernel.tokens import new_public_id


class BankDetail(SQLModel, table=True):
    """An account of a structure, given by its IBAN and BIC or by its RIB; one of the active ones is the default.

    `iban` is also kept of a RIB (the French one of the same account): two that are alike are the same account.
    `version` counts the changes; who changes names the one he has read. The factor (affactureur) is who is paid in the
    structure's place.
    """

    __tablename__ = "chorus_bank_detail"
    __table_args__: ClassVar[Any] = (
        Index(
            "ux_chorus_bank_detail_default",
            "structure_id",
            unique=True,
            sqlite_where=text("is_default"),
            postgresql_where=text("is_default"),
        ),
        Index(
            "ux_chorus_bank_detail_account",
            "structure_id",
            "iban",
            unique=True,
            sqlite_where=text("state <> 'SUPPRIMEE'"),
            postgresql_where=text("state <> 'SUPPRIMEE'"),
        ),
    )

    id: int = Field(default=None, primary_key=True)
    public_id: str = Field(default_factory=new_public_id, unique=True, max_length=32)
    structure_id: int = Field(foreign_key="chorus_structure.id", index=True)
    kind: BankDetailKind
    state: BankDetailState = BankDetailState.ACTIVE
    is_default: bool = False
    name: str = Field(max_length=100)
    iban: str = Field(max_length=34)
    bic: str = Field(default="", max_length=11)
    bank_code: str = Field(default="", max_length=5)
    branch_code: str = Field(default="", max_length=5)
    account_number: str = Field(default="", max_length=11)
    rib_key: str = Field(default="", max_length=2)
    factor: bool = False
    factor_identifier_type: IdentifierType | None = None
    factor_identifier: str = Field(default="", max_length=80)
    factor_name: str = Field(default="", max_length=200)
    version: int = 1
    created_at: datetime = Field(sa_type=UtcDateTime)
    changed_at: datetime = Field(sa_type=UtcDateTime)

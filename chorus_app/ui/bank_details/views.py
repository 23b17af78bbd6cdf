"""Bank details as the pages show them: French text, ready to be read."""

from dataclasses import dataclass

from chorus_app.bank_details.enums import BankDetailKind, BankDetailState
from chorus_app.bank_details.rules import grouped
from chorus_app.bank_details.views import BankDetailRow, BankDetailView
from chorus_app.kernel.french import identifier
from chorus_app.kernel.text import t

ROUTE = "/coordonnees-bancaires"


@dataclass(frozen=True)
class BankDetailLine:
    """One account of the list."""

    id: str
    href: str
    edit_href: str
    name: str
    kind: str
    number: str
    factor: str
    is_default: bool
    active: bool


@dataclass(frozen=True)
class BankDetailCard:
    """One account whole; what its kind does not have is empty."""

    id: str = ""
    name: str = ""
    structure: str = ""
    kind: str = ""
    iban: str = ""
    bic: str = ""
    bank_code: str = ""
    branch_code: str = ""
    account_number: str = ""
    rib_key: str = ""
    factor_name: str = ""
    factor_identifier: str = ""
    is_default: bool = False
    active: bool = True
    is_iban: bool = True
    may_change: bool = False
    edit_href: str = ""


def bank_detail_line(row: BankDetailRow) -> BankDetailLine:
    return BankDetailLine(
        id=row.public_id,
        href=f"{ROUTE}/{row.public_id}",
        edit_href=f"{ROUTE}/{row.public_id}/modifier",
        name=row.name,
        kind=row.kind.value,
        number=row.masked,
        factor=t("bank_details.list.factor", name=row.factor_name) if row.factor_name else "",
        is_default=row.is_default,
        active=row.state is BankDetailState.ACTIVE,
    )


def bank_detail_card(view: BankDetailView) -> BankDetailCard:
    row, values = view.row, view.values
    return BankDetailCard(
        id=row.public_id,
        name=row.name,
        structure=view.structure,
        kind=row.kind.value,
        iban=grouped(view.iban),
        bic=values["bic"],
        bank_code=values["bank_code"],
        branch_code=values["branch_code"],
        account_number=values["account_number"],
        rib_key=values["rib_key"],
        factor_name=values["factor_name"],
        factor_identifier=identifier(values["factor_identifier_type"], values["factor_identifier"]),
        is_default=row.is_default,
        active=row.state is BankDetailState.ACTIVE,
        is_iban=row.kind is BankDetailKind.IBAN,
        may_change=view.may_change,
        edit_href=f"{ROUTE}/{row.public_id}/modifier",
    )

"""Bank details as the interfaces get them: small frozen values."""

from dataclasses import dataclass

from chorus_app.bank_details.enums import BankDetailKind, BankDetailState
from chorus_app.bank_details.models import BankDetail
from chorus_app.kernel.identifiers import IdentifierType
from chorus_app.structures.journal import Change, masked


@dataclass(frozen=True, slots=True)
class BankDetailRow:
    """One account in the list; its number is masked."""

    public_id: str
    name: str
    kind: BankDetailKind
    state: BankDetailState
    is_default: bool
    masked: str
    factor_name: str


@dataclass(frozen=True, slots=True)
class BankDetailView:
    """One account whole: its values by the names of the form's fields, and its history, newest first."""

    row: BankDetailRow
    structure: str
    iban: str
    values: dict[str, str]
    version: int
    may_change: bool
    history: tuple[Change, ...]


def row_view(detail: BankDetail) -> BankDetailRow:
    return BankDetailRow(
        detail.public_id,
        detail.name,
        detail.kind,
        detail.state,
        detail.is_default,
        masked(detail.iban),
        detail.factor_name,
    )


def values_of(detail: BankDetail) -> dict[str, str]:
    """The values as a form shows them; `factor` is "1" or empty. Without a factor a SIRET is proposed."""
    return {
        "name": detail.name,
        "iban": detail.iban if detail.kind is BankDetailKind.IBAN else "",
        "bic": detail.bic,
        "bank_code": detail.bank_code,
        "branch_code": detail.branch_code,
        "account_number": detail.account_number,
        "rib_key": detail.rib_key,
        "factor": "1" if detail.factor else "",
        "factor_identifier_type": (detail.factor_identifier_type or IdentifierType.SIRET).value,
        "factor_identifier": detail.factor_identifier,
        "factor_name": detail.factor_name,
    }

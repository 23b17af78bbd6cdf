"""BANK_DETAILS: the accounts of the demonstration; their numbers are made up, their keys are right."""

from collections.abc import Mapping
from dataclasses import dataclass

from chorus_app.bank_details import service
from chorus_app.bank_details.enums import BankDetailKind
from chorus_app.kernel.context import Context
from chorus_app.kernel.text import t


@dataclass(frozen=True, slots=True)
class DemoBankDetail:
    """An account of a structure; its name is the text `demo.bank_detail.<slug>`."""

    slug: str
    structure: str
    kind: BankDetailKind
    values: Mapping[str, str]
    factor: bool = False
    active: bool = True


IBAN, RIB = BankDetailKind.IBAN, BankDetailKind.RIB
BANK_DETAILS: tuple[DemoBankDetail, ...] = (
    DemoBankDetail("current", "batisseurs", IBAN, {"iban": "FR7630006000011234567890189", "bic": "AGRIFRPP"}),
    DemoBankDetail(
        "site",
        "batisseurs",
        RIB,
        {"bank_code": "20041", "branch_code": "01005", "account_number": "0500013M026", "rib_key": "06"},
    ),
    DemoBankDetail(
        "factoring",
        "batisseurs",
        IBAN,
        {
            "iban": "DE89370400440532013000",
            "bic": "COBADEFF",
            "factor_identifier_type": "UE_HORS_FRANCE",
            "factor_identifier": "DE136695976",
        },
        factor=True,
    ),
    DemoBankDetail("old", "batisseurs", IBAN, {"iban": "FR7630004000031234567890143", "bic": "BNPAFRPP"}, active=False),
)


def write_bank_details(context: Context, *, managers: Mapping[str, tuple[int, int]]) -> None:
    """Add the accounts in the name of each structure's manager: structure's slug to his and the structure's row id."""
    actor, structure = context.actor_id, context.structure_id
    for row in BANK_DETAILS:
        context.actor_id, context.structure_id = managers[row.structure]
        names = {"name": t(f"demo.bank_detail.{row.slug}")}
        if row.factor:
            names |= {"factor": "1", "factor_name": t("demo.bank_detail.factor")}
        public_id = service.add_bank_detail(context, kind=row.kind.value, values={**row.values, **names})
        if not row.active:
            service.deactivate(context, public_id=public_id)
    context.actor_id, context.structure_id = actor, structure

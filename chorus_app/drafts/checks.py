"""What is wrong with a form, field by field: the rules of Chorus Pro, asked as for a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from chorus_app.drafts.enums import Answer, Manner
from chorus_app.drafts.form import TERMS
from chorus_app.formats.parsed import ParsedInvoice
from chorus_app.formats.syntaxes import Space
from chorus_app.invoices.cadres import CADRES, Cadre
from chorus_app.invoices.enums import Role
from chorus_app.rules import chorus
from chorus_app.rules.directory import DepositContext, Directory
from chorus_app.rules.finding import Finding, Severity
from chorus_app.rules.making import Case

# Of a PDF the lines stand on its pages; the form asks for none.
# That the structure may use its cadre was asked when the form was saved.
NOT_ASKED = {"CPP-LIGNES-ABSENTES", "CPP-DEVISE-ABSENTE", "CPP-CADRE-ROLE"}
CHOSEN_HERE = {"CPP-CADRE-ABSENT"}  # a file without it means A1; a form asks
ANSWER_OF = {
    **{term: answer for answer, term in TERMS.items()},
    "BT-86": Answer.ACCOUNT,
    "BT-106": Answer.NET,
}
ROWS_OF_RATES = ("BT-116", "BT-117", "BT-118", "BT-119")
ROWS_OF_ITEMS = ("BT-129", "BT-131", "BT-146", "BT-152", "BT-153")
SIMPLE = ("A1", "A2", "A9", "A12")  # section 3: what « Factures émises » takes from its form


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding and the field that it stands beside; None: the invoice as a whole, or its rows."""

    finding: Finding
    answer: Answer | None
    rows: str = ""  # "rates" or "items", for what the rows of the form hold

    @property
    def blocking(self) -> bool:
        """Whether the invoice cannot be sent as it is."""
        return self.finding.severity is Severity.BLOCKING or self.finding.code in CHOSEN_HERE


def remarks(
    invoice: ParsedInvoice, *, manner: Manner, directory: Directory | None = None, today: date | None = None
) -> list[Remark]:
    """All that the rules find, in the order of the rules."""
    case = Case(invoice, context=DepositContext(today=today))
    findings = (*chorus.check(case), *chorus.check_deposit(case, directory))
    left_out = NOT_ASKED if manner is not Manner.TYPED else NOT_ASKED - {"CPP-LIGNES-ABSENTES"}
    return [remark(finding) for finding in findings if finding.code not in left_out]


def remark(finding: Finding) -> Remark:
    """The finding with the field of the form that it is about."""
    term = finding.term or ""
    if term in ROWS_OF_RATES:
        return Remark(finding, None, "rates")
    if term in ROWS_OF_ITEMS:
        return Remark(finding, None, "items")
    return Remark(finding, ANSWER_OF.get(term))


def cadres_for(space: Space, roles: Sequence[Role]) -> list[Cadre]:
    """The cadres that a form may choose: four in « Factures émises »; in works those of the structure's roles."""
    if space is Space.EMISES:
        return [CADRES[code] for code in SIMPLE]
    return [row for row in CADRES.values() if row.space is space and row.role in roles and not row.withdrawn]

"""The Chorus rules: one row each. An addition is a function in its module, a row here, a row in the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from chorus_app.rules import documents, header, parties, routing, sums
from chorus_app.rules.directory import Directory
from chorus_app.rules.finding import Finding
from chorus_app.rules.making import Case

MAX_BY_RULE = 100  # findings: a file of 100,000 wrong lines is told by its first hundred
RULES: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    header.number,
    header.issue_date,
    header.type_code,
    header.currency,
    header.cadre,
    parties.supplier_identifier,
    parties.recipient_identifier,
    parties.service_code,
    parties.engagement,
    parties.valideur,
    parties.themselves,
    parties.vat_numbers,
    header.payment,
    header.amounts,
    header.vat_category,
    header.vat_regime,
    header.periods,
    header.account,
    header.lines,
    sums.lines,
    sums.line_amounts,
    sums.allowances,
    sums.bases_of_lines,
    sums.tax_exclusive,
    sums.tax_by_rate,
    sums.tax_bases,
    sums.tax_total,
    sums.tax_inclusive,
    sums.payable,
    sums.sign,
    documents.readable_document,
    documents.known_type,
    documents.true_to_type,
    documents.weight,
    documents.name_length,
)

# These depend on the day of the deposit.
DATED_RULES: tuple[Callable[[Case], Iterator[Finding]], ...] = (header.future_date,)

DIRECTORY_RULES: tuple[Callable[[Case, Directory], Iterator[Finding]], ...] = (
    routing.supplier,
    routing.recipient,
    routing.service,
    routing.demands,
    routing.valideur,
    routing.duplicate,
)

# Whether an invoice would arrive: what its supplier may change when it is sent back to him.
ROUTING_RULES: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    parties.recipient_identifier,
    parties.service_code,
    parties.engagement,
    parties.themselves,
)
ROUTING_BY_DIRECTORY: tuple[Callable[[Case, Directory], Iterator[Finding]], ...] = (
    routing.recipient,
    routing.service,
    routing.demands,
)


def check(case: Case) -> tuple[Finding, ...]:
    """Findings of the rules that need nothing but the invoice."""
    return tuple(finding for rule in RULES for finding in islice(rule(case), MAX_BY_RULE))


def check_routing(case: Case, directory: Directory) -> tuple[Finding, ...]:
    """Findings of the rules that tell whether the invoice would arrive."""
    found = (finding for rule in ROUTING_RULES for finding in rule(case))
    return (*found, *(finding for rule in ROUTING_BY_DIRECTORY for finding in rule(case, directory)))


def check_deposit(case: Case, directory: Directory | None) -> tuple[Finding, ...]:
    """Findings of the rules that ask for the day and, where there is one, the directory."""
    dated = tuple(finding for rule in DATED_RULES for finding in rule(case))
    if directory is None:
        return dated
    return (*dated, *(finding for rule in DIRECTORY_RULES for finding in rule(case, directory)))

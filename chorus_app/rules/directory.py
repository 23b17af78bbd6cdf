"""What the rules ask of the directory of structures (annuaire) and of past invoices. Whoever has a database answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol


@dataclass(frozen=True, slots=True)
class DirectoryService:
    """A service of a structure."""

    active: bool = True
    engagement_required: bool = False  # the service's own demand, beside the structure's
    is_state: bool = False


@dataclass(frozen=True, slots=True)
class DirectoryStructure:
    """A structure as the directory knows it. The three demands concern the invoices that it receives."""

    identifier: str
    name: str
    public: bool
    active: bool = True
    code_service_required: bool = False
    engagement_required: bool = False
    engagement_or_service: bool = False  # one of the two is enough
    state: bool = False  # the State: service and engagement always
    issues: bool = True  # it uses « Factures émises »
    does_works: bool = True  # it uses « Factures de travaux »
    services: Mapping[str, DirectoryService] = field(default_factory=dict)  # by code


class Directory(Protocol):
    """Answers of the directory.

    `lists_suppliers` is false for a directory of public structures alone: a supplier that it does not have is no error.
    """

    lists_suppliers: bool

    def structure(self, identifier_type: str, identifier: str) -> DirectoryStructure | None:
        """The structure of that identifier, None when it is unknown."""
        ...

    def state_service(self, code: str) -> bool:
        """Whether an active service of the State bears the code (for the all-zero SIRET)."""
        ...

    def depositor_attached(self, identifier: str) -> bool:
        """Whether the depositor may act for the structure of that identifier, or for some of its services."""
        ...

    def depositor_services(self, identifier: str) -> frozenset[str] | None:
        """The codes, in small letters, of the only services of that structure for which the depositor may act; None
        when he may act for all of it."""
        ...

    def already_integrated(self, supplier: str, number: str) -> str | None:
        """Flow number by which an invoice of that supplier with that number was integrated before, if one was."""
        ...


@dataclass(frozen=True, slots=True)
class DepositContext:
    """What else a rule may depend on."""

    today: date | None = None  # None: rules on future dates are not run

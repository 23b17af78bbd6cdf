"""The directory of structures that the rules ask (`rules.directory.Directory`), answered from the database.

Past invoices are not known here: `already_integrated` is added by who knows them.
"""

from datetime import date

from sqlmodel import col, select

from chorus_app.kernel.clock import in_paris
from chorus_app.kernel.context import Context
from chorus_app.kernel.identifiers import IdentifierType
from chorus_app.rules.directory import DirectoryService, DirectoryStructure
from chorus_app.structures.enums import Space, StructureKind
from chorus_app.structures.models import Service, Structure
from chorus_app.structures.perms import DEPOSIT, services_with, structures_with
from chorus_app.structures.queries import structure_by_identifier


class StructureDirectory:
    """Answers in the transaction of `context`, for its acting person."""

    lists_suppliers = True

    def __init__(self, context: Context) -> None:
        self._context = context
        self._session = context.session
        self._today = in_paris(context.now()).date()

    def structure(self, identifier_type: str, identifier: str) -> DirectoryStructure | None:
        if identifier_type not in IdentifierType.__members__:
            return None
        kind = IdentifierType(identifier_type)
        found = structure_by_identifier(self._context, kind=kind, identifier=identifier)
        if found is None:
            return None
        services = self._session.exec(select(Service).where(Service.structure_id == found.id))
        return DirectoryStructure(
            identifier=found.identifier,
            name=found.name,
            public=found.kind is StructureKind.PUBLIQUE,
            active=found.active,
            code_service_required=found.code_service_required,
            engagement_required=found.engagement_required,
            engagement_or_service=found.engagement_or_service,
            state=found.is_state,
            issues=Space.FACTURES_EMISES not in found.closed_spaces,
            does_works=Space.FACTURES_DE_TRAVAUX not in found.closed_spaces,
            services={
                row.code: DirectoryService(in_use(row, self._today), row.engagement_required, found.is_state)
                for row in services
            },
        )

    def state_service(self, code: str) -> bool:
        rows = self._session.exec(
            select(Service).join(Structure).where(Structure.is_state, Structure.active, Service.code == code)
        )
        return any(in_use(row, self._today) for row in rows)

    def depositor_attached(self, identifier: str) -> bool:
        return self.depositor_services(identifier) != frozenset()

    def depositor_services(self, identifier: str) -> frozenset[str] | None:
        whole = structures_with(self._context, profiles=DEPOSIT)
        services = services_with(self._context, profiles=DEPOSIT, space=Space.FACTURES_EMISES)
        known = {*whole, *services}
        query = select(Structure.id).where(Structure.identifier == identifier, col(Structure.id).in_(known))
        ids = self._session.exec(query).all()
        if whole.intersection(ids):
            return None
        return frozenset[str]().union(*(services[structure_id] for structure_id in ids))


def in_use(service: Service, today: date) -> bool:
    """Whether the service is active and within its dates of validity."""
    begun = service.valid_from is None or service.valid_from <= today
    over = service.valid_until is not None and service.valid_until < today
    return service.active and begun and not over

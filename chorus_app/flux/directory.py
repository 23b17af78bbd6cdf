"""The directory of structures as the import asks it, with the invoices that were integrated before."""

from sqlmodel import col, select

from chorus_app.flux.models import Flux
from chorus_app.invoices.models import Invoice
from chorus_app.invoices.perms import DEPOSIT, structures_with
from chorus_app.kernel.context import Context
from chorus_app.rules.directory import DirectoryService, DirectoryStructure
from chorus_app.structures.enums import StructureKind
from chorus_app.structures.models import Service, Structure


class ImportDirectory:
    """Answers from the database, inside the transaction of `context`."""

    def __init__(self, context: Context, flux: Flux) -> None:
        self._context = context
        self._flux = flux

    def structure(self, identifier_type: str, identifier: str) -> DirectoryStructure | None:
        query = select(Structure).where(
            Structure.identifier_type == identifier_type, Structure.identifier == identifier
        )
        found = self._context.session.exec(query).one_or_none()
        if found is None:
            return None
        return DirectoryStructure(
            identifier=found.identifier,
            name=found.name,
            public=found.kind is StructureKind.PUBLIQUE,
            active=found.active,
            code_service_required=found.code_service_required,
            engagement_required=found.engagement_required,
            engagement_or_service=found.engagement_or_service,
            state=found.is_state,
            services={
                row.code: DirectoryService(row.active, row.engagement_required, found.is_state)
                for row in self._context.session.exec(select(Service).where(Service.structure_id == found.id))
            },
        )

    def state_service(self, code: str) -> bool:
        query = select(Service.id).join(Structure).where(Structure.is_state, Service.active, Service.code == code)
        return self._context.session.exec(query).first() is not None

    def depositor_attached(self, identifier: str) -> bool:
        ids = structures_with(self._context, profiles=DEPOSIT)
        query = select(Structure.id).where(Structure.identifier == identifier, col(Structure.id).in_(ids))
        return self._context.session.exec(query).first() is not None

    def already_integrated(self, supplier: str, number: str) -> str | None:
        """The flux that brought this number of the supplier before; the same number of this flux is no duplicate."""
        query = (
            select(Invoice.flux_number)
            .join(Structure, col(Structure.id) == Invoice.supplier_id)
            .where(Structure.identifier == supplier, Invoice.number == number, Invoice.flux_number != self._flux.number)
        )
        return self._context.session.exec(query).first()

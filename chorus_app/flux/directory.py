"""The directory of structures as the import asks it, with the invoices that were integrated before."""

from sqlmodel import col, select

from chorus_app.invoices.models import Invoice
from chorus_app.kernel.context import Context
from chorus_app.rules.directory import DirectoryStructure
from chorus_app.structures.directory import StructureDirectory
from chorus_app.structures.models import Structure


class ImportDirectory(StructureDirectory):
    """Answers in the transaction of `context`, for its acting person. `own_flux` is the number of the flux at hand.

    What it answered once in this transaction it answers again: the invoices of a lot ask for the same few structures.
    """

    def __init__(self, context: Context, *, own_flux: str = "") -> None:
        super().__init__(context)
        self._own_flux = own_flux
        self._structures: dict[tuple[str, str], DirectoryStructure | None] = {}
        self._services: dict[str, frozenset[str] | None] = {}

    def structure(self, identifier_type: str, identifier: str) -> DirectoryStructure | None:
        key = (identifier_type, identifier)
        if key not in self._structures:
            self._structures[key] = super().structure(identifier_type, identifier)
        return self._structures[key]

    def depositor_services(self, identifier: str) -> frozenset[str] | None:
        if identifier not in self._services:
            self._services[identifier] = super().depositor_services(identifier)
        return self._services[identifier]

    def already_integrated(self, supplier: str, number: str) -> str | None:
        """The flux that brought this number of the supplier before; the invoice of the own flux is no duplicate."""
        query = (
            select(Invoice.flux_number)
            .join(Structure, col(Structure.id) == Invoice.supplier_id)
            .where(Structure.identifier == supplier, Invoice.number == number, Invoice.flux_number != self._own_flux)
        )
        return self._session.exec(query).first()

"""A directory in memory, with a past that a test can write, and the one that AIFE's own files need."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from chorus_app.rules.directory import DirectoryService, DirectoryStructure
from tests.makers.invoices import MOE_SIRET, RECIPIENT_SIRET, SUPPLIER_SIRET


@dataclass
class FakeDirectory:
    """Answers from lists. The depositor is attached to all structures but those in `strangers`, to those in `services`
    for these services only."""

    structures: Mapping[tuple[str, str], DirectoryStructure]
    strangers: Collection[str] = ()
    integrated: Mapping[tuple[str, str], str] = field(default_factory=dict)
    lists_suppliers: bool = True
    services: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def structure(self, identifier_type: str, identifier: str) -> DirectoryStructure | None:
        """See `Directory`."""
        return self.structures.get((identifier_type, identifier))

    def state_service(self, code: str) -> bool:
        """See `Directory`."""
        services = [found.services.get(code) for found in self.structures.values() if found.state]
        return any(service is not None and service.active for service in services)

    def depositor_attached(self, identifier: str) -> bool:
        """See `Directory`."""
        return identifier not in self.strangers

    def depositor_services(self, identifier: str) -> frozenset[str] | None:
        """See `Directory`."""
        return self.services.get(identifier)

    def already_integrated(self, supplier: str, number: str) -> str | None:
        """See `Directory`."""
        return self.integrated.get((supplier, number))


def make_structure(identifier: str, **changes: object) -> DirectoryStructure:
    """An active public structure that demands nothing."""
    values = {"name": f"Structure {identifier}", "public": True, **changes}
    return DirectoryStructure(identifier=identifier, **values)  # type: ignore[arg-type]  # fields by name


def make_directory(
    *others: DirectoryStructure,
    recipient: DirectoryStructure | None = None,
    supplier: DirectoryStructure | None = None,
    strangers: Collection[str] = (),
    integrated: Mapping[tuple[str, str], str] | None = None,
) -> FakeDirectory:
    """The structures that `make_invoice` and `make_works_invoice` name; `recipient` and `supplier` replace theirs."""
    known = [
        supplier or make_structure(SUPPLIER_SIRET, public=False),
        recipient or make_structure(RECIPIENT_SIRET),
        make_structure(MOE_SIRET, public=False),
        *others,
    ]
    return FakeDirectory({("SIRET", found.identifier): found for found in known}, strangers, integrated or {})


def aife_directory() -> FakeDirectory:
    """All structures that AIFE's qualification files name, with the demands that fit these files."""
    state = make_structure(
        "11000201100044",
        name="Services de l’État",
        state=True,
        services={"AAASCPV": DirectoryService(is_state=True), "DSJPFGU057": DirectoryService(is_state=True)},
    )
    urssaf = make_structure(
        "75356054900010",
        name="URSSAF Basse-Normandie",
        code_service_required=True,
        services={"SERV1": DirectoryService()},
    )
    structures = {
        ("SIRET", "81034732800017"): make_structure("81034732800017", name="PRO SHOP CONTREXEVILLE", public=False),
        ("SIRET", "40668031401116"): make_structure("40668031401116", name="BRICORAMA FRANCE", public=False),
        ("UE_HORS_FRANCE", "BE0429958042"): make_structure("BE0429958042", name="SA MEDI SOFT", public=False),
        ("HORS_UE", "KRSAMSUNGMOBILEPHO"): make_structure(
            "KRSAMSUNGMOBILEPHO", name="Samsung Mobile Phone", public=False
        ),
        ("RIDET", "1234567890"): make_structure("1234567890", name="Structure RIDET", public=False),
        ("SIRET", "53514650090018"): make_structure("53514650090018", name="URSSAF Midi-Pyrénées"),
        ("SIRET", "75356054900010"): urssaf,
        ("SIRET", "24590041000292"): make_structure("24590041000292", name="Métropole européenne de Lille"),
        ("SIRET", "11000201100044"): state,
    }
    return FakeDirectory(structures)

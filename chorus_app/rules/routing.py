"""Chorus rules that ask the directory: who the parties are, what the recipient demands, whether the number is new."""

from __future__ import annotations

from collections.abc import Iterator

from chorus_app.formats.parsed import Identifier
from chorus_app.rules import codes
from chorus_app.rules.directory import Directory, DirectoryService, DirectoryStructure
from chorus_app.rules.finding import Finding
from chorus_app.rules.making import Case

# Chorus Pro's own sentence, the same for a missing engagement and (its slip) for a missing service.
COMPULSORY_ENGAGEMENT = "L'engagement juridique ({balise}) est obligatoire"
UNKNOWN_SUPPLIER = (
    "L'identifiant fournisseur de la demande de paiement (balise : {balise}) n'est pas reference dans notre systeme."
)


def supplier(case: Case, directory: Directory) -> Iterator[Finding]:
    """The supplier is known and active, the depositor may act for it, and it uses the space of the invoice."""
    identifier = _checkable(case.invoice.seller.identifier)
    if identifier is None:
        return
    found = directory.structure(identifier.type, identifier.value)
    if found is None:
        if directory.lists_suppliers:
            yield case.finding("CPP-FOURNISSEUR-INCONNU", identifier.value, official=UNKNOWN_SUPPLIER)
    elif not found.active:
        yield case.finding("CPP-FOURNISSEUR-INACTIF", identifier.value, name=found.name)
    elif not directory.depositor_attached(identifier.value):
        yield case.finding("CPP-FOURNISSEUR-RATTACHEMENT", identifier.value, name=found.name)
    elif not _of_depositors_services(case, directory.depositor_services(identifier.value)):
        yield case.finding("CPP-FOURNISSEUR-SERVICE", case.invoice.seller.service_code, name=found.name)
    elif not (found.does_works if _is_works(case) else found.issues):
        yield case.finding("CPP-FOURNISSEUR-ESPACE", identifier.value, name=found.name)


def _of_depositors_services(case: Case, services: frozenset[str] | None) -> bool:
    """Whether the depositor may act for the service that issues the invoice. None issues a works piece."""
    return services is None or (not _is_works(case) and (case.invoice.seller.service_code or "").lower() in services)


def _is_works(case: Case) -> bool:
    return codes.cadre_or_default(case.invoice.cadre) in codes.WORKS_CADRES


def recipient(case: Case, directory: Directory) -> Iterator[Finding]:
    """The recipient is a known, active, public structure; the all-zero SIRET only goes with a service of the State."""
    identifier = _checkable(case.invoice.buyer.identifier)
    if identifier is None:
        return
    if identifier.value == codes.ALL_ZERO_SIRET:
        if not _state_by_service(case, directory):
            yield case.finding("CPP-DESTINATAIRE-ZERO", identifier.value)
        return
    found = directory.structure(identifier.type, identifier.value)
    if found is None:
        yield case.finding("CPP-DESTINATAIRE-INCONNU", identifier.value)
    elif not found.active:
        yield case.finding("CPP-DESTINATAIRE-INACTIF", identifier.value, name=found.name)
    elif not found.public:
        yield case.finding("CPP-DESTINATAIRE-PRIVE", identifier.value, name=found.name)


def service(case: Case, directory: Directory) -> Iterator[Finding]:
    """The service named is an active one of the recipient; FACTURES_PUBLIQUES is not for private suppliers."""
    code = case.invoice.service_code
    found = _recipient(case, directory)
    if code is None or found is None:
        return
    known = found.services.get(code)
    if known is None:
        yield case.finding("CPP-SERVICE-INCONNU", code, name=found.name)
    elif not known.active:
        yield case.finding("CPP-SERVICE-INACTIF", code, name=found.name)
    elif code == codes.PUBLIC_INVOICES_SERVICE and _supplier_is_private(case, directory):
        yield case.finding("CPP-SERVICE-FACTURES-PUBLIQUES", code, name=found.name)


def demands(case: Case, directory: Directory) -> Iterator[Finding]:
    """Service and engagement as the recipient, its service or the State demand them (five cases, section 6.1)."""
    found = _recipient(case, directory) or _state_behind_zeros(case, directory)
    if found is None:
        return
    has_service, has_engagement = case.invoice.service_code is not None, case.invoice.engagement is not None
    params = {"name": found.name, "identifier": found.identifier, "siret": grouped(found.identifier)}
    if found.engagement_or_service and not found.state:
        if not has_service and not has_engagement:
            yield case.finding("CPP-EJ-OU-SERVICE", official=COMPULSORY_ENGAGEMENT, params=params)
            return
    elif (found.code_service_required or found.state) and not has_service:
        yield case.finding("CPP-SERVICE-OBLIGATOIRE", official=COMPULSORY_ENGAGEMENT, params=params)
    if has_engagement:
        return
    if found.state or (found.engagement_required and not found.engagement_or_service):
        yield case.finding("CPP-EJ-OBLIGATOIRE", official=COMPULSORY_ENGAGEMENT, params=params)
    elif (own := _service(case, found)) is not None and own.engagement_required:
        service_named = case.invoice.service_code or ""
        yield case.finding("CPP-EJ-SERVICE", official=COMPULSORY_ENGAGEMENT, service=service_named, params=params)


def valideur(case: Case, directory: Directory) -> Iterator[Finding]:
    """A valideur (or MOE) that is named is a known, active structure."""
    party = case.invoice.valideur
    identifier = None if party is None else party.identifier
    if identifier is None:
        return
    found = directory.structure(identifier.type, identifier.value)
    if found is None or not found.active:
        yield case.finding("CPP-VALIDEUR-INCONNU", identifier.value)


def duplicate(case: Case, directory: Directory) -> Iterator[Finding]:
    """The same supplier has no integrated invoice of that number (a rejected deposit does not use a number up)."""
    identifier, number = case.invoice.seller.identifier, case.invoice.number
    if identifier is None or number is None:
        return
    earlier = directory.already_integrated(identifier.value, number)
    if earlier is not None:
        yield case.finding("CPP-DOUBLON", number, flux=earlier, supplier=identifier.value)


def grouped(identifier: str) -> str:
    """A SIRET as it is read aloud: 123 456 782 00036; any other identifier as it is."""
    if not codes.SIRET.fullmatch(identifier):
        return identifier
    return "\u00a0".join((identifier[:3], identifier[3:6], identifier[6:9], identifier[9:]))


def _checkable(identifier: Identifier | None) -> Identifier | None:
    """The identifier, unless its form is wrong: that has been said already."""
    if identifier is None or (identifier.type == "SIRET" and not codes.SIRET.fullmatch(identifier.value)):
        return None
    return identifier


def _recipient(case: Case, directory: Directory) -> DirectoryStructure | None:
    identifier = _checkable(case.invoice.buyer.identifier)
    if identifier is None or identifier.value == codes.ALL_ZERO_SIRET:
        return None
    found = directory.structure(identifier.type, identifier.value)
    return found if found is not None and found.active and found.public else None


def _state_behind_zeros(case: Case, directory: Directory) -> DirectoryStructure | None:
    """The State, when the all-zero SIRET comes with one of its services."""
    identifier = case.invoice.buyer.identifier
    if identifier is None or identifier.value != codes.ALL_ZERO_SIRET or not _state_by_service(case, directory):
        return None
    return DirectoryStructure(
        identifier=identifier.value, name=case.invoice.service_code or "", public=True, state=True
    )


def _state_by_service(case: Case, directory: Directory) -> bool:
    code = case.invoice.service_code
    return code is not None and directory.state_service(code)


def _service(case: Case, found: DirectoryStructure) -> DirectoryService | None:
    return found.services.get(case.invoice.service_code or "")


def _supplier_is_private(case: Case, directory: Directory) -> bool:
    identifier = _checkable(case.invoice.seller.identifier)
    found = directory.structure(identifier.type, identifier.value) if identifier is not None else None
    return found is not None and not found.public

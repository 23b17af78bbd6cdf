"""/cpro/transverses: what became of a flux, the directory as a file, a structure by its SIRET."""

import base64
import csv
import io
import zipfile
from typing import Annotated

from pydantic import Field
from sqlalchemy import ColumnElement, false
from sqlmodel import col, func, or_, select

from chorus_app.api.auth import Call
from chorus_app.api.errors import unknown_flux, unknown_structure
from chorus_app.api.structures import structure_page
from chorus_app.api.wire import Listed, Nothing, Paged, Paging, Reply, Text, Wire, moment, paged
from chorus_app.flux import naming
from chorus_app.flux.queries import find_flux, get_report
from chorus_app.flux.report_json import report_data
from chorus_app.flux.report_pdf import report_pdf
from chorus_app.flux.views import FluxRow
from chorus_app.kernel.context import Context
from chorus_app.kernel.identifiers import IdentifierType, written
from chorus_app.structures.enums import StructureKind
from chorus_app.structures.models import Service, Structure
from chorus_app.structures.queries import structure_by_identifier

DIRECTORY_COLUMNS = (
    *("identifiant", "type_identifiant", "raison_sociale", "code_postal", "ville", "etat"),
    *("gestion_engagement", "gestion_service", "gestion_service_ou_engagement"),
    *("service_code", "service_nom", "service_gestion_engagement"),
)


class ReportRequest(Wire):
    """The number that the deposit answered."""

    numero_flux_depot: Text
    syntaxe_flux: Text | None = None
    date_depot: Text | None = None


class ReportReply(Reply):
    """`fichier_cr` is the compte-rendu as a PDF, in base64, once there is one."""

    numero_flux_depot: str
    nom_fichier_flux: str
    date_depot_flux: str
    code_interface_flux: str
    code_appli_partenaire: str
    designation_partenaire: str
    etat_courant_flux: str
    date_heure_etat_courant_flux: str
    fichier_cr: Annotated[str | None, Field(alias="fichierCR")]


def consult_report(call: Call, asked: ReportRequest) -> ReportReply:
    """The state of a flux, and its compte-rendu."""
    with call.reading() as context:
        flux = _flux(context, asked.numero_flux_depot)
        report = get_report(context, public_id=flux.public_id) if flux.state.final else None
    return ReportReply(
        numero_flux_depot=flux.number,
        nom_fichier_flux=naming.flux_file_name(flux.interface_code, flux.number),
        date_depot_flux=moment(flux.received_at),
        code_interface_flux=flux.interface_code,
        code_appli_partenaire=flux.number[:6],
        designation_partenaire=flux.structure,
        etat_courant_flux=flux.state,
        date_heure_etat_courant_flux=moment(flux.state_at),
        fichier_cr=base64.b64encode(report_pdf(report)).decode() if report else None,
    )


class InvoiceErrors(Wire):
    identifiant_fournisseur: str | None
    identifiant_destinataire: str | None
    numero_dp: Annotated[str | None, Field(alias="numeroDP")]
    libelle_erreur_dp: Annotated[str, Field(alias="libelleErreurDP")]
    liens_aide: list[str]  # ours: where each of them is explained


class TechnicalError(Wire):
    nature_erreur: str
    code_erreur: str
    libelle_erreur: str
    lien_aide: str  # ours: where it is explained


class DetailedReportReply(Reply):
    """The errors: of each invoice, its messages joined by "|"; of the file, one entry each."""

    nom_fichier: str
    date_depot_flux: str
    code_interface_depot_flux: str
    etat_courant_depot_flux: str
    date_heure_etat_courant_flux: str
    liste_erreur_dp: Annotated[list[InvoiceErrors], Field(alias="listeErreurDP")]
    liste_erreur_technique: list[TechnicalError]


def consult_detailed_report(call: Call, asked: ReportRequest) -> DetailedReportReply:
    """The state of a flux, and what is wrong in it. A flux that is rejected answers 0 too."""
    with call.reading() as context:
        flux = _flux(context, asked.numero_flux_depot)
        report = get_report(context, public_id=flux.public_id, blocking_only=True) if flux.state.final else None
    found = report_data(report) if report else {"listeErreurDP": [], "listeErreurTechnique": []}
    return DetailedReportReply(
        nom_fichier=naming.flux_file_name(flux.interface_code, flux.number),
        date_depot_flux=moment(flux.received_at),
        code_interface_depot_flux=flux.interface_code,
        etat_courant_depot_flux=flux.state,
        date_heure_etat_courant_flux=moment(flux.state_at),
        liste_erreur_dp=found["listeErreurDP"],
        liste_erreur_technique=found["listeErreurTechnique"],
    )


def _flux(context: Context, number: str) -> FluxRow:
    found = find_flux(context, number=number.strip())
    if found is None:
        raise unknown_flux()
    return found


class DirectoryReply(Listed):
    """`fichier_resultat` is a ZIP in base64 that holds one CSV file."""

    fichier_resultat: str


def download_directory(call: Call, _asked: Nothing) -> DirectoryReply:
    """The active public structures with their services, one line a service."""
    with call.reading() as context:
        rows = context.session.exec(
            select(Structure, Service)
            .outerjoin(Service, (col(Service.structure_id) == Structure.id) & col(Service.active))
            .where(Structure.kind == StructureKind.PUBLIQUE, Structure.active)
            .order_by(Structure.identifier, Service.code)
        ).all()
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(DIRECTORY_COLUMNS)
    writer.writerows(_directory_line(structure, service) for structure, service in rows)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("annuaire_destinataires.csv", text.getvalue().encode("utf-8-sig"))
    return DirectoryReply(fichier_resultat=base64.b64encode(packed.getvalue()).decode())


def _directory_line(structure: Structure, service: Service | None) -> tuple[str, ...]:
    demands = (
        structure.engagement_required or structure.is_state,
        structure.code_service_required or structure.is_state,
        structure.engagement_or_service,
    )
    return (
        *(structure.identifier, structure.identifier_type, structure.name, structure.postcode, structure.city),
        "ACTIVE",
        *(_yes(demand) for demand in demands),
        *((service.code, service.name, _yes(service.engagement_required)) if service else ("", "", "")),
    )


def _yes(value: bool) -> str:
    return "OUI" if value else "NON"


class SiretRequest(Wire):
    siret_structure: Text


class SiretReply(Reply):
    siret: str
    siren: str
    raison_sociale: str
    adresse: str
    est_actif: bool
    non_diffusible_insee: bool = False


def consult_siret(call: Call, asked: SiretRequest) -> SiretReply:
    """A structure of the directory by its SIRET: here the portal's own directory answers, not INSEE's."""
    with call.reading() as context:
        found = structure_by_identifier(context, kind=IdentifierType.SIRET, identifier=asked.siret_structure)
        if found is None or (found.kind is not StructureKind.PUBLIQUE and found.id != context.structure_id):
            raise unknown_structure()
    address = " ".join(part for part in (found.address, found.postcode, found.city) if part)
    return SiretReply(
        siret=found.identifier,
        siren=found.identifier[:9],
        raison_sociale=found.name,
        adresse=address,
        est_actif=found.active,
    )


class RecipientSearch(Wire):
    """By identifier, by town or postcode, by kind."""

    identifiant: Text | None = None
    nom_ville_code_postal: Text | None = None
    type_structure: Text | None = None
    parametres_recherche: Paging = Paging()


class FoundRecipient(Wire):
    id_structure_cpp: Annotated[int, Field(alias="idStructureCPP")]
    siret: str
    nom_destinataire: str
    adresse_code_postal: str
    adresse_ville: str


class RecipientsReply(Listed):
    liste_destinataires: list[FoundRecipient]
    parametres_retour: Paged


def search_recipients(call: Call, asked: RecipientSearch) -> RecipientsReply:
    """Active public structures, by name."""
    where: list[ColumnElement[bool]] = [col(Structure.kind) == StructureKind.PUBLIQUE, col(Structure.active).is_(True)]
    if asked.identifiant:
        where.append(col(Structure.identifier) == written(IdentifierType.SIRET, asked.identifiant))
    if place := (asked.nom_ville_code_postal or "").strip():
        town = func.lower(col(Structure.city)) == func.lower(place)
        where.append(or_(town, col(Structure.postcode).startswith(place, autoescape=True)))
    if asked.type_structure and asked.type_structure.upper() != StructureKind.PUBLIQUE:
        where.append(false())
    with call.reading() as context:
        found = structure_page(context, Structure, where, asked.parametres_recherche.request(), Structure.name_key)
    return RecipientsReply(
        liste_destinataires=[
            FoundRecipient(
                id_structure_cpp=row.id,
                siret=row.identifier,
                nom_destinataire=row.name,
                adresse_code_postal=row.postcode,
                adresse_ville=row.city,
            )
            for row in found.rows
        ],
        parametres_retour=paged(found),
    )


class HealthReply(Wire):
    body: str = "Application is up"
    status_code_value: int = 200
    status_code: str = "200"


def health(_call: Call, _asked: Nothing) -> HealthReply:
    """Whether the API answers."""
    return HealthReply()

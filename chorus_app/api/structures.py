"""/cpro/structures: the directory of recipients, and one's own structure."""

from datetime import date
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import ColumnElement
from sqlmodel import col, func, or_, select

from chorus_app.api.auth import Call
from chorus_app.api.errors import unknown_service, unknown_structure
from chorus_app.api.wire import Id, OptionalId, Paged, Paging, Reply, Text, Wire, moment, paged
from chorus_app.kernel.clock import in_paris
from chorus_app.kernel.context import Context
from chorus_app.kernel.identifiers import IdentifierType, written
from chorus_app.kernel.paging import Page, PageRequest
from chorus_app.kernel.words import fold
from chorus_app.raccordement.models import EdiPartner, TechnicalAccount
from chorus_app.structures.directory import in_use
from chorus_app.structures.enums import StructureKind
from chorus_app.structures.models import Service, Structure

ACTIVE, INACTIVE = "ACTIVE", "INACTIVE"  # in answers; the filter says ACTIF and INACTIF
FILTERS = {"ACTIF": True, "ACTIVE": True, "INACTIF": False, "INACTIVE": False}


class WantedStructure(Wire):
    """What structures are looked for by; names are looked for by their words."""

    identifiant_structure: Text | None = None
    type_identifiant_structure: Text | None = None
    raison_sociale_structure: Text | None = None
    libelle_structure: Text | None = None
    nom_structure: Text | None = None
    prenom_structure: Text | None = None
    adresse_code_pays: Text | None = None
    adresse_code_postal: Text | None = None
    adresse_ville: Text | None = None
    est_moa: Annotated[bool | None, Field(alias="estMOA")] = None
    est_moa_uniquement: Annotated[bool | None, Field(alias="estMOAUniquement")] = None
    statut_structure: Text | None = None
    type_structure: Text | None = None


class StructureSearch(Wire):
    structure: WantedStructure = WantedStructure()
    parametres: Paging = Paging()
    restreindre_structures_privees: bool = False


class FoundStructure(Wire):
    id_structure_cpp: Annotated[int, Field(alias="idStructureCPP")]
    type_identifiant_structure: str
    identifiant_structure: str
    designation_structure: str
    statut: str


class StructureSearchReply(Reply):
    liste_structures: list[FoundStructure]
    parametres_retour: Paged


def search(call: Call, asked: StructureSearch) -> StructureSearchReply:
    """Public structures, and the private one of the caller: others are nobody's business."""
    with call.reading() as context:
        where = [_seen(context), *_wanted(asked.structure)]
        if asked.restreindre_structures_privees:
            where.append(col(Structure.kind) == StructureKind.PRIVEE)
        page = structure_page(context, Structure, where, asked.parametres.request(), Structure.name_key)
    found = [
        FoundStructure(
            id_structure_cpp=row.id,
            type_identifiant_structure=row.identifier_type,
            identifiant_structure=row.identifier,
            designation_structure=row.name,
            statut=ACTIVE if row.active else INACTIVE,
        )
        for row in page.rows
    ]
    return StructureSearchReply(liste_structures=found, parametres_retour=paged(page))


class StructureRequest(Wire):
    """Both names of the number are understood: clients use either."""

    id_structure_cpp: Annotated[OptionalId, Field(alias="idStructureCPP")] = None
    id_structure: OptionalId = None
    code_langue: Text | None = None


class StructureInformation(Wire):
    id_structure_cpp: Annotated[int, Field(alias="idStructureCPP")]
    type_identifiant_structure: str
    identifiant_structure: str
    raison_sociale_structure: str
    libelle_structure: str
    structure_privee_publique: str
    date_expiration_mot_passe_compte_tech: str | None


class Address(Wire):
    adresse: str
    code_postal: str
    ville: str
    pays: str


class StructureDemands(Wire):
    code_service_doit_etre_renseigne: bool
    numero_ej_doit_etre_renseigne: Annotated[bool, Field(alias="numeroEJDoitEtreRenseigne")]
    gestion_numero_ej_ou_code_service: Annotated[bool, Field(alias="gestionNumeroEJOuCodeService")]
    geta_moa: bool
    est_moa_uniquement: bool = False
    est_valideur_delegue: bool = False
    connexion_edi: Annotated[bool, Field(alias="connexionEDI")]
    recevoir_donnees_via_edi: Annotated[bool, Field(alias="recevoirDonneesViaEDI")] = False
    non_diffusible_insee: bool = False
    statut_mise_en_paiement_nest_pas_remonte: bool = False


class StructureReply(Reply):
    information_generales: StructureInformation
    adresse_postale_du_siege: Address
    parametres: StructureDemands


def consult(call: Call, asked: StructureRequest) -> StructureReply:
    """A public structure, or the caller's own, with what it demands of its invoices."""
    with call.reading() as context:
        row = seen_structure(context, asked.id_structure_cpp or asked.id_structure)
        account = context.session.get_one(TechnicalAccount, call.caller.account_id)
        query = select(EdiPartner.id).where(EdiPartner.structure_id == row.id, EdiPartner.active)
        by_edi = context.session.exec(query).first() is not None
    return StructureReply(
        information_generales=StructureInformation(
            id_structure_cpp=row.id,
            type_identifiant_structure=row.identifier_type,
            identifiant_structure=row.identifier,
            raison_sociale_structure=row.name,
            libelle_structure=row.name,
            structure_privee_publique=row.kind,
            date_expiration_mot_passe_compte_tech=moment(account.expires_at)
            if row.id == account.structure_id
            else None,
        ),
        adresse_postale_du_siege=_address(row),
        parametres=StructureDemands(
            code_service_doit_etre_renseigne=row.code_service_required or row.is_state,
            numero_ej_doit_etre_renseigne=row.engagement_required or row.is_state,
            gestion_numero_ej_ou_code_service=row.engagement_or_service,
            geta_moa=row.is_moa,
            connexion_edi=by_edi,
        ),
    )


class ServiceSearch(Wire):
    id_utilisateur_courant: OptionalId = None
    id_structure: Id
    parametres_rechercher_services_structure: Paging = Paging()


class FoundService(Wire):
    id_service: int
    code_service: str
    libelle_service: str
    est_actif: bool
    statut_service: str
    date_dbt_service: str | None
    date_fin_service: str | None


class ServiceSearchReply(Reply):
    liste_services: list[FoundService]
    parametres_retour: Paged


def search_services(call: Call, asked: ServiceSearch) -> ServiceSearchReply:
    """The services of a public structure, or of the caller's own, by code."""
    with call.reading() as context:
        row = seen_structure(context, asked.id_structure)
        request = asked.parametres_rechercher_services_structure.request()
        page = structure_page(context, Service, [col(Service.structure_id) == row.id], request, Service.code)
        today = in_paris(context.now()).date()
    found = [FoundService(**told_of(service, today)) for service in page.rows]
    return ServiceSearchReply(liste_services=found, parametres_retour=paged(page))


def told_of(service: Service, today: date) -> dict[str, Any]:
    """The fields of `FoundService`."""
    used = in_use(service, today)
    return {
        "id_service": service.id,
        "code_service": service.code,
        "libelle_service": service.name,
        "est_actif": used,
        "statut_service": ACTIVE if used else INACTIVE,
        "date_dbt_service": service.valid_from.isoformat() if service.valid_from else None,
        "date_fin_service": service.valid_until.isoformat() if service.valid_until else None,
    }


class ServiceRequest(Wire):
    id_structure: Id
    id_service: Id
    code_langue: Text | None = None


class ServiceInformation(Wire):
    code_service: str
    nom_service: str
    description_service: str | None = None


class ServiceDemands(Wire):
    numero_engagement: bool
    mise_en_paiement: bool = False
    date_debut_validite: str | None
    date_fin_validite: str | None


class ServiceReply(Reply):
    informations_generales: ServiceInformation
    adresse_postale: Address
    parametres: ServiceDemands


def consult_service(call: Call, asked: ServiceRequest) -> ServiceReply:
    """One service, and whether it demands an engagement of its own."""
    with call.reading() as context:
        structure = seen_structure(context, asked.id_structure)
        query = select(Service).where(Service.id == asked.id_service, Service.structure_id == structure.id)
        service = context.session.exec(query).one_or_none()
    if service is None:
        raise unknown_service()
    return ServiceReply(
        informations_generales=ServiceInformation(code_service=service.code, nom_service=service.name),
        adresse_postale=_address(structure),
        parametres=ServiceDemands(
            numero_engagement=service.engagement_required or structure.is_state,
            date_debut_validite=service.valid_from.isoformat() if service.valid_from else None,
            date_fin_validite=service.valid_until.isoformat() if service.valid_until else None,
        ),
    )


def seen_structure(context: Context, structure_id: int | None) -> Structure:
    """A public structure or the caller's own. Raises `Refused`, alike for one that does not exist."""
    query = select(Structure).where(Structure.id == (structure_id or 0), _seen(context))
    found = context.session.exec(query).one_or_none()
    if found is None:
        raise unknown_structure()
    return found


def _seen(context: Context) -> ColumnElement[bool]:
    return or_(col(Structure.kind) == StructureKind.PUBLIQUE, col(Structure.id) == context.structure_id)


def _wanted(asked: WantedStructure) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    if asked.identifiant_structure:
        kinds = [kind for kind in IdentifierType if asked.type_identifiant_structure in (None, "", kind.value)]
        where.append(col(Structure.identifier).in_({written(kind, asked.identifiant_structure) for kind in kinds}))
    if asked.type_identifiant_structure:
        where.append(col(Structure.identifier_type).in_([asked.type_identifiant_structure]))
    names = (asked.raison_sociale_structure, asked.libelle_structure, asked.nom_structure, asked.prenom_structure)
    for word in fold(" ".join(name for name in names if name)).split():
        where.append(col(Structure.name_key).contains(word, autoescape=True))
    equal: tuple[tuple[Any, str | None], ...] = (
        (Structure.country, asked.adresse_code_pays),
        (Structure.postcode, asked.adresse_code_postal),
    )
    where += [col(column) == value for column, value in equal if value]
    if asked.adresse_ville:
        where.append(func.lower(col(Structure.city)) == asked.adresse_ville.lower())
    if asked.est_moa or asked.est_moa_uniquement:
        where.append(col(Structure.is_moa).is_(True))
    if asked.statut_structure and asked.statut_structure in FILTERS:
        where.append(col(Structure.active).is_(FILTERS[asked.statut_structure]))
    if asked.type_structure and asked.type_structure in StructureKind.__members__:
        where.append(col(Structure.kind) == StructureKind(asked.type_structure))
    return where


def structure_page(
    context: Context, table: Any, where: list[ColumnElement[bool]], asked: PageRequest, order: Any
) -> Page[Any]:
    """One page of the rows of a table, in that order."""
    total = context.session.exec(select(func.count()).select_from(table).where(*where)).one()
    within: Page[Any] = Page([], total, asked.page, asked.size).within()
    query = select(table).where(*where).order_by(order, col(table.id))
    rows = context.session.exec(query.offset((within.page - 1) * within.size).limit(within.size)).all()
    return Page(rows, total, within.page, within.size)


def _address(row: Structure) -> Address:
    return Address(adresse=row.address, code_postal=row.postcode, ville=row.city, pays=row.country)

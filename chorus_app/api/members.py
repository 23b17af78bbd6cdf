"""/cpro/structures and /cpro/utilisateurs: the spaces of one's structure, who is attached to it, where one is."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field
from sqlmodel import col, select

from chorus_app.accounts.models import User
from chorus_app.api.auth import Call
from chorus_app.api.errors import unknown_member, unknown_service, unknown_structure
from chorus_app.api.structures import FoundService, told_of
from chorus_app.api.wire import OptionalId, Paged, Paging, Reply, Text, Wire, cut, moment, paged
from chorus_app.kernel.clock import in_paris
from chorus_app.kernel.context import Context
from chorus_app.kernel.identifiers import IdentifierType
from chorus_app.kernel.text import t
from chorus_app.structures.enums import MembershipState, Space
from chorus_app.structures.memberships import in_force
from chorus_app.structures.models import Membership, MembershipProfile, Service, Structure
from chorus_app.structures.perms import DEPOSIT, may_see_organisation, structures_by_space
from chorus_app.structures.queries import structure_by_identifier

LABELS = {
    Space.FACTURES_EMISES: "structure_ui.space.factures_emises.name",
    Space.FACTURES_RECUES: "structure_ui.space.factures_recues.name",
    Space.FACTURES_A_VALIDER: "structure_ui.space.factures_a_valider.name",
    Space.FACTURES_DE_TRAVAUX: "structure_ui.space.factures_de_travaux.name",
}
OF_SERVICES = (Space.FACTURES_EMISES, Space.FACTURES_RECUES)  # works and validation concern the whole structure
MANAGER, MEMBER = "GESTIONNAIRE_PRINCIPAL", "UTILISATEUR"


class NamedStructure(Wire):
    """The caller's own structure, by its number or its identifier; without either, the one that he acts for."""

    id_structure: OptionalId = None
    identifiant_structure: Text | None = None
    type_identifiant_structure: Text | None = None


def own_structure(context: Context, named: NamedStructure) -> Structure:
    """Raises `Refused` for any other structure, as for none."""
    mine = context.session.get_one(Structure, context.structure_id)
    if named.id_structure not in (None, 0, mine.id):
        raise unknown_structure()
    if named.identifiant_structure:
        kind = (named.type_identifiant_structure or IdentifierType.SIRET).upper()
        known = IdentifierType(kind) if kind in IdentifierType.__members__ else IdentifierType.AUTRE
        found = structure_by_identifier(context, kind=known, identifier=named.identifiant_structure)
        if found is None or found.id != mine.id:
            raise unknown_structure()
    return mine


class SpaceSearch(Wire):
    structure: NamedStructure = NamedStructure()
    id_service: OptionalId = None
    parametres_rechercher_espaces: Paging = Paging()


class FoundSpace(Wire):
    """A space; of a service, with the service."""

    id_espace_fo: int
    code_espace: int
    libelle_espace: str
    etat_courant: str
    type_habilitation: str
    id_service: int | None
    code_service: str | None
    libelle_service: str | None


class SpacesReply(Reply):
    liste_espace: list[FoundSpace]
    parametres_retour: Paged


def search_spaces(call: Call, asked: SpaceSearch) -> SpacesReply:
    """The spaces of the caller's structure or of one of its services, and what the calling account may do there."""
    with call.reading() as context:
        structure = own_structure(context, asked.structure)
        service = _service(context, structure, asked.id_service)
        modified = structures_by_space(context, profiles=DEPOSIT)
    codes = {space: code for code, space in enumerate(LABELS, 1)}
    found = [
        FoundSpace(
            id_espace_fo=(service.id if service else 0) * 10 + codes[space],
            code_espace=codes[space],
            libelle_espace=t(LABELS[space]),
            etat_courant="SUPPRIME" if space.value in structure.closed_spaces else "ACTIVE",
            type_habilitation="MODIFICATION" if structure.id in modified[space] else "CONSULTATION_UNIQUEMENT",
            id_service=service.id if service else None,
            code_service=service.code if service else None,
            libelle_service=service.name if service else None,
        )
        for space in (OF_SERVICES if service else LABELS)
    ]
    page = cut(found, asked.parametres_rechercher_espaces.request())
    return SpacesReply(liste_espace=list(page.rows), parametres_retour=paged(page))


def _service(context: Context, structure: Structure, number: int | None) -> Service | None:
    if not number:
        return None
    query = select(Service).where(Service.id == number, Service.structure_id == structure.id)
    found = context.session.exec(query).one_or_none()
    if found is None:
        raise unknown_service()
    return found


class MemberRequest(NamedStructure):
    """A member of the caller's structure, by number or address; without either, the calling account itself."""

    id_utilisateur: OptionalId = None
    adresse_email_connexion_utilisateur: Text | None = None
    parametres_lister_rattachements_structure_utilisateur: Paging = Paging()


class AttachedService(Wire):
    """A service for which the person has a profile of its own, or had one."""

    id_rattachement: int
    statut_rattachement: str
    id_service: int
    code_service: str
    nom_service: str
    date_debut: str
    date_fin: str | None
    commentaire: str | None = None


class MemberReply(Reply):
    id_structure: int
    identifiant_structure: str
    designation_structure: str
    premier_service: bool
    liste_services: list[AttachedService]
    parametres_retour: Paged


def list_attachments(call: Call, asked: MemberRequest) -> MemberReply:
    """The services of the caller's structure to which one of its members is attached."""
    with call.reading() as context:
        structure = own_structure(context, asked)
        membership = _membership(context, structure, asked)
        rows = _services(context, membership)
    page = cut(rows, asked.parametres_lister_rattachements_structure_utilisateur.request())
    return MemberReply(
        id_structure=structure.id,
        identifiant_structure=structure.identifier,
        designation_structure=structure.name,
        premier_service=not rows,
        liste_services=[_attached(grant, service) for grant, service in page.rows],
        parametres_retour=paged(page),
    )


def _membership(context: Context, structure: Structure, asked: MemberRequest) -> Membership:
    """Others than oneself are shown to those who may see the structure's page. Raises `Refused`."""
    number = asked.id_utilisateur or context.actor_id
    if email := (asked.adresse_email_connexion_utilisateur or "").strip().casefold():
        query = select(User.id).where(User.login_key == email)
        number = context.session.exec(query).one_or_none()
    if number is None or asked.id_utilisateur not in (None, 0, number):
        raise unknown_member()
    if number != context.actor_id and not may_see_organisation(context, structure_id=structure.id):
        raise unknown_member()
    found = in_force(context, user_id=number, structure_id=structure.id)
    if found is None:
        raise unknown_member()
    return found


def _services(context: Context, membership: Membership) -> Sequence[tuple[MembershipProfile, Service]]:
    query = (
        select(MembershipProfile, Service)
        .join(Service, col(Service.id) == MembershipProfile.service_id)
        .where(MembershipProfile.membership_id == membership.id)
        .order_by(Service.code, col(MembershipProfile.id))
    )
    return context.session.exec(query).all()


def _attached(grant: MembershipProfile, service: Service) -> AttachedService:
    return AttachedService(
        id_rattachement=grant.id,
        statut_rattachement=_state(grant),
        id_service=service.id,
        code_service=service.code,
        nom_service=service.name,
        date_debut=moment(grant.granted_at),
        date_fin=moment(grant.withdrawn_at) if grant.withdrawn_at else None,
    )


def _state(grant: MembershipProfile) -> str:
    return MembershipState.SUPPRIMEE if grant.withdrawn_at else MembershipState.VALIDEE


class OwnRequest(Wire):
    parametres_recherche: Paging = Paging()


class OwnService(FoundService):
    """A service for which the calling account has a profile of its own."""

    id_rattachement_service: int
    statut_rattachement_service: str


class OwnAttachment(Wire):
    """A structure to which the calling account is attached."""

    id_rattachement_structure: int
    statut_rattachement_structure: str
    role_utilisateur: str
    statut_utilisateur: str
    id_structure: int
    identifiant_structure: str
    type_identifiant_structure: str
    designation_structure: str
    liste_services_rattache: list[OwnService]


class OwnReply(Reply):
    liste_structure_rattachement: Annotated[list[OwnAttachment], Field(alias="listeStructureRattachement")]
    parametres_retour: Paged


def own_attachments(call: Call, asked: OwnRequest) -> OwnReply:
    """The structures to which the calling account is attached, by name."""
    with call.reading() as context:
        query = (
            select(Membership, Structure)
            .join(Structure, col(Structure.id) == Membership.structure_id)
            .where(
                Membership.user_id == context.actor_id,
                Membership.state == MembershipState.VALIDEE,
                Structure.active,
            )
            .order_by(Structure.name_key, col(Structure.id))
        )
        page = cut(context.session.exec(query).all(), asked.parametres_recherche.request())
        found = [_own(context, membership, structure) for membership, structure in page.rows]
    return OwnReply(liste_structure_rattachement=found, parametres_retour=paged(page))


def _own(context: Context, membership: Membership, structure: Structure) -> OwnAttachment:
    today = in_paris(context.now()).date()
    return OwnAttachment(
        id_rattachement_structure=membership.id,
        statut_rattachement_structure=membership.state,
        role_utilisateur=MANAGER if membership.main_manager else MEMBER,
        statut_utilisateur="ACTIF",
        id_structure=structure.id,
        identifiant_structure=structure.identifier,
        type_identifiant_structure=structure.identifier_type,
        designation_structure=structure.name,
        liste_services_rattache=[
            OwnService(
                id_rattachement_service=grant.id,
                statut_rattachement_service=_state(grant),
                **told_of(service, today),
            )
            for grant, service in _services(context, membership)
        ],
    )


class CommitmentSearch(Wire):
    """What engagements juridiques are looked for by; the structure's number comes as a text."""

    structure_receptrice_engagement_juridique: Text | None = None
    numero_engagement_juridique: Text | None = None
    etat_courant_engagement_juridique: Text | None = None


class Commitment(Wire):
    """An engagement juridique of a recipient."""

    numero_engagement_juridique: str


class CommitmentsReply(Reply):
    liste_engagement_juridique: list[Commitment]


def search_commitments(_call: Call, _asked: CommitmentSearch) -> CommitmentsReply:
    """None: the portal keeps no engagement of any structure, invoices only name them."""
    return CommitmentsReply(liste_engagement_juridique=[])

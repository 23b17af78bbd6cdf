"""STRUCTURES: the directory of the demonstration.

The shared recipients are AIFE's (section 6.3 of the domain report: their five demands); the structures of AIFE's
qualification files are here by identifier only, under names of our own; the others are invented.
"""

from dataclasses import dataclass

from chorus_app.kernel.identifiers import IdentifierType
from chorus_app.structures.enums import StructureKind

PRIVATE, PUBLIC = StructureKind.PRIVEE, StructureKind.PUBLIQUE
SIRET = IdentifierType.SIRET


@dataclass(frozen=True, slots=True)
class DemoService:
    """A service of a demo structure."""

    code: str
    engagement_required: bool = False
    active: bool = True


@dataclass(frozen=True, slots=True)
class DemoStructure:
    """A structure of the demonstration; its name is the text `demo.structure.<slug>`.

    `demands` names the columns of its demands: service, engagement, either, or the State's.
    """

    slug: str
    identifier: str
    kind: StructureKind = PUBLIC
    type: IdentifierType = SIRET
    demands: tuple[str, ...] = ()
    services: tuple[DemoService, ...] = ()
    city: str = ""
    postcode: str = ""
    country: str = "FR"
    active: bool = True
    moe: bool = False
    moa: bool = False


S = DemoService
FOR_PUBLIC_ENTITIES = S("FACTURES_PUBLIQUES")

STRUCTURES: tuple[DemoStructure, ...] = (
    # Suppliers, MOE, MOA: invented.
    DemoStructure("batisseurs", "90000001900019", PRIVATE, city="Orléans", postcode="45000"),
    DemoStructure("papeterie", "90000002700012", PRIVATE, city="Lyon", postcode="69002"),
    DemoStructure("horizon", "90000003500015", PRIVATE, city="Tours", postcode="37000", moe=True),
    DemoStructure(
        "montclair",
        "20000001600010",
        services=(
            S("VOIRIE"),
            S("ECOLES", engagement_required=True),
            S("ARCHIVES", active=False),
            FOR_PUBLIC_ENTITIES,
        ),
        city="Montclair",
        postcode="45999",
        moa=True,
    ),
    DemoStructure("valclair", "22000001200017", services=(S("ROUTES"), S("COLLEGES"), FOR_PUBLIC_ENTITIES)),
    DemoStructure("eaux", "25000001500017", active=False),
    # AIFE's shared recipients.
    DemoStructure("free", "12345678200051", services=(FOR_PUBLIC_ENTITIES,)),
    DemoStructure("engagement", "12345678200036", demands=("engagement_required",), services=(FOR_PUBLIC_ENTITIES,)),
    DemoStructure(
        "service",
        "12345678200028",
        demands=("code_service_required",),
        services=(S("SERVICE1"), S("SERVICE_EJ", engagement_required=True), FOR_PUBLIC_ENTITIES),
    ),
    DemoStructure(
        "either",
        "12345678200044",
        demands=("engagement_or_service",),
        services=(S("SERVICE1"), FOR_PUBLIC_ENTITIES),
    ),
    DemoStructure(
        "state",
        "11000201100044",
        demands=("is_state", "code_service_required", "engagement_required"),
        services=(S("AAASCPV", engagement_required=True), S("DSJPFGU057", engagement_required=True)),
    ),
    # The structures that AIFE's qualification files name.
    DemoStructure("aife_supplier_1", "81034732800017", PRIVATE),
    DemoStructure("aife_supplier_2", "40668031401116", PRIVATE),
    DemoStructure("aife_supplier_eu", "BE0429958042", PRIVATE, IdentifierType.UE_HORS_FRANCE, country="BE"),
    DemoStructure("aife_supplier_world", "KRSAMSUNGMOBILEPHO", PRIVATE, IdentifierType.HORS_UE, country="KR"),
    DemoStructure("aife_supplier_ridet", "1234567890", PRIVATE, IdentifierType.RIDET, country="NC"),
    DemoStructure("aife_recipient_1", "53514650090018", services=(FOR_PUBLIC_ENTITIES,)),
    DemoStructure("aife_recipient_2", "75356054900010", services=(S("SERV1"), FOR_PUBLIC_ENTITIES)),
    DemoStructure("aife_valideur", "24590041000292", services=(FOR_PUBLIC_ENTITIES,), moe=True),
)
BY_SLUG = {structure.slug: structure for structure in STRUCTURES}
AIFE_SUPPLIERS = tuple(s.slug for s in STRUCTURES if s.slug.startswith("aife_supplier"))

"""ACCOUNTS: the people of the demonstration, one for each role, all with the same documented password."""

from dataclasses import dataclass
from datetime import timedelta

from chorus_app.demo.structures import AIFE_SUPPLIERS
from chorus_app.structures.enums import Profile, RequestState

PASSWORD = "Tilleul-Granit-Violon-47"  # noqa: S105 - printed at each start of the demonstration

SEE_ALL = (Profile.ORGANISATION_CONSULTATION, Profile.FACTURATION_CONSULTATION)
DEPOSIT = (Profile.ORGANISATION_CONSULTATION, Profile.FACTURATION_MODIFICATION)
MANAGE = (Profile.ORGANISATION_MODIFICATION, Profile.FACTURATION_MODIFICATION)


@dataclass(frozen=True, slots=True)
class DemoMembership:
    """An attachment: the structure's slug and what the person may do there."""

    structure: str
    profiles: tuple[Profile, ...]
    main_manager: bool = False


@dataclass(frozen=True, slots=True)
class DemoRequest:
    """A request for attachment, asked `ago`; a refused one was answered by the account `by`, a day later."""

    structure: str
    ago: timedelta
    state: RequestState = RequestState.EN_COURS_DE_VALIDATION
    by: str = ""


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """A person; what the account is good for is the text `demo.role.<slug>`."""

    slug: str
    first_name: str
    last_name: str
    email: str
    memberships: tuple[DemoMembership, ...] = ()
    requests: tuple[DemoRequest, ...] = ()
    operator: bool = False


M = DemoMembership

ACCOUNTS: tuple[DemoAccount, ...] = (
    DemoAccount(
        "supplier_manager",
        "Claire",
        "Martin",
        "claire.martin@batisseurs.test",
        (M("batisseurs", MANAGE, main_manager=True),),
    ),
    DemoAccount(
        "supplier_user",
        "Paul",
        "Durand",
        "paul.durand@batisseurs.test",
        (M("batisseurs", DEPOSIT), *(M(slug, DEPOSIT) for slug in AIFE_SUPPLIERS)),
    ),
    DemoAccount(
        "waiting_manager",
        "Sophie",
        "Leroy",
        "sophie.leroy@papeterie.test",
        (M("papeterie", MANAGE, main_manager=True),),
    ),
    DemoAccount("new_user", "Nina", "Petit", "nina.petit@exemple.test"),
    DemoAccount(
        "asking_user",
        "Lucas",
        "Bernard",
        "lucas.bernard@exemple.test",
        requests=(
            DemoRequest("batisseurs", timedelta(days=9), RequestState.REFUSEE, by="supplier_manager"),
            DemoRequest("papeterie", timedelta(days=2)),
            DemoRequest("valclair", timedelta(days=16)),
        ),
    ),
    DemoAccount("moe", "Hugo", "Moreau", "hugo.moreau@horizon.test", (M("horizon", MANAGE, main_manager=True),)),
    DemoAccount("moa", "Inès", "Garcia", "ines.garcia@montclair.test", (M("montclair", MANAGE, main_manager=True),)),
    DemoAccount(
        "recipient",
        "Emma",
        "Roux",
        "emma.roux@montclair.test",
        (M("montclair", (Profile.FACTURATION_MODIFICATION,)),),
    ),
    DemoAccount("operator", "Olivia", "Morel", "olivia.morel@exemple.test", operator=True),
    DemoAccount("reader", "Jean", "Faure", "jean.faure@batisseurs.test", (M("batisseurs", SEE_ALL),)),
)
BY_SLUG = {account.slug: account for account in ACCOUNTS}

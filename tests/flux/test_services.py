"""« Facturation Modification » for one service: who has it deposits what that service issues, and sees no more."""

import pytest
from sqlmodel import select

from chorus_app.flux import redeposit, uploads
from chorus_app.flux.counts import by_month, by_state
from chorus_app.flux.deposit import Receipt
from chorus_app.flux.enums import FluxState
from chorus_app.flux.finding import find_flux
from chorus_app.flux.perms import may_deposit
from chorus_app.flux.preview import check_before_deposit, complete_before_deposit
from chorus_app.flux.queries import get_report, list_flux
from chorus_app.formats.parsed import Party
from chorus_app.formats.syntaxes import Space
from chorus_app.invoices.enums import Scope
from chorus_app.invoices.finding import find_invoices, find_parties
from chorus_app.invoices.lists import count_by_month, count_by_status, list_invoices
from chorus_app.invoices.models import Invoice
from chorus_app.invoices.perms import may_deposit as may_deposit_by_hand
from chorus_app.invoices.queries import get_invoice
from chorus_app.kernel.context import Context, World
from chorus_app.kernel.errors import Denied, NotFound
from chorus_app.structures.enums import Profile
from chorus_app.structures.models import Membership, MembershipProfile, Service
from tests.flux import scenes
from tests.flux.scenes import Cast, codes
from tests.makers.invoices import MOE_SIRET, SUPPLIER_SIRET, make_ubl, siret

NORTH, SOUTH = "NORD", "SUD"
DEPOSIT, CONSULT = Profile.FACTURATION_MODIFICATION, Profile.FACTURATION_CONSULTATION


class People:
    """Dora deposits for the north; Charlie has the same for the south; Eve is attached without any profile."""

    def __init__(self, world: World, cast: Cast) -> None:
        self.world, self.cast = world, cast
        with world.transaction() as context:
            services = [Service(structure_id=cast.supplier, code=code, name=code) for code in (NORTH, SOUTH)]
            context.session.add_all(services)
            context.session.flush()
            self.dora, self.charlie, self.eve, self.reader = (
                scenes.person(context, name) for name in ("dora", "charles", "eve", "reader")
            )
            north, south = services
            self._attach(context, self.dora, DEPOSIT, north)
            self._attach(context, self.charlie, DEPOSIT, south)
            self._attach(context, self.reader, CONSULT, north)
            self._attach(context, self.eve)

    def _attach(self, context: Context, user: int, profile: Profile | None = None, to: Service | None = None) -> None:
        membership = Membership(user_id=user, structure_id=self.cast.supplier, since=context.now())
        context.session.add(membership)
        context.session.flush()
        if profile and to:
            now = context.now()
            given = MembershipProfile(membership_id=membership.id, profile=profile, service_id=to.id, granted_at=now)
            context.session.add(given)

    def seen(self, who: int) -> "_Seen":
        return _Seen(self, who)

    def deposits(self, who: int, content: bytes, *, space: Space = Space.EMISES) -> Receipt:
        receipt = scenes.put(self.world, self.cast, content, "FSO1100A", space=space, by=who)
        scenes.wait_until(lambda: scenes.state_of(self.world, receipt).final)
        return receipt

    def report_codes(self, who: int, receipt: Receipt) -> list[str]:
        with self.world.reading(actor_id=who, structure_id=self.cast.supplier) as context:
            return codes(get_report(context, public_id=receipt.public_id))


class _Seen:
    """What somebody who acts for the supplier sees."""

    def __init__(self, people: People, who: int) -> None:
        with people.world.reading(actor_id=who, structure_id=people.cast.supplier) as context:
            self.flux = [row.number for row in list_flux(context).page.rows]
            self.states = by_state(context)
            self.months = sum(by_month(context, ["2026-10", "2026-11"]).values())
            self.found_flux = [row.number for row in find_flux(context, text="facture")]
            self.invoices = [row.number for row in list_invoices(context, scope=Scope.EMISES).page.rows]
            self.counted = sum(count_by_status(context, scope=Scope.EMISES).values())
            self.by_month = sum(row.invoices for row in count_by_month(context, scope=Scope.EMISES, months=["2026-11"]))
            self.found = [row.number for row in find_invoices(context, text="F-")]
            self.parties = len(find_parties(context, text="Ville de Démo"))
            self.may = (may_deposit(context, Space.EMISES), may_deposit(context, Space.TRAVAUX))
            self.by_hand = may_deposit_by_hand(context, Space.EMISES)


@pytest.fixture
def people(importing: World, cast: Cast) -> People:
    return People(importing, cast)


def of(service: str | None, number: str = "F-1", **changes: object) -> bytes:
    seller = Party(siret(SUPPLIER_SIRET), "Maçonnerie Démo", service_code=service)
    return make_ubl(number=number, seller=seller, **changes)


def test_who_has_it_for_a_service_deposits_what_that_service_issues(people: People) -> None:
    receipt = people.deposits(people.dora, of("nord"))  # codes are told apart as the lists do: without capitals
    assert people.report_codes(people.dora, receipt) == []
    seen = people.seen(people.dora)
    assert (seen.may, seen.by_hand) == ((True, False), False)
    assert (seen.flux, seen.found_flux, seen.states, seen.months) == (
        [receipt.number],
        [receipt.number],
        {FluxState.INTEGRATED: 1},
        1,
    )
    assert (seen.invoices, seen.counted, seen.by_month, seen.found, seen.parties) == (["F-1"], 1, 1, ["F-1"], 1)


@pytest.mark.parametrize(
    ("content", "space"),
    [
        (of(SOUTH), Space.EMISES),
        (of(None), Space.EMISES),
        (of("INCONNU"), Space.EMISES),
        (of(NORTH, cadre="A4", valideur=Party(siret(MOE_SIRET), "Atelier MOE")), Space.EMISES),
    ],
    ids=["another service", "no service", "unknown service", "a works piece"],
)
def test_other_invoices_of_the_structure_are_refused_in_words(people: People, content: bytes, space: Space) -> None:
    receipt = people.deposits(people.dora, content, space=space)
    assert people.report_codes(people.dora, receipt) == ["CPP-FOURNISSEUR-SERVICE"]
    assert people.seen(people.dora).invoices == []


def test_what_the_import_will_say_is_told_before(people: People, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("sent") / "facture.xml"
    path.write_bytes(of(SOUTH))
    verdict = check_before_deposit(str(path), "facture.xml", "FSO1100A")
    told = []
    for who in (people.dora, people.charlie, people.cast.alice):
        with people.world.reading(actor_id=who, structure_id=people.cast.supplier) as context:
            found = complete_before_deposit(context, verdict).verdict
            told.append([finding.code for finding in found.blocking])
    assert told == [["CPP-FOURNISSEUR-SERVICE"], [], []]


def test_works_are_not_deposited_for_a_service(people: People) -> None:
    with pytest.raises(Denied):
        people.deposits(people.dora, of(NORTH), space=Space.TRAVAUX)


def test_charlie_of_another_service_sees_neither_flux_nor_invoice(people: People) -> None:
    receipt = people.deposits(people.dora, of(NORTH))
    own = people.deposits(people.charlie, of(SOUTH, "F-2"))
    with people.world.reading() as context:
        invoice = context.session.exec(select(Invoice).where(Invoice.number == "F-1")).one()
    seen = people.seen(people.charlie)
    assert (seen.flux, seen.found_flux, seen.invoices, seen.found) == ([own.number], [own.number], ["F-2"], ["F-2"])
    assert (seen.counted, seen.by_month, seen.months) == (1, 1, 1)
    with people.world.reading(actor_id=people.charlie, structure_id=people.cast.supplier) as context:
        for read, public_id in ((get_report, receipt.public_id), (get_invoice, invoice.public_id)):
            told = []
            for asked in (public_id, "unknown"):
                with pytest.raises(NotFound) as refused:
                    read(context, public_id=asked)
                told.append((refused.value.key, refused.value.params))
            assert told[0] == told[1]
        with pytest.raises(NotFound):
            redeposit.refused_files(context, public_id=receipt.public_id)


def test_who_only_reads_for_a_service_or_has_no_profile_deposits_nothing(people: People) -> None:
    people.deposits(people.dora, of(NORTH))
    assert people.seen(people.reader).invoices == ["F-1"]
    assert (people.seen(people.reader).may, people.seen(people.reader).flux) == ((False, False), [])
    assert (people.seen(people.eve).may, people.seen(people.eve).invoices) == ((False, False), [])
    for who in (people.reader, people.eve, people.cast.charlie):
        with people.world.reading(actor_id=who) as context:
            if who != people.cast.charlie:
                with pytest.raises(Denied):
                    uploads.check_may_upload(context)
        with pytest.raises(Denied):
            people.deposits(who, of(NORTH))


def test_colleague_of_the_whole_structure_sees_everything(people: People) -> None:
    receipts = [people.deposits(people.dora, of(NORTH)), people.deposits(people.cast.alice, of(None, "F-2"))]
    seen = people.seen(people.cast.bob)
    assert sorted(seen.flux) == sorted(receipt.number for receipt in receipts)
    assert (sorted(seen.invoices), seen.states) == (["F-1", "F-2"], {FluxState.INTEGRATED: 2})

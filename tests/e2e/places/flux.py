"""Deposits, lots, and what became of them."""

from functools import partial

from tests.e2e.places.place import SUPPLIER, Place, on
from tests.e2e.ways import deposits, going, invoices, lots
from tests.e2e.ways.deposits import WORKS, judged
from tests.e2e.ways.going import go

REPORT = "/suivi-des-flux/[flux_id]/compte-rendu"
ONE_FLUX = "/suivi-des-flux/[flux_id]"
FILE = "/suivi-des-flux/[flux_id]/lecture"

PLACES: tuple[Place, ...] = (
    *on(
        FILE,
        SUPPLIER,
        refused_read=partial(invoices.read_file, "Facture"),
        refused_document=partial(invoices.read_file, "Document"),
        refused_line=invoices.see_line,
        no_such_file=partial(go, "/suivi-des-flux/inconnu/lecture"),
    ),
    *on(
        "/suivi-des-flux",
        SUPPLIER,
        criteria_of_flux=partial(go, "/suivi-des-flux?deposant=claire&mode=UPLOAD_PORTAIL&depot_du=hier"),
    ),
    *on(
        ONE_FLUX,
        SUPPLIER,
        a_flux_integrated=partial(going.follow_first, "/suivi-des-flux?etat=integre"),
        a_flux_rejected=partial(going.follow_first, "/suivi-des-flux?etat=rejete"),
        no_such_flux=partial(go, "/suivi-des-flux/inconnu"),
    ),
    *on(
        REPORT,
        SUPPLIER,
        a_good_report=partial(invoices.read_report, "/suivi-des-flux?etat=integre"),
        a_bad_report=partial(invoices.read_report, "/suivi-des-flux?etat=rejete"),
    ),
    *on(
        WORKS,
        SUPPLIER,
        file_accepted=partial(judged, "accepted"),
        file_rejected=partial(judged, "rejected"),
        file_ubl=partial(judged, "ubl"),
        file_classic=partial(judged, "classic"),
        file_signed=partial(judged, "signed"),
        file_half_facturx=partial(judged, "half"),
        file_none=partial(judged, "none"),
        file_broken=partial(judged, "broken"),
        file_for_another_syntax=deposits.wrong_pair,
        file_too_large=deposits.too_large,
        file_on_its_way=deposits.sending,
        difference=deposits.open_difference,
    ),
    *on(
        deposits.ISSUED_DEPOSIT,
        SUPPLIER,
        lot_before_sending=lots.judged,
        lot_all_right=partial(lots.judged, wrong=()),
        lot_refused=lots.refused,
        lot_sent_again=lots.again,
    ),
    *on(
        ONE_FLUX,
        SUPPLIER,
        lot_partly_integrated=lots.deposited,
        lot_being_imported=partial(lots.held, done=5),
        lot_that_waits_its_turn=partial(lots.held, done=0),
    ),
    *on(REPORT, SUPPLIER, report_of_a_lot=lots.reported, report_of_one_of_a_lot=lots.one_reported),
    *on(ONE_FLUX, SUPPLIER, just_accepted=partial(deposits.deposited, "accepted")),
    *on(ONE_FLUX, SUPPLIER, just_rejected=partial(deposits.deposited, "rejected")),
    *on("/", SUPPLIER, checklist_of_a_rejection=partial(go, "/")),
    *on("/aide", SUPPLIER, help_after_a_rejection=partial(go, "/aide")),
)

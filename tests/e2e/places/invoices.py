"""The lists of invoices, an invoice, and what its parties do with it."""

from functools import partial

from tests.e2e.places.place import MOE, RECIPIENT, SUPPLIER, Place, on
from tests.e2e.ways import going, invoices
from tests.e2e.ways.going import go

FACTURX, UBL, CPP = "F-1101", "SIT-91-GYMNASE", "F-1207"  # numbers of the demonstration
ONE_INVOICE = "/factures/[invoice]"
TO_VALIDATE = "/factures-a-valider?statut=A_VALIDER"

PLACES: tuple[Place, ...] = (
    *on(
        "/factures-emises",
        SUPPLIER,
        nothing_found=partial(go, "/factures-emises?recherche=introuvable"),
        second_page=partial(go, "/factures-emises?page=2"),
        list_tools=partial(invoices.list_tools, "/factures-emises"),
        more_criteria=partial(go, "/factures-emises?cadre=A1&montant_min=100&montant_max=beaucoup"),
    ),
    *on(
        ONE_INVOICE,
        SUPPLIER,
        an_invoice=partial(going.follow_first, "/factures-emises"),
        a_works_invoice=partial(going.follow_first, "/factures-de-travaux"),
        no_such_invoice=partial(go, "/factures/inconnue"),
        invoice_facturx_document=partial(invoices.part_of_invoice, FACTURX, "Document"),
        invoice_document_larger=partial(invoices.part_of_invoice, FACTURX, "Document", query="&zoom=200"),
        invoice_ubl=partial(invoices.part_of_invoice, UBL, "Facture"),
        invoice_without_document=partial(invoices.part_of_invoice, UBL, "Document"),
        invoice_cpp=partial(invoices.part_of_invoice, CPP, "Facture"),
        invoice_cpp_document=partial(invoices.part_of_invoice, CPP, "Document"),
        invoice_files=partial(invoices.part_of_invoice, CPP, "Fichiers"),
        invoice_findings=partial(invoices.part_of_invoice, FACTURX, "Constats"),
        invoice_history=partial(invoices.part_of_invoice, FACTURX, "Historique"),
        invoice_xml=partial(invoices.part_of_invoice, FACTURX, "XML"),
        invoice_suspended=partial(invoices.first_in, "SUSPENDUE"),
        invoice_to_recycle=partial(invoices.first_in, "A_RECYCLER"),
        invoice_with_wrong_valideur=partial(invoices.first_in, "ERREUR_FOURNISSEUR_SUR_VALIDEUR"),
        invoice_rejected=partial(invoices.first_in, "REJETEE"),
        rejection_to_note=partial(invoices.asked, "REJETEE", "Traiter le rejet"),
        invoice_xml_line=partial(invoices.part_of_invoice, UBL, "XML", query="&ligne=20#ligne-20"),
    ),
    *on(
        ONE_INVOICE,
        MOE,
        invoice_to_validate=partial(going.follow_first, TO_VALIDATE),
        validation_asked=partial(invoices.asked, "A_VALIDER", "Valider"),
        refusal_asked=partial(invoices.asked, "A_VALIDER", "Refuser"),
    ),
    *on(
        f"{ONE_INVOICE}/completer",
        SUPPLIER,
        completing=partial(invoices.act_page, "SUSPENDUE", "Compléter la facture"),
        nothing_to_complete=invoices.nothing_to_complete,
    ),
    *on(
        f"{ONE_INVOICE}/recycler",
        SUPPLIER,
        recycling=partial(invoices.act_page, "A_RECYCLER", "Corriger et renvoyer"),
        recycling_refused=invoices.recycling_refused,
    ),
    *on(
        f"{ONE_INVOICE}/valideur",
        SUPPLIER,
        correcting_the_valideur=partial(invoices.act_page, "ERREUR_FOURNISSEUR_SUR_VALIDEUR", "Corriger le valideur"),
        no_such_invoice_to_correct=partial(go, "/factures/inconnue/valideur"),
    ),
    *on(
        ONE_INVOICE,
        RECIPIENT,
        a_received_invoice=invoices.received,
        received_invoice_about_to_be_treated=invoices.about_to_treat,
        received_invoice_treated_without_reason=invoices.treated_without_reason,
        received_invoice_treated=invoices.treated,
    ),
)

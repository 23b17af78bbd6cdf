"""Drafts, step by step."""

from functools import partial

from tests.e2e.places.place import SUPPLIER, Place, at, on
from tests.e2e.ways import drafts
from tests.e2e.ways.going import go

ONE_DRAFT = "/brouillons/[draft]/[step]"
DRAFTS = "/factures-emises/brouillons"

PLACES: tuple[Place, ...] = (
    *at(SUPPLIER, DRAFTS),
    *on(
        ONE_DRAFT,
        SUPPLIER,
        draft_read=partial(drafts.begun, "printed"),
        draft_of_a_scan=partial(drafts.begun, "scan"),
        draft_of_a_facturx=partial(drafts.begun, "accepted"),
        draft_where_a_value_was_read=drafts.place,
        draft_with_faults=drafts.with_faults,
        draft_documents=drafts.filled,
        draft_document_added=drafts.document,
        draft_documents_refused=drafts.documents_refused,
        draft_signed_beside=drafts.signed_beside,
        draft_of_works=drafts.of_works,
        draft_summary=drafts.summary,
        draft_confirmation_asked=drafts.confirm,
        draft_sent=drafts.sent,
        draft_typed_in=drafts.typed_in,
        no_such_draft=partial(go, "/brouillons/inconnu/donnees"),
    ),
    *on(DRAFTS, SUPPLIER, drafts_several=partial(go, DRAFTS), draft_about_to_go=drafts.discard),
    *on("/factures-emises/deposer", SUPPLIER, signature_about_to_go=drafts.signature_about_to_be_lost),
)

"""/bac-a-sable/reset: the maker of a connector begins again from nothing. In sandbox mode only."""

from chorus_app.api.auth import Call
from chorus_app.api.wire import Reply, Wire
from chorus_app.operations import sandbox


class ResetRequest(Wire):
    """Nothing is asked."""


class ResetReply(Reply):
    """How many of each went."""

    nombre_flux: int
    nombre_factures: int
    nombre_comptes_rendus: int
    nombre_documents: int
    nombre_brouillons: int
    nombre_fichiers_mis_de_cote: int
    nombre_notifications: int


def reset(call: Call, _asked: ResetRequest) -> ResetReply:
    """Take away what the calling application deposited for the structure of the calling account."""
    with call.transaction() as context:
        removed = sandbox.reset(context, application_id=call.caller.application_id)
    return ResetReply(
        nombre_flux=removed.flux,
        nombre_factures=removed.invoices,
        nombre_comptes_rendus=removed.reports,
        nombre_documents=removed.documents,
        nombre_brouillons=removed.drafts,
        nombre_fichiers_mis_de_cote=removed.files,
        nombre_notifications=removed.notifications,
    )

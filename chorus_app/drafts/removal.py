"""What a program submitted taken out of the portal without a trace: its drafts and the files that it put aside. Only a
sandbox does that."""

from collections.abc import Sequence

from sqlmodel import col, select

from chorus_app.drafts.models import AccountFile, Draft, DraftFile, PieceLink
from chorus_app.kernel.context import Context
from chorus_app.kernel.removal import delete_rows


def drafts_of(context: Context, *, application_id: int) -> list[Draft]:
    """What the program submitted for the structure that the actor acts for."""
    mine = (col(Draft.application_id) == application_id, col(Draft.structure_id) == context.structure_id)
    return list(context.session.exec(select(Draft).where(*mine)))


def remove(context: Context, drafts: Sequence[Draft]) -> None:
    """Take them out with their documents; the invoices that they became are removed after."""
    ids = [draft.id for draft in drafts]
    delete_rows(context.session, DraftFile, "draft_id", ids)
    delete_rows(context.session, Draft, "id", ids)
    for structure_id in {draft.structure_id for draft in drafts}:
        context.ring(f"drafts:{structure_id}")


def unlink(context: Context, invoice_ids: Sequence[int]) -> None:
    """These invoices go with no others any more, before or after."""
    for column in ("invoice_id", "previous_id"):
        delete_rows(context.session, PieceLink, column, invoice_ids)


def forget_files(context: Context, *, application_id: int, user_ids: Sequence[int]) -> int:
    """Drop what the program put aside in the name of these accounts; returns how many files."""
    mine = (col(AccountFile.application_id) == application_id, col(AccountFile.user_id).in_(user_ids))
    ids = context.session.exec(select(AccountFile.id).where(*mine)).all()
    return delete_rows(context.session, AccountFile, "id", ids)

"""Who may see and change the bank details of a structure, asked afresh at each event."""

from chorus_app.kernel.context import Context
from chorus_app.structures.enums import Profile
from chorus_app.structures.perms import may_manage, structures_with

# Who organises the structure or deposits for it: whoever only reads invoices needs no account number.
SEE = (Profile.ORGANISATION_CONSULTATION, Profile.ORGANISATION_MODIFICATION, Profile.FACTURATION_MODIFICATION)


def may_see(context: Context, *, structure_id: int | None) -> bool:
    return structure_id in structures_with(context, profiles=SEE)


def may_change(context: Context, *, structure_id: int | None) -> bool:
    """Whether the actor manages the structure."""
    return structure_id is not None and may_manage(context, structure_id=structure_id)

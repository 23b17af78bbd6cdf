"""The EDI partner of the demonstration: the supplier's, with the documented password."""

from sqlmodel import select

from chorus_app.accounts.models import User
from chorus_app.demo.accounts import BY_SLUG as ACCOUNT
from chorus_app.demo.accounts import PASSWORD
from chorus_app.demo.structures import BY_SLUG
from chorus_app.kernel.context import World
from chorus_app.kernel.tokens import hash_token
from chorus_app.raccordement import edi
from chorus_app.raccordement.limits import INTERFACES
from chorus_app.raccordement.models import EdiPartner
from chorus_app.structures.models import Structure

MANAGER, STRUCTURE = "supplier_manager", "batisseurs"
CODE = "BAT001"  # what the portal gives the first structure of that name


def write_partner(world: World) -> None:
    """Declare and activate it, unless somebody has declared one."""
    with world.reading() as context:
        structure = context.session.exec(
            select(Structure.id).where(Structure.identifier == BY_SLUG[STRUCTURE].identifier)
        ).one()
        actor = context.session.exec(select(User.id).where(User.login_email == ACCOUNT[MANAGER].email)).one()
        known = context.session.exec(select(EdiPartner.id).where(EdiPartner.structure_id == structure)).first()
    if known is not None:
        return
    with world.transaction(actor_id=actor, structure_id=structure) as context:
        code = edi.declare(context)
        edi.subscribe(context, interfaces=INTERFACES)
        edi.renew_password(context)
        partner = context.session.exec(select(EdiPartner).where(EdiPartner.code == code)).one()
        partner.password_hash = hash_token(PASSWORD)
        edi.activate(context)

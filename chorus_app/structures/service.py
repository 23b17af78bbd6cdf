"""Create a structure."""

import re

from chorus_app.audit.acts import Act, Kind
from chorus_app.audit.service import record
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import Invalid, InvalidForm
from chorus_app.kernel.faults import Faults
from chorus_app.kernel.identifiers import IdentifierType, check
from chorus_app.kernel.words import fold, one_line
from chorus_app.structures.enums import Profile
from chorus_app.structures.errors import StructureExists
from chorus_app.structures.memberships import attach
from chorus_app.structures.models import Structure
from chorus_app.structures.perms import actor
from chorus_app.structures.queries import structure_by_identifier

FOUNDER = (Profile.ORGANISATION_MODIFICATION, Profile.FACTURATION_MODIFICATION)
COUNTRIES = {IdentifierType.RIDET: "NC", IdentifierType.TAHITI: "PF"}
LIMITS = {"name": 200, "address": 300, "postcode": 20, "city": 100}


def create_structure(
    context: Context,
    *,
    identifier_type: str,
    identifier: str,
    name: str,
    address: str = "",
    postcode: str = "",
    city: str = "",
) -> Structure:
    """A new private structure; the actor becomes its gestionnaire principal.

    Raises `InvalidForm`, each error beside its field, and `StructureExists` when the identifier is taken: the page then
    offers to ask for the attachment.
    """
    founder = actor(context)
    structure = check_structure(
        context,
        identifier_type=identifier_type,
        identifier=identifier,
        name=name,
        address=address,
        postcode=postcode,
        city=city,
    )
    known = structure_by_identifier(context, kind=structure.identifier_type, identifier=structure.identifier)
    if known is not None:
        raise StructureExists(public_id=known.public_id, name=known.name)
    structure.created_by_id = founder
    context.session.add(structure)
    context.session.flush()
    attach(context, user_id=founder, structure_id=structure.id, profiles=FOUNDER, main_manager=True)
    record(
        context,
        act=Act.STRUCTURE_CREATED,
        kind=Kind.STRUCTURE,
        subject_id=structure.public_id,
        subject=structure.name,
        after={"identifier_type": structure.identifier_type, "identifier": structure.identifier},
    )
    return structure


def check_structure(
    context: Context,
    *,
    identifier_type: str,
    identifier: str,
    name: str,
    address: str = "",
    postcode: str = "",
    city: str = "",
) -> Structure:
    """A structure of these values, normalised, not saved yet. Raises `InvalidForm` with all the errors at once."""
    faults = Faults()
    kind = faults.checked(lambda: _kind(identifier_type), None)
    check_key = context.world.settings.check_siret_key
    number = faults.text(lambda: check(kind, identifier, check_key=check_key)) if kind else ""
    country = _country(kind, number) if kind else "FR"
    full_name = faults.text(lambda: _line(name, "name", needed=True))
    street, town = faults.text(lambda: _line(address, "address")), faults.text(lambda: _line(city, "city"))
    code = faults.text(lambda: _postcode(postcode, country))
    if kind is None or faults.found:
        raise InvalidForm(*faults.found)
    return Structure(
        identifier_type=kind,
        identifier=number,
        name=full_name,
        name_key=fold(full_name),
        address=street,
        postcode=code,
        city=town,
        country=country,
        created_at=context.now(),
    )


def _kind(identifier_type: str) -> IdentifierType | None:
    try:
        return IdentifierType(identifier_type)
    except ValueError:
        raise Invalid("structures.create.type_missing", field="identifier_type") from None


def _country(kind: IdentifierType, identifier: str) -> str:
    if kind in (IdentifierType.UE_HORS_FRANCE, IdentifierType.HORS_UE):
        prefix = identifier[:2]
        return {"EL": "GR", "XI": "GB"}.get(prefix, prefix)
    return COUNTRIES.get(kind, "FR")


def _line(value: str, field: str, *, needed: bool = False) -> str:
    line = one_line(value)
    if needed and not fold(line):
        raise Invalid("structures.create.name_missing", field=field)
    if len(line) > LIMITS[field]:
        raise Invalid("structures.create.too_long", field=field, most=LIMITS[field])
    return line


def _postcode(value: str, country: str) -> str:
    code = _line(value, "postcode").replace(" ", "") if country == "FR" else _line(value, "postcode")
    if code and country == "FR" and not re.fullmatch(r"[0-9]{5}", code):
        raise Invalid("structures.create.postcode", field="postcode")
    return code

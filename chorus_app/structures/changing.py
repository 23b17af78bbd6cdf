"""Change a structure: its data, what it demands of the invoices that it receives, its spaces.

Each act works at once: the checks of a deposit and the menu read the same row. Each is written into the history.
"""

from collections.abc import Mapping

from sqlmodel import col, func, select

from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import Conflict, Denied, Invalid, InvalidForm, NotFound
from chorus_app.structures.enums import Act, Demand, Space, StructureKind
from chorus_app.structures.journal import DATA, DIRECTORY, PARAMETERS, SPACES, Value, changed_meanwhile, record_change
from chorus_app.structures.models import Service, Structure
from chorus_app.structures.perms import managed_organisation
from chorus_app.structures.service import check_structure

DATA_FIELDS = ("name", "address", "postcode", "city")
# The columns of each demand: service code, engagement, one of the two.
DEMANDS: dict[Demand, tuple[bool, bool, bool]] = {
    Demand.NOTHING: (False, False, False),
    Demand.SERVICE: (True, False, False),
    Demand.ENGAGEMENT: (False, True, False),
    Demand.EITHER: (False, False, True),
    Demand.BOTH: (True, True, False),
}
SWITCHED = (Space.FACTURES_EMISES, Space.FACTURES_DE_TRAVAUX)  # the law obliges public structures to receive


def data_of(structure: Structure) -> dict[str, str]:
    """What can be changed of the data, as a form shows it."""
    return {name: getattr(structure, name) for name in DATA_FIELDS}


def demand_of(structure: Structure) -> Demand:
    """The State always demands both; « the one or the other » comes before the two alone, as the checks read them."""
    if structure.is_state:
        return Demand.BOTH
    if structure.engagement_or_service:
        return Demand.EITHER
    flags = (structure.code_service_required, structure.engagement_required, False)
    return next(demand for demand, columns in DEMANDS.items() if columns == flags)


def may_change_data(structure: Structure) -> bool:
    """The data of public structures come from the directory."""
    return structure.kind is StructureKind.PRIVEE


def change_data(context: Context, *, version: int, values: Mapping[str, str]) -> None:
    """Change name and address of the private structure that the actor acts for.

    Raises `Denied`, `InvalidForm`, and `ChangedMeanwhile` when `version` is not the newest.
    """
    structure = context.session.get_one(Structure, managed_organisation(context))
    if not may_change_data(structure):
        raise Denied("structures.data.of_directory")
    _refuse_older(context, structure, structure.data_version, version, DATA, data_of(structure))
    checked = check_structure(
        context,
        identifier_type=structure.identifier_type,
        identifier=structure.identifier,
        **{name: values.get(name, "") for name in DATA_FIELDS},
    )
    before = data_of(structure)
    for name in (*DATA_FIELDS, "name_key"):
        setattr(structure, name, getattr(checked, name))
    after = data_of(structure)
    if after == before:
        return
    structure.data_version += 1
    context.session.add(structure)
    context.session.flush()
    record_change(context, structure_id=structure.id, act=Act.DATA_CHANGED, object_id=DATA, before=before, after=after)
    _ring(context, structure)


def change_demand(context: Context, *, version: int, demand: str) -> None:
    """Demand something else of the invoices that the structure receives.

    Raises `Denied`, `InvalidForm` (a service cannot be demanded where there is none), `ChangedMeanwhile`.
    """
    structure = context.session.get_one(Structure, managed_organisation(context))
    if structure.kind is not StructureKind.PUBLIQUE:
        raise Denied("structures.parameters.receives_nothing")
    if structure.is_state:
        raise Denied("structures.parameters.of_the_state")
    before = demand_of(structure)
    _refuse_older(context, structure, structure.parameters_version, version, PARAMETERS, {"demand": before.value})
    if demand not in list(Demand):
        raise InvalidForm(Invalid("structures.parameters.missing", field="demand"))
    wanted = Demand(demand)
    if wanted in (Demand.SERVICE, Demand.BOTH) and not services_in_force(context, structure_id=structure.id):
        raise InvalidForm(Invalid("structures.parameters.no_service", field="demand"))
    if wanted is before:
        return
    columns = DEMANDS[wanted]
    structure.code_service_required, structure.engagement_required, structure.engagement_or_service = columns
    structure.parameters_version += 1
    context.session.add(structure)
    context.session.flush()
    record_change(
        context,
        structure_id=structure.id,
        act=Act.PARAMETERS_CHANGED,
        object_id=PARAMETERS,
        before={"demand": before.value},
        after={"demand": wanted.value},
    )
    _ring(context, structure)


def open_space(context: Context, *, space: str) -> None:
    """Use a space again. Raises `Denied`, `NotFound`, and `Conflict` when it is in use already."""
    _switch(context, space, closed=False)


def close_space(context: Context, *, space: str) -> None:
    """Use a space no more: nobody of the structure sees it, and no invoice of the structure is accepted in it.

    Raises `Denied`, `NotFound`, and `Conflict` when it is switched off already.
    """
    _switch(context, space, closed=True)


def services_in_force(context: Context, *, structure_id: int, but: int | None = None) -> int:
    """How many active services the structure has, whatever their dates; all but one, when asked."""
    query = select(func.count()).where(col(Service.structure_id) == structure_id, col(Service.active))
    if but is not None:
        query = query.where(col(Service.id) != but)
    return context.session.exec(query).one()


def _switch(context: Context, space: str, *, closed: bool) -> None:
    structure = context.session.get_one(Structure, managed_organisation(context))
    if space not in list(SWITCHED):
        raise NotFound
    if (space in structure.closed_spaces) is closed:
        raise Conflict("structures.spaces.switched_already")
    others = [one for one in structure.closed_spaces if one != space]
    structure.closed_spaces = sorted([*others, space]) if closed else others
    context.session.add(structure)
    context.session.flush()
    act = Act.SPACE_CLOSED if closed else Act.SPACE_OPENED
    told: dict[str, Value] = {"space": space}
    record_change(context, structure_id=structure.id, act=act, object_id=SPACES, after=told)
    _ring(context, structure)


def _refuse_older(
    context: Context, structure: Structure, newest: int, version: int, part: str, values: Mapping[str, str]
) -> None:
    if newest != version:
        raise changed_meanwhile(
            context, structure_id=structure.id, object_ids=(part, DIRECTORY), version=newest, values=values
        )


def _ring(context: Context, structure: Structure) -> None:
    """The frames of its people are drawn anew: name and menu may differ."""
    context.ring(f"approvals:{structure.id}")
    context.ring(f"structure:{structure.id}")

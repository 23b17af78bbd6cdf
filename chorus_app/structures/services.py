"""Add and change the services of a structure. A code never changes: invoices bear it."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import col, select

from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import Conflict, Invalid, NotFound
from chorus_app.kernel.faults import Faults, needed_line
from chorus_app.structures.changing import services_in_force
from chorus_app.structures.enums import Act
from chorus_app.structures.journal import Value, changed_meanwhile, record_change
from chorus_app.structures.models import Service, Structure
from chorus_app.structures.perms import actor, managed_organisation, may_manage

LONGEST_CODE, LONGEST_NAME = 100, 200
CODE = re.compile(r"[A-Za-z0-9À-ÖØ-öø-ÿŒœ_\- ]+")  # what Chorus Pro takes in BT-10


def service_values(service: Service) -> dict[str, str]:
    """The values as a form shows them: days as AAAA-MM-JJ, `engagement_required` as "1" or empty."""
    return {
        "code": service.code,
        "name": service.name,
        "valid_from": service.valid_from.isoformat() if service.valid_from else "",
        "valid_until": service.valid_until.isoformat() if service.valid_until else "",
        "engagement_required": "1" if service.engagement_required else "",
    }


def add_service(context: Context, *, values: Mapping[str, str]) -> str:
    """A new service of the structure that the actor acts for; returns its public id. Raises `Denied`, `InvalidForm`."""
    structure_id = managed_organisation(context)
    faults = Faults()
    code = faults.text(lambda: _code(context, structure_id, values.get("code", "")))
    found = _values(values, faults)
    faults.tell()
    service = Service(structure_id=structure_id, code=code, **found)
    context.session.add(service)
    context.session.flush()
    _record(context, service, Act.SERVICE_ADDED, {}, _told(service))
    return service.public_id


def change_service(context: Context, *, public_id: str, version: int, values: Mapping[str, str]) -> None:
    """Change a service. Raises `NotFound`, `InvalidForm`, `ChangedMeanwhile`."""
    service = managed_service(context, public_id=public_id)
    if service.version != version:
        raise changed_meanwhile(
            context,
            structure_id=service.structure_id,
            object_ids=(service.public_id,),
            version=service.version,
            values=service_values(service),
        )
    faults = Faults()
    found = _values(values, faults)
    faults.tell()
    before = _told(service)
    for name, value in found.items():
        setattr(service, name, value)
    if _told(service) != before:
        _write(context, service)
        _record(context, service, Act.SERVICE_CHANGED, before, _told(service))


def deactivate_service(context: Context, *, public_id: str) -> None:
    """No invoice can be addressed to the service any more.

    Raises `NotFound`, and `Conflict` when that was done already, or when the structure demands a service code and this
    is the last one: no invoice could reach it then.
    """
    service = managed_service(context, public_id=public_id)
    structure = context.session.get_one(Structure, service.structure_id)
    others = services_in_force(context, structure_id=structure.id, but=service.id)
    if (structure.code_service_required or structure.is_state) and not others:
        raise Conflict("structures.services.last_one", code=service.code)
    _switch(context, service, active=False, act=Act.SERVICE_DEACTIVATED)


def reactivate_service(context: Context, *, public_id: str) -> None:
    """Invoices can be addressed to the service again. Raises `NotFound`, and `Conflict` when it is active already."""
    service = managed_service(context, public_id=public_id)
    _switch(context, service, active=True, act=Act.SERVICE_REACTIVATED)


def managed_service(context: Context, *, public_id: str) -> Service:
    """A service of a structure that the actor manages. Raises `NotFound`."""
    actor(context)
    service = context.session.exec(select(Service).where(Service.public_id == public_id)).one_or_none()
    if service is None or not may_manage(context, structure_id=service.structure_id):
        raise NotFound
    return service


def _switch(context: Context, service: Service, *, active: bool, act: Act) -> None:
    if service.active is active:
        raise Conflict("structures.services.switched_already", code=service.code)
    service.active = active
    _write(context, service)
    _record(context, service, act, {}, {})


def _write(context: Context, service: Service) -> None:
    service.version += 1
    context.session.add(service)
    context.session.flush()


def _values(values: Mapping[str, str], faults: Faults) -> dict[str, Any]:
    name = faults.text(lambda: _name(values.get("name", "")))
    begin = faults.checked(lambda: _day(values.get("valid_from", ""), "valid_from"), None)
    end = faults.checked(lambda: _day(values.get("valid_until", ""), "valid_until"), None)
    if begin and end and end < begin:
        faults.found.append(Invalid("structures.services.ends_before", field="valid_until"))
    required = bool(values.get("engagement_required"))
    return {"name": name, "valid_from": begin, "valid_until": end, "engagement_required": required}


def _code(context: Context, structure_id: int, value: str) -> str:
    code = needed_line(
        value,
        field="code",
        missing="structures.services.code_missing",
        too_long="structures.services.too_long",
        most=LONGEST_CODE,
    )
    if not CODE.fullmatch(code):
        raise Invalid("structures.services.code_characters", field="code")
    known = select(Service.id).where(col(Service.structure_id) == structure_id, col(Service.code) == code)
    if context.session.exec(known).first() is not None:
        raise Invalid("structures.services.code_taken", field="code", code=code)
    return code


def _name(value: str) -> str:
    return needed_line(
        value,
        field="name",
        missing="structures.services.name_missing",
        too_long="structures.services.too_long",
        most=LONGEST_NAME,
    )


def _day(value: str, field: str) -> date | None:
    if not value.strip():
        return None
    try:
        return date.fromisoformat(value.strip())
    except ValueError:
        raise Invalid("structures.services.day", field=field) from None


def _told(service: Service) -> dict[str, Value]:
    return {
        "code": service.code,
        "name": service.name,
        "valid_from": service.valid_from,
        "valid_until": service.valid_until,
        "engagement_required": service.engagement_required,
    }


def _record(
    context: Context, service: Service, act: Act, before: Mapping[str, Value], after: Mapping[str, Value]
) -> None:
    record_change(
        context,
        structure_id=service.structure_id,
        act=act,
        subject=service.code,
        object_id=service.public_id,
        before=before,
        after=after,
    )
    context.ring(f"structure:{service.structure_id}")

"""Add and change the services of a structure. A code never changes: invoices bear it."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlmodel import col, select

from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import Conflict, Invalid, InvalidForm, NotFound
from chorus_app.kernel.words import one_line
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
    errors: list[Invalid] = []
    code = _checked(errors, lambda: _code(context, structure_id, values.get("code", "")))
    found = _values(values, errors)
    if errors:
        raise InvalidForm(*errors)
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
    errors: list[Invalid] = []
    found = _values(values, errors)
    if errors:
        raise InvalidForm(*errors)
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


def _values(values: Mapping[str, str], errors: list[Invalid]) -> dict[str, Any]:
    name = _checked(errors, lambda: _name(values.get("name", "")))
    begin = _checked(errors, lambda: _day(values.get("valid_from", ""), "valid_from"))
    end = _checked(errors, lambda: _day(values.get("valid_until", ""), "valid_until"))
    if begin and end and end < begin:
        errors.append(Invalid("structures.services.ends_before", field="valid_until"))
    required = bool(values.get("engagement_required"))
    return {"name": name, "valid_from": begin, "valid_until": end, "engagement_required": required}


def _checked(errors: list[Invalid], act: Callable[[], Any]) -> Any:
    try:
        return act()
    except Invalid as error:
        errors.append(error)
        return None


def _code(context: Context, structure_id: int, value: str) -> str:
    code = one_line(value)
    if not code:
        raise Invalid("structures.services.code_missing", field="code")
    if len(code) > LONGEST_CODE:
        raise Invalid("structures.services.too_long", field="code", most=LONGEST_CODE)
    if not CODE.fullmatch(code):
        raise Invalid("structures.services.code_characters", field="code")
    known = select(Service.id).where(col(Service.structure_id) == structure_id, col(Service.code) == code)
    if context.session.exec(known).first() is not None:
        raise Invalid("structures.services.code_taken", field="code", code=code)
    return code


def _name(value: str) -> str:
    name = one_line(value)
    if not name:
        raise Invalid("structures.services.name_missing", field="name")
    if len(name) > LONGEST_NAME:
        raise Invalid("structures.services.too_long", field="name", most=LONGEST_NAME)
    return name


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

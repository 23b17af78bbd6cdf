"""Add, change and put away bank details. Each act is written into the structure's history, its numbers masked."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlmodel import col, select, update

from chorus_app.bank_details import rules
from chorus_app.bank_details.enums import BankDetailKind, BankDetailState
from chorus_app.bank_details.models import BankDetail
from chorus_app.bank_details.perms import may_change
from chorus_app.bank_details.queries import find_bank_detail
from chorus_app.bank_details.views import values_of
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import Conflict, Denied, Invalid, InvalidForm
from chorus_app.kernel.faults import Faults
from chorus_app.kernel.identifiers import IdentifierType, check
from chorus_app.kernel.words import fold, one_line
from chorus_app.structures.enums import Act
from chorus_app.structures.journal import Value, changed_meanwhile, record_change
from chorus_app.structures.perms import actor

LIMITS = {"name": 100, "factor_name": 200}
SECRET = frozenset({"iban", "account_number"})  # masked in the history


def add_bank_detail(context: Context, *, kind: str, values: Mapping[str, str]) -> str:
    """A new account of the structure that the actor acts for; returns its public id. The first one is the default.

    Raises `Denied`, and `InvalidForm` with each error beside its field.
    """
    actor(context)
    structure_id = context.structure_id
    if structure_id is None or not may_change(context, structure_id=structure_id):
        raise Denied
    if kind not in BankDetailKind.__members__:
        raise InvalidForm(Invalid("bank_details.kind_missing", field="kind"))
    checked = _checked(context, BankDetailKind(kind), values)
    _refuse_twice(context, structure_id, checked["iban"], but=None)
    now = context.now()
    detail = BankDetail(
        structure_id=structure_id,
        kind=BankDetailKind(kind),
        is_default=_default(context, structure_id) is None,
        created_at=now,
        changed_at=now,
        **checked,
    )
    context.session.add(detail)
    context.session.flush()
    _record(context, detail, Act.BANK_DETAIL_ADDED, before={}, after=_kept(detail))
    return detail.public_id


def change_bank_detail(context: Context, *, public_id: str, version: int, values: Mapping[str, str]) -> None:
    """Change an account; its kind stays.

    Raises `NotFound`, `Denied`, `InvalidForm`, and `ChangedMeanwhile` when `version` is not the newest: nothing is
    written then, and the error carries what stands there now.
    """
    detail = _changeable(context, public_id)
    if detail.version != version:
        raise changed_meanwhile(
            context,
            structure_id=detail.structure_id,
            object_ids=(detail.public_id,),
            version=detail.version,
            values=values_of(detail),
        )
    checked = _checked(context, detail.kind, values)
    _refuse_twice(context, detail.structure_id, checked["iban"], but=detail)
    before = _kept(detail)
    _write(context, detail, **checked)
    if _kept(detail) != before:
        _record(context, detail, Act.BANK_DETAIL_CHANGED, before=before, after=_kept(detail))


def make_default(context: Context, *, public_id: str) -> None:
    """Propose this account first. Raises `NotFound`, `Denied`, and `Conflict` when it is deactivated."""
    detail = _changeable(context, public_id)
    if detail.state is not BankDetailState.ACTIVE:
        raise Conflict("bank_details.default_inactive")
    known = _default(context, detail.structure_id)
    if known is not None and known.id == detail.id:
        return
    if known is not None:
        _write(context, known, is_default=False)
        context.session.flush()
    _write(context, detail, is_default=True)
    before: dict[str, Value] = {"default": known.name if known else None}
    _record(context, detail, Act.BANK_DETAIL_MADE_DEFAULT, before=before, after={"default": detail.name})


def deactivate(context: Context, *, public_id: str) -> None:
    """Propose the account no more. Raises `NotFound`, `Denied`, and `Conflict` when that was done already."""
    detail = _changeable(context, public_id)
    _move(context, detail, BankDetailState.ACTIVE, BankDetailState.INACTIVE, Act.BANK_DETAIL_DEACTIVATED)


def reactivate(context: Context, *, public_id: str) -> None:
    """Propose the account again. Raises `NotFound`, `Denied`, and `Conflict` when it is active."""
    detail = _changeable(context, public_id)
    _move(context, detail, BankDetailState.INACTIVE, BankDetailState.ACTIVE, Act.BANK_DETAIL_REACTIVATED)


def delete_bank_detail(context: Context, *, public_id: str) -> str:
    """Take the account out of every list; the history keeps it. Returns its name. Raises `NotFound`, `Denied`."""
    detail = _changeable(context, public_id)
    _move(context, detail, detail.state, BankDetailState.SUPPRIMEE, Act.BANK_DETAIL_DELETED)
    return detail.name


def _changeable(context: Context, public_id: str) -> BankDetail:
    detail = find_bank_detail(context, public_id=public_id)
    if not may_change(context, structure_id=detail.structure_id):
        raise Denied
    return detail


def _move(context: Context, detail: BankDetail, before: BankDetailState, after: BankDetailState, act: Act) -> None:
    if detail.state is not before:
        raise Conflict("bank_details.moved_already", name=detail.name)
    first = after is BankDetailState.ACTIVE and _default(context, detail.structure_id) is None
    _write(context, detail, state=after, is_default=first)
    _record(context, detail, act, before={}, after={})


def _write(context: Context, detail: BankDetail, **values: Any) -> None:
    """One conditional UPDATE of the version that was read: whoever comes from another process loses nothing either."""
    read = update(BankDetail).where(col(BankDetail.id) == detail.id, col(BankDetail.version) == detail.version)
    done = read.values(**values, version=detail.version + 1, changed_at=context.now())
    assert context.session.exec(done).rowcount == 1  # noqa: S101 - the transaction took the writer's place before it read
    context.session.refresh(detail)


def _default(context: Context, structure_id: int) -> BankDetail | None:
    return context.session.exec(
        select(BankDetail).where(BankDetail.structure_id == structure_id, BankDetail.is_default)
    ).one_or_none()


def _refuse_twice(context: Context, structure_id: int, iban: str, *, but: BankDetail | None) -> None:
    query = select(BankDetail).where(
        BankDetail.structure_id == structure_id,
        BankDetail.iban == iban,
        BankDetail.state != BankDetailState.SUPPRIMEE,
    )
    known = context.session.exec(query).one_or_none()
    if known is not None and (but is None or known.id != but.id):
        field = "iban" if but is None or but.kind is BankDetailKind.IBAN else "account_number"
        raise InvalidForm(Invalid("bank_details.twice", field=field, name=known.name))


def _checked(context: Context, kind: BankDetailKind, values: Mapping[str, str]) -> dict[str, Any]:
    """The columns of the values. Raises `InvalidForm` with all the errors at once."""
    faults = Faults()

    def checked(act: Callable[[str], str], field: str) -> str:
        return faults.text(lambda: _of_field(act, values.get(field, ""), field))

    found: dict[str, Any] = {"name": checked(lambda value: _line(value, "name"), "name")}
    if kind is BankDetailKind.IBAN:
        iban = checked(rules.check_iban, "iban")
        found |= {"iban": iban, "bic": checked(lambda value: rules.check_bic(value, iban=iban), "bic")}
    else:
        found |= _rib(checked)
    found |= _factor(context, values, checked)
    faults.tell()
    if kind is BankDetailKind.RIB:
        found["iban"] = rules.iban_of_rib(
            bank_code=found["bank_code"],
            branch_code=found["branch_code"],
            account_number=found["account_number"],
            key=found["rib_key"],
        )
    return found


def _of_field(check: Callable[[str], str], value: str, field: str) -> str:
    """What the check answers; its fault belongs to that field."""
    try:
        return check(value)
    except Invalid as fault:
        fault.field = field
        raise


def _rib(checked: Callable[[Callable[[str], str], str], str]) -> dict[str, Any]:
    parts = {
        "bank_code": checked(rules.check_bank_code, "bank_code"),
        "branch_code": checked(rules.check_branch_code, "branch_code"),
        "account_number": checked(rules.check_account_number, "account_number"),
    }
    return parts | {"rib_key": checked(lambda value: rules.check_rib_key(value, **parts), "rib_key")}


def _factor(
    context: Context, values: Mapping[str, str], checked: Callable[[Callable[[str], str], str], str]
) -> dict[str, Any]:
    if not values.get("factor"):
        return {"factor": False, "factor_identifier_type": None, "factor_identifier": "", "factor_name": ""}
    kind = checked(_identifier_type, "factor_identifier_type")
    number = ""
    if kind:
        key = context.world.settings.check_siret_key
        number = checked(lambda value: check(IdentifierType(kind), value, check_key=key), "factor_identifier")
    return {
        "factor": True,
        "factor_identifier_type": IdentifierType(kind) if kind else None,
        "factor_identifier": number,
        "factor_name": checked(lambda value: _line(value, "factor_name"), "factor_name"),
    }


def _identifier_type(value: str) -> str:
    if value not in IdentifierType.__members__:
        raise Invalid("bank_details.factor_type_missing")
    return value


def _line(value: str, field: str) -> str:
    line = one_line(value)
    if not fold(line):
        raise Invalid("bank_details.name_missing" if field == "name" else "bank_details.factor_name_missing")
    if len(line) > LIMITS[field]:
        raise Invalid("bank_details.too_long", most=LIMITS[field])
    return line


def _kept(detail: BankDetail) -> dict[str, Value]:
    """What the history tells of an account."""
    kind: Value = detail.factor_identifier_type.value if detail.factor_identifier_type else None
    return {**values_of(detail), "iban": detail.iban, "factor": detail.factor, "factor_identifier_type": kind}


def _record(
    context: Context, detail: BankDetail, act: Act, *, before: Mapping[str, Value], after: Mapping[str, Value]
) -> None:
    record_change(
        context,
        structure_id=detail.structure_id,
        act=act,
        subject=detail.name,
        object_id=detail.public_id,
        before=before,
        after=after,
        secret=SECRET,
    )
    context.ring(f"bank_details:{detail.structure_id}")

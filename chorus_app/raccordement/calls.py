"""The log of the API's calls: noted at once in memory, written some at a time after the answer, read by managers.

A deposit never waits for its line. What is noted when the process is killed is lost: at most `WRITE_EVERY` seconds.
"""

import json
import threading
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import col, delete, func, or_, select

from chorus_app.kernel.clock import PARIS
from chorus_app.kernel.context import Context, World
from chorus_app.kernel.errors import Denied, NotFound
from chorus_app.kernel.paging import Page, PageRequest
from chorus_app.raccordement.bodies import masked
from chorus_app.raccordement.models import ApiCall, Application, TechnicalAccount
from chorus_app.raccordement.views import CallRow, CallView
from chorus_app.structures.perms import managed_organisation

WRITE_EVERY = 0.5  # seconds
MOST_WAITING = 2_000  # calls in memory: of a flood the oldest are not written
MOST_REPLAYS = 10  # shown beside the first
REFUSED, SERVED = "refus", "reussi"
_waiting: dict[Path, deque["Noted"]] = {}
_noting, _writing = threading.Lock(), threading.Lock()


@dataclass(frozen=True, slots=True)
class Noted:
    """A call as it happened. Bodies are those of `bodies.shortened`."""

    structure_id: int
    application_id: int
    account_id: int | None
    at: datetime
    method: str
    path: str
    status: int
    milliseconds: int
    question: str
    answer: str
    whole: bool
    headers: dict[str, str] = field(default_factory=dict)
    replay_of_id: int | None = None
    replayed_by_id: int | None = None


@dataclass(frozen=True, slots=True)
class CallFilters:
    """What the log is narrowed to. `outcome` is REFUSED, SERVED or empty; days are both included."""

    text: str = ""
    path: str = ""
    outcome: str = ""
    since: date | None = None
    until: date | None = None


def note(world: World, call: Noted) -> None:
    """Remember a call until it is written. Usable from any thread."""
    with _noting:
        waiting = _waiting.setdefault(world.folder, deque(maxlen=MOST_WAITING))
        waiting.append(call)


def write_waiting(world: World) -> int:
    """Write what was noted, in one transaction; returns how many calls that were."""
    with _writing:
        with _noting:
            noted = _waiting.pop(world.folder, ())
        if not noted:
            return 0
        with world.transaction() as context:
            context.session.add_all([_row(call) for call in noted])
            context.session.flush()
            for structure_id in {call.structure_id for call in noted}:
                _forget_beyond(context, structure_id, world.settings.keep_calls)
    return len(noted)


def forget_older(context: Context, *, than: datetime) -> int:
    """Delete the calls before; returns how many."""
    return context.session.exec(delete(ApiCall).where(col(ApiCall.at) < than)).rowcount


def list_calls(
    context: Context, *, filters: CallFilters | None = None, page: PageRequest | None = None
) -> Page[CallRow]:
    """One page of the calls of the structure that the actor acts for and manages, newest first. Raises `Denied`."""
    where = [col(ApiCall.structure_id) == managed_organisation(context), *_narrowing(filters or CallFilters())]
    asked = page or PageRequest()
    total = context.session.exec(select(func.count()).select_from(ApiCall).where(*where)).one()
    within: Page[CallRow] = Page([], total, asked.page, asked.size).within()
    query = select(ApiCall).where(*where).order_by(col(ApiCall.id).desc())
    rows = context.session.exec(query.offset((within.page - 1) * within.size).limit(within.size)).all()
    return replace(within, rows=_named(context, rows))


def routes_called(context: Context) -> list[str]:
    """The addresses that the structure's programs called, in order. Raises `Denied`."""
    where = ApiCall.structure_id == managed_organisation(context)
    return list(context.session.exec(select(ApiCall.path).where(where).distinct().order_by(ApiCall.path)))


def get_call(context: Context, *, public_id: str) -> CallView:
    """A call of the structure that the actor manages, with the times that it was made again. Raises `NotFound`."""
    call = own_call(context, public_id=public_id)
    mine = ApiCall.structure_id == call.structure_id
    again = context.session.exec(
        select(ApiCall)
        .where(mine, ApiCall.replay_of_id == call.id)
        .order_by(col(ApiCall.id).desc())
        .limit(MOST_REPLAYS)
    ).all()
    first = context.session.get(ApiCall, call.replay_of_id) if call.replay_of_id else None
    return replace(
        _view(context, call, first.public_id if first else ""),
        again=tuple(_view(context, one, call.public_id) for one in again),
    )


def own_call(context: Context, *, public_id: str) -> ApiCall:
    """The row of a call of the structure that the actor manages. Raises `NotFound`, also for who does not manage."""
    try:
        mine = ApiCall.structure_id == managed_organisation(context)
    except Denied:
        raise NotFound from None
    found = context.session.exec(select(ApiCall).where(ApiCall.public_id == public_id, mine)).one_or_none()
    if found is None:
        raise NotFound
    return found


def _row(call: Noted) -> ApiCall:
    code, label, number = _told(call)
    return ApiCall(
        structure_id=call.structure_id,
        application_id=call.application_id,
        account_id=call.account_id,
        at=call.at,
        method=call.method,
        path=call.path[:200],
        status=call.status,
        milliseconds=call.milliseconds,
        code=code,
        label=label[:500],
        headers=call.headers,
        question=masked(call.question) if call.question else "",
        answer=masked(call.answer) if call.answer else "",
        whole=call.whole,
        flux_number=number[:25],
        replay_of_id=call.replay_of_id,
        replayed_by_id=call.replayed_by_id,
    )


def _told(call: Noted) -> tuple[int | None, str, str]:
    """The code and the label of the answer, and the flux that is spoken of."""
    answer, question = _read(call.answer), _read(call.question)
    code, label = answer.get("codeRetour"), answer.get("libelle")
    number = answer.get("numeroFluxDepot") or question.get("numeroFluxDepot") or ""
    return (code if isinstance(code, int) else None), str(label or ""), str(number)


def _read(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _forget_beyond(context: Context, structure_id: int, most: int) -> None:
    mine = col(ApiCall.structure_id) == structure_id
    query = select(ApiCall.id).where(mine).order_by(col(ApiCall.id).desc()).offset(most).limit(1)
    last = context.session.exec(query).first()
    if last is not None:
        context.session.exec(delete(ApiCall).where(mine, col(ApiCall.id) <= last))


def _narrowing(filters: CallFilters) -> Iterable[ColumnElement[bool]]:
    if filters.path:
        yield col(ApiCall.path) == filters.path
    if filters.outcome:
        served = (col(ApiCall.status) == 200) & (func.coalesce(ApiCall.code, 0) == 0)
        yield served if filters.outcome == SERVED else ~served
    if filters.since:
        yield col(ApiCall.at) >= _midnight(filters.since)
    if filters.until:
        yield col(ApiCall.at) < _midnight(filters.until + timedelta(days=1))
    for word in filters.text.split()[:8]:
        columns = (ApiCall.path, ApiCall.label, ApiCall.question, ApiCall.answer)
        yield or_(*(col(column).icontains(word, autoescape=True) for column in columns))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), PARIS)


def _named(context: Context, calls: Sequence[ApiCall]) -> list[CallRow]:
    """The calls with the names of programs and accounts: two queries however many there are."""
    ask = context.session.exec
    programs = {call.application_id for call in calls}
    accounts = {call.account_id for call in calls if call.account_id is not None}
    names = dict(ask(select(Application.id, Application.name).where(col(Application.id).in_(programs))).all())
    query = select(TechnicalAccount.id, TechnicalAccount.login).where(col(TechnicalAccount.id).in_(accounts))
    logins = dict(ask(query).all())
    return [
        CallRow(
            call.public_id,
            call.at,
            call.method,
            call.path,
            call.status,
            call.milliseconds,
            call.code,
            call.label,
            names.get(call.application_id, ""),
            logins.get(call.account_id or 0, ""),
            call.replay_of_id is not None,
        )
        for call in calls
    ]


def _view(context: Context, call: ApiCall, first: str) -> CallView:
    (row,) = _named(context, [call])
    return CallView(row, call.question, call.answer, first)

"""Write the audit log, and let its oldest entries go."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from sqlmodel import col, delete, func, select

from chorus_app.audit.acts import Act, Kind
from chorus_app.audit.models import WORDS, AuditEntry
from chorus_app.audit.networks import shortened
from chorus_app.kernel.context import Context
from chorus_app.kernel.search import search_key
from chorus_app.kernel.words import one_line

SECRET = re.compile(r"password|passwd|mot_de_passe|secret|token|jeton|hash|cookie|ticket|lien|link", re.IGNORECASE)
HIDDEN = "***"
LONGEST_VALUE = 300
MOST_VALUES = 40


def record(
    context: Context,
    *,
    act: Act,
    kind: Kind = Kind.NOTHING,
    subject_id: str = "",
    subject: str = "",
    reason: str = "",
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    purged_before: datetime | None = None,
) -> None:
    """Write what is being done, in the act's own transaction: both are committed, or neither.

    `subject_id` is the public id of what the act is about; `subject` names it for readers, unless it is a person.
    `before` and `after` hold what changed, as names and plain values; a name that tells of a secret keeps no value.
    """
    named, told = one_line(subject)[:200], one_line(reason)[:500]
    entry = AuditEntry(
        at=context.now(),
        act=act.value,
        door=context.source.door,
        network=shortened(context.source.client_ip),
        actor_id=context.actor_id,
        structure_id=context.structure_id,
        kind=kind.value,
        subject_id=subject_id,
        subject=named,
        reason=told,
        before=_plain(before or {}),
        after=_plain(after or {}),
        purged_before=purged_before,
        search_key=search_key(named, subject_id, told),
    )
    context.session.add(entry)
    context.session.flush()
    WORDS.add(context.session, entry.id, entry.search_key)


def purge(context: Context, *, before: datetime) -> int:
    """Delete the entries older than a moment of the past; the purge itself is written first. Returns how many."""
    old = col(AuditEntry.at) < before
    count = context.session.exec(select(func.count()).select_from(AuditEntry).where(old)).one()
    if count:
        record(context, act=Act.DATA_PURGED, subject="audit", after={"audit": count}, purged_before=before)
        context.session.exec(delete(AuditEntry).where(old))
        WORDS.rebuild(context.session)
    return count


def _plain(values: Mapping[str, object]) -> dict[str, Any]:
    shown = list(values.items())[:MOST_VALUES]
    return {name: HIDDEN if SECRET.search(name) and value else _value(value) for name, value in shown}


def _value(value: object) -> Any:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Enum):
        return _value(value.value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, list | tuple | set | frozenset):
        return [_value(one) for one in (sorted(value, key=str) if isinstance(value, set | frozenset) else value)][:50]
    return one_line(str(value))[:LONGEST_VALUE]

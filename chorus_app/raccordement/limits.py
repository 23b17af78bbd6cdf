"""What a raccordement may do, alike for EDI and the API: whether it is open, from where it comes, under which codes it
deposits. Each act is in the structure's history and in the audit log.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from chorus_app.audit.acts import Act as AuditAct
from chorus_app.audit.acts import Kind
from chorus_app.audit.service import record
from chorus_app.formats.syntaxes import SYNTAXES
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import Conflict
from chorus_app.raccordement.models import Limited
from chorus_app.raccordement.networks import read_networks
from chorus_app.structures.enums import Act
from chorus_app.structures.journal import Value, record_change
from chorus_app.structures.models import Structure

INTERFACES = tuple(dict.fromkeys(syntax.interface_code for syntax in SYNTAXES if not syntax.b2b))


@dataclass(frozen=True, slots=True)
class Change:
    """What an act changed, by the names of the fields."""

    before: Mapping[str, Value] = field(default_factory=dict)
    after: Mapping[str, Value] = field(default_factory=dict)


NOTHING = Change()


def check_open(limited: Limited) -> None:
    """Raises `Conflict` for one that could deposit under no code."""
    if not limited.interfaces:
        raise Conflict("raccordement.limits.needs_interface")


def subscribe(limited: Limited, *, interfaces: Collection[str]) -> Change:
    """Choose the codes under which it deposits. Raises `Conflict` when an open one would have none."""
    chosen = [code for code in INTERFACES if code in interfaces]
    if limited.active and not chosen:
        raise Conflict("raccordement.limits.needs_interface")
    before, limited.interfaces = ", ".join(limited.interfaces), chosen
    return Change({"interfaces": before}, {"interfaces": ", ".join(chosen)})


def limit_networks(limited: Limited, *, typed: str) -> Change:
    """Say from which addresses it comes; none: from any. Raises `Invalid`."""
    networks = read_networks(typed)
    before, limited.networks = ", ".join(limited.networks), networks
    return Change({"networks": before}, {"networks": ", ".join(networks)})


def note(
    context: Context, *, structure_id: int, act: Act, subject: str, object_id: str, change: Change = NOTHING
) -> None:
    """Write the act on `subject` into the structure's history, and into the audit log under the same name."""
    structure = context.session.get_one(Structure, structure_id)
    record_change(
        context,
        structure_id=structure_id,
        act=act,
        subject=subject,
        object_id=object_id,
        before=change.before,
        after=change.after,
    )
    record(
        context,
        act=AuditAct(act.value),
        kind=Kind.STRUCTURE,
        subject_id=structure.public_id,
        subject=structure.name,
        before=change.before,
        after={"raccordement": subject, **change.after},
    )

"""Tables of the deposits: the flux, its states, its report, and what the depositor looked at afterwards."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, Connection, event, inspect
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.orm import Mapper
from sqlmodel import Field, Index, SQLModel, UniqueConstraint, col

from chorus_app.flux.enums import ChecklistItem, Door, FluxState
from chorus_app.formats.syntaxes import Space
from chorus_app.kernel.db import Amount, UtcDateTime
from chorus_app.kernel.months import month_of
from chorus_app.kernel.search import TextIndex
from chorus_app.kernel.tokens import new_public_id
from chorus_app.raccordement import models as _applications  # noqa: F401 - the table that application_id names


class FluxSequence(SQLModel, table=True):
    """The last sequence number given to an application code (section 1.3)."""

    __tablename__ = "chorus_flux_sequence"

    application_code: str = Field(primary_key=True, max_length=6)
    value: int


class Flux(SQLModel, table=True):
    """One deposit. `number` is the 25 characters told to the depositor; `workflow_id` is random and never shown.

    `structure_id` is the structure that the depositor acted for; `file_name` is cleaned for showing; `attempts` counts
    the times that the import had to be begun anew; `file_key` is the file's name folded, which lists sort by;
    `asked_outcome` is how the depositor wants the import to end (`flux.sandbox`), or empty; `application_id` is the
    program that deposited it by the API.
    """

    __tablename__ = "chorus_flux"
    __table_args__ = (
        UniqueConstraint("depositor_id", "idempotency_key"),
        *(
            Index(f"ix_chorus_flux_list_{column}", "structure_id", column)
            for column in (
                "received_at",
                "number",
                "file_key",
                "syntax",
                "state",
                "state_at",
                "space",
                "mode_depot",
                "depositor_id",
            )
        ),
        Index("ix_chorus_flux_list_state_received_at", "structure_id", "state", "received_at"),
        Index("ix_chorus_flux_depositor_list", "depositor_id", "received_at"),
    )

    id: int = Field(default=None, primary_key=True)
    public_id: str = Field(default_factory=new_public_id, unique=True, max_length=32)
    workflow_id: str = Field(default_factory=new_public_id, unique=True, max_length=32)
    number: str = Field(unique=True, max_length=25)
    syntax: str = Field(max_length=20)
    interface_code: str = Field(max_length=8)
    mode_depot: str = Field(max_length=30)
    door: Door
    application_code: str = Field(max_length=6)
    space: Space
    sha256: str = Field(max_length=64)
    size: int
    file_name: str = Field(max_length=120)
    depositor_id: int = Field(foreign_key="chorus_user.id")
    structure_id: int = Field(foreign_key="chorus_structure.id")
    idempotency_key: str = Field(max_length=64)
    state: FluxState = Field(index=True)
    state_at: datetime = Field(sa_type=UtcDateTime)
    received_at: datetime = Field(sa_type=UtcDateTime)
    attempts: int = 0
    search_key: str = Field(default="", max_length=600)
    file_key: str = Field(default="", max_length=120)
    asked_outcome: str = Field(default="", max_length=20)
    application_id: int | None = Field(default=None, foreign_key="chorus_application.id", index=True)


class FluxCount(SQLModel, table=True):
    """How many flux of a structure and a space, received in that month ("2026-11"), are in a state: `flux.counts`."""

    __tablename__ = "chorus_flux_count"

    structure_id: int = Field(primary_key=True, foreign_key="chorus_structure.id")
    space: Space = Field(primary_key=True)
    month: str = Field(primary_key=True, max_length=7)
    state: FluxState = Field(primary_key=True)
    flux: int


class FluxEvent(SQLModel, table=True):
    """A state that a flux took. Order is that of `id`."""

    __tablename__ = "chorus_flux_event"

    id: int = Field(default=None, primary_key=True)
    flux_id: int = Field(foreign_key="chorus_flux.id", index=True)
    state: FluxState
    at: datetime = Field(sa_type=UtcDateTime)


class Report(SQLModel, table=True):
    """The compte-rendu d'intégration; one for each flux, shown once the flux is in its final `state`.

    `kind` is what the file turned out to be; `layers` tells for each layer of checks why it was skipped, if it was. The
    report of a lot is begun when the lot is opened: `members` are the names in it, in its order, and `state` is that of
    a running import until all its invoices have their rows.
    """

    __tablename__ = "chorus_report"

    id: int = Field(default=None, primary_key=True)
    flux_id: int = Field(foreign_key="chorus_flux.id", unique=True)
    state: FluxState
    made_at: datetime = Field(sa_type=UtcDateTime)
    kind: str | None = Field(default=None, max_length=30)
    layers: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    members: list[str] | None = Field(default=None, sa_type=JSON)
    invoice_count: int = 0
    accepted_count: int = 0
    blocking_count: int = 0
    warning_count: int = 0


class ReportInvoice(SQLModel, table=True):
    """An invoice that the file carried, accepted or not, as far as it could be read.

    In a lot `position` is that of its file, `file_name` the name of that, and `layers` as in the report of one file.
    """

    __tablename__ = "chorus_report_invoice"
    __table_args__ = (
        UniqueConstraint("report_id", "position"),
        Index("ix_chorus_report_invoice_again", "supplier_identifier", "number"),
    )

    id: int = Field(default=None, primary_key=True)
    report_id: int = Field(foreign_key="chorus_report.id")
    position: int = 1
    accepted: bool
    number: str | None = Field(default=None, max_length=200)
    cadre: str | None = Field(default=None, max_length=60)
    supplier_type: str | None = Field(default=None, max_length=20)
    supplier_identifier: str | None = Field(default=None, max_length=100)
    supplier_name: str | None = Field(default=None, max_length=200)
    recipient_type: str | None = Field(default=None, max_length=20)
    recipient_identifier: str | None = Field(default=None, max_length=100)
    recipient_name: str | None = Field(default=None, max_length=200)
    amount: Decimal | None = Field(default=None, sa_type=Amount)
    currency: str | None = Field(default=None, max_length=3)
    file_name: str | None = Field(default=None, max_length=200)
    layers: list[dict[str, Any]] | None = Field(default=None, sa_type=JSON)
    blocking_count: int | None = None
    warning_count: int | None = None


class ReportFinding(SQLModel, table=True):
    """A finding of a report, in the order found; `invoice_position` is None for what concerns the whole file."""

    __tablename__ = "chorus_report_finding"
    __table_args__ = (UniqueConstraint("report_id", "position"),)

    id: int = Field(default=None, primary_key=True)
    report_id: int = Field(foreign_key="chorus_report.id")
    position: int
    invoice_position: int | None = None
    layer: str = Field(max_length=20)
    severity: str = Field(max_length=10)
    code: str = Field(max_length=60)
    key: str = Field(max_length=120)
    term: str | None = Field(default=None, max_length=40)
    path: str | None = Field(default=None, max_length=500)
    line: int | None = None
    value: str | None = Field(default=None, max_length=200)
    params: dict[str, str] = Field(default_factory=dict, sa_type=JSON)


class ReportReading(SQLModel, table=True):
    """Who opened a report, and when first."""

    __tablename__ = "chorus_report_reading"
    __table_args__ = (UniqueConstraint("user_id", "flux_id"),)

    id: int = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="chorus_user.id")
    flux_id: int = Field(foreign_key="chorus_flux.id", index=True)
    at: datetime = Field(sa_type=UtcDateTime)


class ChecklistTick(SQLModel, table=True):
    """A person says that he has looked at an item of the checklist of a flux."""

    __tablename__ = "chorus_checklist_tick"
    __table_args__ = (UniqueConstraint("user_id", "flux_id", "item"),)

    id: int = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="chorus_user.id")
    flux_id: int = Field(foreign_key="chorus_flux.id", index=True)
    item: ChecklistItem
    at: datetime = Field(sa_type=UtcDateTime)


class ChecklistAway(SQLModel, table=True):
    """A person put the checklist of a flux away."""

    __tablename__ = "chorus_checklist_away"
    __table_args__ = (UniqueConstraint("user_id", "flux_id"),)

    id: int = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="chorus_user.id")
    flux_id: int = Field(foreign_key="chorus_flux.id", index=True)
    at: datetime = Field(sa_type=UtcDateTime)


class Upload(SQLModel, table=True):
    """A file that a person sent and has not deposited yet; kept for a day, seen by that person only."""

    __tablename__ = "chorus_upload"

    id: int = Field(default=None, primary_key=True)
    public_id: str = Field(default_factory=new_public_id, unique=True, max_length=32)
    user_id: int = Field(foreign_key="chorus_user.id", index=True)
    sha256: str = Field(max_length=64, index=True)
    size: int
    name: str = Field(max_length=120)
    at: datetime = Field(sa_type=UtcDateTime, index=True)


WORDS = TextIndex(SQLModel.metadata.tables["chorus_flux"])


def _add(connection: Connection, flux: Flux, state: FluxState, more: int) -> None:
    """Counts move in the transaction that writes a flux or changes its state, whoever does it through the session."""
    key = {
        "structure_id": flux.structure_id,
        "space": flux.space,
        "month": month_of(flux.received_at),
        "state": state,
    }
    row = upsert(FluxCount).values(**key, flux=more)
    connection.execute(row.on_conflict_do_update(index_elements=list(key), set_={"flux": col(FluxCount.flux) + more}))


def _came(_mapper: Mapper[Flux], connection: Connection, flux: Flux) -> None:
    _add(connection, flux, flux.state, 1)


def _changed(_mapper: Mapper[Flux], connection: Connection, flux: Flux) -> None:
    history = inspect(flux).attrs.state.history
    if history.has_changes() and history.deleted:
        _add(connection, flux, history.deleted[0], -1)
        _add(connection, flux, flux.state, 1)


event.listen(Flux, "after_insert", _came)
event.listen(Flux, "after_update", _changed)

"""What the interfaces are shown of a flux and its report: frozen, without rows of the database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from chorus_app.flux.enums import ChecklistItem, FluxState
from chorus_app.flux.naming import flux_file_name
from chorus_app.formats.kinds import FACTURX_KINDS, LOT_KINDS, FileKind
from chorus_app.formats.syntaxes import Space
from chorus_app.invoices.enums import Status
from chorus_app.invoices.status import DELIVERED, RECEIVED, SENT, STATUSES, Tone, label_key
from chorus_app.kernel.paging import Page
from chorus_app.rules.layers import STANDARDS

STATE_TONES = {
    FluxState.INCIDENT: Tone.DANGER,
    FluxState.REJECTED: Tone.DANGER,
    FluxState.INADMISSIBLE: Tone.DANGER,
    FluxState.INTEGRATED: Tone.SUCCESS,
    FluxState.PARTLY_INTEGRATED: Tone.WARNING,
}


def tone_of(state: FluxState) -> Tone:
    """How a state looks."""
    return STATE_TONES.get(state, Tone.INFO)


@dataclass(frozen=True, slots=True)
class FluxRow:
    """One line of « Suivi des flux ». The counts are 0 until the report is there."""

    public_id: str
    number: str
    file_name: str
    size: int
    syntax: str
    interface_code: str
    space: Space
    mode_depot: str
    state: FluxState
    state_at: datetime
    received_at: datetime
    depositor: str
    structure: str
    invoice_count: int
    accepted_count: int
    blocking_count: int
    warning_count: int

    @property
    def state_key(self) -> str:
        return self.state.label_key

    @property
    def gloss_key(self) -> str:
        return self.state.gloss_key

    @property
    def tone(self) -> Tone:
        return tone_of(self.state)

    @property
    def final(self) -> bool:
        return self.state.final

    @property
    def flux_file_name(self) -> str:
        """The name that Chorus Pro's reports give the file."""
        return flux_file_name(self.interface_code, self.number)


@dataclass(frozen=True, slots=True)
class StateView:
    """A state that the flux took."""

    state: FluxState
    at: datetime


@dataclass(frozen=True, slots=True)
class FluxInvoice:
    """An invoice that the flux brought; without id and status when the actor may not open it."""

    number: str
    public_id: str = ""
    status: Status | None = None

    @property
    def status_key(self) -> str:
        return label_key(self.status) if self.status else ""

    @property
    def tone(self) -> Tone:
        return STATUSES[self.status].tone if self.status else Tone.NEUTRAL

    @property
    def delivered(self) -> bool:
        """Whether it is « Mise à disposition » or « Envoyée », or was so before the recipient took it further."""
        return self.status in DELIVERED

    @property
    def sent(self) -> bool:
        """Whether it is « Envoyée »: with the MOE or the MOA."""
        return self.status in SENT

    @property
    def received(self) -> bool:
        """Whether its recipient has answered it."""
        return self.status in RECEIVED


@dataclass(frozen=True, slots=True)
class LotProgress:
    """How far the import of a lot is: invoices in all, handled, accepted; and those handled last, newest first."""

    total: int
    done: int
    accepted: int
    last: tuple["ReportInvoiceView", ...] = ()

    @property
    def refused(self) -> int:
        return self.done - self.accepted


@dataclass(frozen=True, slots=True)
class FluxView:
    """A flux with its life (oldest first) and its invoices. `mine`: the actor deposited it; `lot` None: no lot, or one
    that is not opened yet."""

    row: FluxRow
    sha256: str
    mine: bool
    states: tuple[StateView, ...]
    invoices: tuple[FluxInvoice, ...]
    lot: LotProgress | None = None


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding; its texts are `title_key`, `meaning_key`, `todo_key`, filled with `params`."""

    invoice_position: int | None
    layer: str
    severity: str
    code: str
    key: str
    term: str | None
    path: str | None
    line: int | None
    value: str | None
    params: Mapping[str, str] = field(default_factory=dict)

    @property
    def beyond(self) -> bool:
        """Whether only EN 16931 or BR-FR asks it, and nothing hangs on it."""
        return self.layer in STANDARDS and self.severity != "blocking"

    @property
    def title_key(self) -> str:
        return f"{self.key}.title"

    @property
    def meaning_key(self) -> str:
        return f"{self.key}.meaning"

    @property
    def todo_key(self) -> str:
        return f"{self.key}.todo"


@dataclass(frozen=True, slots=True)
class LayerView:
    """A layer of checks; `skipped_key` says why it was not run."""

    layer: str
    skipped_key: str | None


@dataclass(frozen=True, slots=True)
class ReportInvoiceView:
    """An invoice of the file as far as it could be read. In a lot `file_name` is the name of its file there."""

    position: int
    accepted: bool
    number: str | None
    cadre: str | None
    supplier_type: str | None
    supplier_identifier: str | None
    supplier_name: str | None
    recipient_type: str | None
    recipient_identifier: str | None
    recipient_name: str | None
    amount: Decimal | None
    currency: str | None
    file_name: str | None = None
    blocking_count: int | None = None
    warning_count: int | None = None

    @property
    def name(self) -> str:
        """What people call it: its number, else its file."""
        return self.number or self.file_name or ""


@dataclass(frozen=True, slots=True)
class LotReportView:
    """The compte-rendu of a lot, a page of its invoices at a time; `reasons` are the blocking findings by position."""

    flux: FluxRow
    made_at: datetime
    refused: int
    page: Page[ReportInvoiceView]
    reasons: Mapping[int, tuple[FindingView, ...]]
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReportView:
    """The compte-rendu d'intégration. Blocking findings come first."""

    flux: FluxRow
    made_at: datetime
    kind: FileKind | None
    layers: tuple[LayerView, ...]
    invoices: tuple[ReportInvoiceView, ...]
    findings: tuple[FindingView, ...]
    read_at: datetime | None

    @property
    def is_facturx(self) -> bool:
        return self.kind in FACTURX_KINDS

    @property
    def is_lot(self) -> bool:
        """Whether it tells of a lot whose invoices were looked at one by one."""
        return self.kind in LOT_KINDS and bool(self.invoices)

    @property
    def refused(self) -> tuple[ReportInvoiceView, ...]:
        """The invoices that are refused."""
        return tuple(invoice for invoice in self.invoices if not invoice.accepted)

    def of(self, invoice: ReportInvoiceView) -> tuple[FindingView, ...]:
        """The findings on one of the invoices."""
        return tuple(found for found in self.findings if found.invoice_position == invoice.position)

    @property
    def asked(self) -> tuple[FindingView, ...]:
        """The findings on what Chorus Pro itself looks at, and all that blocks."""
        return tuple(found for found in self.findings if not found.beyond)

    @property
    def beyond(self) -> tuple[FindingView, ...]:
        """The remarks of EN 16931 and BR-FR, which Chorus Pro does not look at."""
        return tuple(found for found in self.findings if found.beyond)


@dataclass(frozen=True, slots=True)
class ChecklistLine:
    """One item. What the portal states (`known_key`, filled with `params`; `done`: it is as it should be; None: it
    cannot tell yet) stands apart from what the person ticked."""

    item: ChecklistItem
    done: bool | None
    known_key: str
    params: Mapping[str, object]
    stated_at: datetime
    ticked_at: datetime | None

    @property
    def label_key(self) -> str:
        return f"flux.checklist.{self.item.value}.label"

    @property
    def tick_key(self) -> str:
        """Label of the box that the person ticks."""
        return f"flux.checklist.{self.item.value}.tick"


@dataclass(frozen=True, slots=True)
class Checklist:
    """What to look at after a deposit, for one person."""

    flux: FluxRow
    invoices: tuple[FluxInvoice, ...]
    lines: tuple[ChecklistLine, ...]
    put_away_at: datetime | None

    @property
    def open(self) -> bool:
        """Whether it still asks for attention."""
        return self.put_away_at is None and any(line.ticked_at is None for line in self.lines)

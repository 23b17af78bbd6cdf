"""Refusals of drafts."""

from chorus_app.drafts.checks import Remark
from chorus_app.kernel.errors import AppError, Conflict
from chorus_app.rules.finding import Finding


class NotReady(AppError):
    """The invoice cannot be sent, or the step not be opened, as it is; `remarks` say why."""

    code = "draft_not_ready"
    status = 422

    def __init__(self, *remarks: Remark) -> None:
        super().__init__("drafts.not_ready", count=len(remarks))
        self.remarks = remarks

    @property
    def findings(self) -> list[Finding]:
        """What the rules found."""
        return [remark.finding for remark in self.remarks]


class AlreadySent(Conflict):
    """The draft was sent before: it is an invoice now."""

    code = "draft_sent"

"""What happens on the step of the documents."""

from chorus_app.drafts import service
from chorus_app.flux import uploads
from chorus_app.flux.errors import QuotaReached
from chorus_app.kernel.context import product_world
from chorus_app.kernel.errors import AppError
from chorus_app.kernel.text import t
from chorus_app.ui.drafts.draft import OneDraft
from chorus_app.ui.gate import Right, event
from chorus_app.ui.problems import told
from chorus_app.ui.session import act, look

FAILURES = {"too_large": "too_large", "413": "too_large", "401": "signed_out", "403": "denied", "408": "interrupted"}


class FilesStep(OneDraft, mixin=True):
    """The documents that go with the invoice."""

    @event(Right.ATTACHED)
    async def attached(self, upload: str) -> None:
        """The browser has sent a document: it goes with the invoice."""
        self.problem = self.saved = ""
        try:
            file = await look(self, uploads.find, upload=str(upload))
            await act(self, service.attach, public_id=self._draft, file=file.stored, name=file.name)
        except AppError as error:
            self.problem = told(error)
            return
        self.saved = t("drafts.files.added", name=file.name)
        await self._again()

    @event(Right.ATTACHED)
    def attach_failed(self, reason: str) -> None:
        """The browser could not send the document."""
        word = str(reason).partition(":")[0]
        if word == str(QuotaReached.status):
            self.problem = told(QuotaReached(product_world().settings))
            return
        self.problem = t(f"drafts.failed.{FAILURES.get(word, 'other')}")

    @event(Right.ATTACHED)
    async def detach(self, file: str) -> None:
        """Take a document out."""
        self.problem = ""
        try:
            await act(self, service.detach, public_id=self._draft, file=str(file))
        except AppError as error:
            self.problem = told(error)
        await self._again()

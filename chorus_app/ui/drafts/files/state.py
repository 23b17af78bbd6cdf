"""What happens on the step of the documents."""

from pathlib import PurePath

from chorus_app.drafts import arrival, queries, service
from chorus_app.flux import uploads
from chorus_app.flux.uploads import UploadedFile
from chorus_app.formats.facts import Signature
from chorus_app.kernel.children import ChildDied
from chorus_app.kernel.context import product_world
from chorus_app.kernel.errors import AppError
from chorus_app.kernel.text import t
from chorus_app.ui.drafts.draft import OneDraft
from chorus_app.ui.gate import Right, event
from chorus_app.ui.problems import told
from chorus_app.ui.session import act, look


class FilesStep(OneDraft, mixin=True):
    """The documents that go with the invoice."""

    @event(Right.ATTACHED)
    async def attached(self, upload: str) -> None:
        """The browser has sent a document: it goes with the invoice, or is refused with its own reason."""
        self.problem = self.saved = ""
        try:
            file = await look(self, uploads.find, upload=str(upload))
        except AppError as error:
            self._refuse("", told(error))
            return
        try:
            signature = await self._signature(file)
            await act(
                self, service.attach, public_id=self._draft, file=file.stored, name=file.name, signature=signature
            )
        except AppError as error:
            self._refuse(file.name, told(error))
        except ChildDied:
            self._refuse(file.name, t("drafts.files.unreadable", name=file.name))
        else:
            self.saved = t("drafts.files.added", name=file.name)
            self._taken(file.name)
            await self._again()
        finally:
            await act(self, uploads.forget, upload=str(upload))

    async def _signature(self, file: UploadedFile) -> Signature | None:
        """What a XAdES signature says of the draft's PDF; None for any other document. Raises `ChildDied`."""
        world = product_world()
        view = await look(self, queries.get_draft, public_id=self._draft)
        if not view.sha256 or PurePath(file.name).suffix.casefold() != ".xml":
            return None
        pdf = str(world.files.path(view.sha256))
        return await world.children.run_async(arrival.signature_in_child, str(file.path), pdf)

    @event(Right.ATTACHED)
    async def detach(self, file: str) -> None:
        """Take a document out."""
        self.problem = ""
        try:
            await act(self, service.detach, public_id=self._draft, file=str(file))
        except AppError as error:
            self.problem = told(error)
        await self._again()

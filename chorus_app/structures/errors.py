"""Refusals about structures."""

from collections.abc import Mapping

from chorus_app.kernel.errors import Conflict


class StructureExists(Conflict):
    """The identifier belongs to a structure already: `public_id` is what an attachment can be asked for."""

    code = "structure_exists"

    def __init__(self, *, public_id: str, name: str) -> None:
        super().__init__("structures.create.exists", field="identifier", name=name)
        self.public_id = public_id
        self.name = name


class AlreadyAnswered(Conflict):
    """Somebody else answered the request first, or its asker cancelled it; the text tells who and when."""

    code = "already_answered"


class ChangedMeanwhile(Conflict):
    """What is being changed was changed by somebody since it was read: `values` as they are now, of `version`.

    Nothing was written; the text tells who and when, so that both versions can be shown side by side.
    """

    code = "changed_meanwhile"

    def __init__(self, key: str, *, version: int, values: Mapping[str, str], **params: object) -> None:
        super().__init__(key, field=None, **params)
        self.version = version
        self.values = values

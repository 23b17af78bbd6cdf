"""The documents that go with the invoice, as ready text."""

from chorus_app.drafts.enums import SIGNED_BY
from chorus_app.drafts.queries import DraftView
from chorus_app.kernel import french
from chorus_app.ui.components.attaching import FileLine
from chorus_app.ui.drafts.views import signature_told


def file_lines(view: DraftView) -> list[FileLine]:
    signs = view.facts.get(SIGNED_BY)
    return [
        FileLine(one.public_id, one.name, french.size(one.size), signature_told(view) if one.public_id == signs else "")
        for one in view.files
    ]

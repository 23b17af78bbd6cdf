"""Integrated invoices for the tests of the pages."""

from datetime import timedelta
from typing import Any

from chorus_app.invoices.enums import DocumentKind
from chorus_app.invoices.service import Document, Origin, integrate
from chorus_app.kernel.context import World
from tests.flux.scenes import Cast
from tests.makers.invoices import make_invoice


def add_invoice(world: World, cast: Cast, number: str, *, content: bytes = b"", name: str = "", **changes: Any) -> str:
    """An integrated invoice of the cast's supplier, deposited a minute after the one before; its public id.

    Its file is a stub that nobody can read, unless a content is given.
    """
    file = world.files.put(content or number.encode())
    name = name or f"{number}.pdf"
    mime_type = "application/xml" if name.endswith(".xml") else "application/pdf"
    with world.transaction() as context:
        origin = Origin(flux_number(number), "FSO1117A", "UPLOAD_PORTAIL", cast.alice, context.now())
        document = Document(DocumentKind.DEPOSITED, name, mime_type, file.sha256, file.size)
        parsed = make_invoice(number=number, **changes)
        invoice = integrate(context, parsed=parsed, origin=origin, documents=[document])
    world.clock.move(timedelta(minutes=1))
    return invoice.public_id


def flux_number(number: str) -> str:
    return f"CPP0011117{number:0>15}"

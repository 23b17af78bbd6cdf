"""What is said of a lot that is refused as a whole, and of an invoice that stands in it twice."""

from __future__ import annotations

from chorus_app.formats import limits
from chorus_app.formats.lots import Refusal
from chorus_app.formats.parsed import ParsedInvoice
from chorus_app.rules.finding import Finding
from chorus_app.rules.fit import file_named
from chorus_app.rules.making import Case, make

MEGABYTE, GIGABYTE = 1_000_000, 1_000_000_000


def refused(refusal: Refusal, *, name: str) -> Finding:
    """Why the lot is refused; `name` is that of the lot itself."""
    return make(
        refusal.why.value,
        refusal.name,
        file=file_named(name),
        most=str(limits.MAX_LOT_INVOICES),
        gigabytes=str(limits.MAX_LOT_UNPACKED // GIGABYTE),
        megabytes=str(limits.MAX_LOT_MEMBER // MEGABYTE),
        params=refusal.params,
    )


def twice(invoice: ParsedInvoice, *, first: str) -> Finding:
    """The supplier's number stands in the same lot before, in the file named `first`."""
    supplier = invoice.seller.identifier
    return Case(invoice).finding(
        "CPP-DOUBLON-LOT", invoice.number, first=first, supplier=supplier.value if supplier else ""
    )

"""Whether a signed PDF was changed since: integrity only. No network, no trust: who signed is what the file claims.

Imports pyHanko: itself to be imported only when a file is signed.
"""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from io import BytesIO
from types import FrameType

from pyhanko.pdf_utils.generic import DictionaryObject
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import validate_pdf_timestamp
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from chorus_app.formats import limits, pyhanko_shortcuts
from chorus_app.formats.facts import Signature, SignatureState

UNKNOWN = Signature(SignatureState.UNKNOWN)
ALLOWED = (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING)
WHOLE = (SignatureCoverageLevel.ENTIRE_FILE, SignatureCoverageLevel.ENTIRE_REVISION)
FILTERS = ("/adbe.pkcs7.detached", "/ETSI.CAdES.detached", "/PBAD.PAdES")  # how a signature may be written

# It logs each certificate that it cannot trust, which is all of them here.
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)

pyhanko_shortcuts.take()


class _TimeUp(BaseException):
    """Not an `Exception`: nothing on the way may take it for a fault of the file."""


def examine(content: bytes, count: int) -> tuple[Signature, ...]:
    """Each signature in the order of the file. `count` is how many there are: what cannot be read is unknown.

    Never raises, whatever the file holds; takes at most `limits.SIGNATURE_SECONDS`.
    """
    found: list[Signature] = []
    if len(content) <= limits.MAX_SIGNED_BYTES:
        # A file made to confuse may bring about any error.
        with suppress(_TimeUp, Exception), _at_most(limits.SIGNATURE_SECONDS):
            _examine(content, found)
    return tuple(found[:count]) + (UNKNOWN,) * (count - len(found))


def _examine(content: bytes, found: list[Signature]) -> None:
    """Adds to `found` as it goes, so that what was known before the time was up is kept."""
    reader = PdfFileReader(BytesIO(content), strict=False)
    if reader.encrypted:
        reader.decrypt(b"")
    fields = enumerate_sig_fields(reader, filled_status=True)
    for (name, _, field), _ in zip(fields, range(limits.MAX_SIGNATURES), strict=False):
        found.append(_signature(reader, field, name))


def _signature(reader: PdfFileReader, field: DictionaryObject, name: str) -> Signature:
    try:
        embedded = EmbeddedPdfSignature(reader, field, name)
        timestamp = embedded.sig_object_type == "/DocTimeStamp"
        state, stamped_at = _state(embedded, timestamp=timestamp)
        claimed = stamped_at or embedded.self_reported_timestamp
        return Signature(state, timestamp, _signer(embedded), _utc(claimed))
    except Exception:  # as above
        return UNKNOWN


def _state(embedded: EmbeddedPdfSignature, *, timestamp: bool) -> tuple[SignatureState, datetime | None]:
    if timestamp:
        status = validate_pdf_timestamp(embedded, ValidationContext(trust_roots=[], allow_fetching=False))
        holds, stamped_at = status.intact and status.valid, status.timestamp
    else:
        holds, stamped_at = _holds(embedded), None
    if not holds:
        return SignatureState.BROKEN, stamped_at
    return _since(embedded), stamped_at


def _holds(embedded: EmbeddedPdfSignature) -> bool:
    """Whether the signed bytes are those that were signed. Nobody is asked who the signer is: the chain of his
    certificates, the time stamps in the signature and what its form demands are left alone."""
    if embedded.sig_object.get("/SubFilter") not in FILTERS:
        raise ValueError("unknown way of signing")
    signed = embedded.signed_data["encap_content_info"]
    if signed["content"].native is not None:
        raise ValueError("the signature holds what it signs")
    intact, valid = validate_sig_integrity(
        embedded.signer_info,
        embedded.signer_cert,
        expected_content_type=signed["content_type"].native,
        actual_digest=embedded.compute_digest(),
    )
    return intact and valid


def _since(embedded: EmbeddedPdfSignature) -> SignatureState:
    """What became of the document since it was signed."""
    if embedded.coverage is None:
        embedded.compute_integrity_info()  # type: ignore[no-untyped-call]  # the method has no types
    changes = embedded.diff_result
    level = changes.modification_level if isinstance(changes, DiffResult) else ModificationLevel.OTHER
    if embedded.coverage not in WHOLE or embedded.summarise_integrity_info()["docmdp_ok"] is False:
        return SignatureState.CHANGED
    if embedded.coverage is SignatureCoverageLevel.ENTIRE_FILE:
        return SignatureState.INTACT
    return SignatureState.COMPLETED if level in ALLOWED else SignatureState.CHANGED


def _signer(embedded: EmbeddedPdfSignature) -> str | None:
    with suppress(Exception):  # as above
        subject = embedded.signer_cert.subject
        name = subject.native.get("common_name") or subject.human_friendly
        return " ".join(str(name if isinstance(name, str) else name[0]).split())[:120] or None
    return None


def _utc(moment: datetime | None) -> datetime | None:
    if moment is None:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Raises `_TimeUp` in the block after that time. Only the main thread can be interrupted; uploads are read in
    children, which work there, and are bounded as a whole besides."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise _TimeUp

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)

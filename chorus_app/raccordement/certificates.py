"""The certificate of a structure's raccordement: sent, replaced, taken off. Whoever manages the structure may."""

from sqlmodel import col, select

from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import Conflict, NotFound
from chorus_app.raccordement.models import Certificate
from chorus_app.raccordement.views import CertificateRow
from chorus_app.raccordement.x509 import read_certificate
from chorus_app.structures.enums import Act
from chorus_app.structures.journal import record_change
from chorus_app.structures.perms import actor, managed_organisation


def certificate(context: Context) -> CertificateRow | None:
    """The one in force. Raises `Denied`."""
    found = _in_force(context, managed_organisation(context))
    if found is None:
        return None
    over = found.not_after <= context.now()
    return CertificateRow(
        found.public_id, found.subject, found.issuer, found.fingerprint, found.not_before, found.not_after, over
    )


def send_certificate(context: Context, *, content: bytes) -> str:
    """Keep the certificate in place of the one before; its public id. Raises `Denied`, `Invalid`, `Conflict`.

    Of a file that is refused nothing is kept: it is looked at in memory.
    """
    structure_id = managed_organisation(context)
    read = read_certificate(content, now=context.now())
    before = _in_force(context, structure_id)
    if before is not None and before.fingerprint == read.fingerprint:
        raise Conflict("raccordement.certificate.same")
    if before is not None:
        before.ended_at = context.now()
    made = Certificate(
        structure_id=structure_id,
        pem=read.pem,
        subject=read.subject,
        issuer=read.issuer,
        fingerprint=read.fingerprint,
        not_before=read.not_before,
        not_after=read.not_after,
        added_at=context.now(),
        added_by_id=actor(context),
    )
    context.session.add(made)
    context.session.flush()
    _record(context, made, Act.CERTIFICATE_REPLACED if before is not None else Act.CERTIFICATE_ADDED)
    return made.public_id


def take_off_certificate(context: Context, *, public_id: str) -> None:
    """The structure has no certificate any more. Raises `Denied`, `NotFound`."""
    found = _in_force(context, managed_organisation(context))
    if found is None or found.public_id != public_id:
        raise NotFound
    found.ended_at = context.now()
    _record(context, found, Act.CERTIFICATE_TAKEN_OFF)


def _in_force(context: Context, structure_id: int) -> Certificate | None:
    mine = (Certificate.structure_id == structure_id, col(Certificate.ended_at).is_(None))
    return context.session.exec(select(Certificate).where(*mine)).one_or_none()


def _record(context: Context, made: Certificate, act: Act) -> None:
    record_change(
        context, structure_id=made.structure_id, act=act, subject=made.subject[:100], object_id=made.public_id
    )

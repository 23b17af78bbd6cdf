"""Everything of Alice's that has an id, and Charlie, who belongs elsewhere."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime

from sqlmodel import select

from chorus_app.accounts import sessions
from chorus_app.bank_details.enums import BankDetailKind
from chorus_app.bank_details.models import BankDetail
from chorus_app.drafts.enums import Manner
from chorus_app.drafts.models import Draft, DraftFile
from chorus_app.flux.models import Upload
from chorus_app.formats.syntaxes import Space
from chorus_app.kernel.context import World
from chorus_app.kernel.files import StoredFile
from chorus_app.preferences.models import SavedSearch
from chorus_app.raccordement.models import ApiCall, Application, Certificate, TechnicalAccount
from chorus_app.structures.enums import Profile, RequestKind
from chorus_app.structures.models import (
    AttachmentRequest,
    HabilitationRequest,
    Membership,
    MembershipProfile,
    RequestProof,
)
from chorus_app.tables import metadata
from tests.flux import scenes
from tests.flux.scenes import Cast
from tests.makers.invoices import make_facturx

# All ids are of one shape: what a form says of the letters that it got must not depend on them.
UNKNOWN, KNOWN = "zz31415926535827", "zz314159265358{:02}"
# Told to everybody: the directory of structures, and in demonstration mode the mailbox.
OPEN = frozenset({"chorus_structure", "chorus_service", "chorus_outbox"})
TABLES = frozenset(t.name for t in metadata.sorted_tables if "public_id" in t.columns) - OPEN


def make_things(world: World, cast: Cast) -> None:
    """Charlie has every profile in a structure of his own; the other rows are Alice's and Bob's."""
    content = make_facturx(cadre="A4", number="SECRET-D-ALICE")
    scenes.outcome(world, cast, scenes.put(world, cast, content, "FSO1137A", name="secret-d-alice.pdf"))
    with world.transaction(actor_id=cast.alice, structure_id=cast.supplier) as context:
        now, add = context.now(), context.session.add
        add(Upload(user_id=cast.alice, sha256="a" * 64, size=1, name="secret-d-alice.pdf", at=now))
        add(
            SavedSearch(
                user_id=cast.alice, listing="issued", name="secret-d-alice", name_key="s", query="", saved_at=now
            )
        )
        request = AttachmentRequest(user_id=cast.buyer, structure_id=cast.supplier, asked_at=now)
        add(request)
        context.session.flush()
        add(proof(request, world.files.put(b"secret-d-alice"), now))
        wish = Profile.ORGANISATION_CONSULTATION
        add(HabilitationRequest(user_id=cast.bob, structure_id=cast.supplier, profile=wish, asked_at=now))
        for user in (cast.alice, cast.bob):
            sessions.open_session(context, user_id=user, user_agent="secret-d-alice")
        add(bank_detail(cast.supplier, now))
        add(program := application(cast, now))
        add(technical_account(cast, now))
        context.session.flush()
        add(api_call(cast, program, now))
        add(certificate(cast, now))
        add(
            draft := Draft(
                structure_id=cast.supplier,
                author_id=cast.alice,
                space=Space.EMISES,
                manner=Manner.TYPED,
                file_name="secret-d-alice",
                created_at=now,
                changed_at=now,
            )
        )
        context.session.flush()
        add(DraftFile(draft_id=draft.id, name="secret-d-alice", mime_type="text/plain", sha256="b" * 64, size=1))
        for user, structure in ((cast.alice, cast.supplier), (cast.charlie, cast.other)):
            held = context.session.exec(
                select(Membership).where(Membership.user_id == user, Membership.structure_id == structure)
            ).one()
            for profile in (Profile.ORGANISATION_MODIFICATION, Profile.ORGANISATION_CONSULTATION):
                add(MembershipProfile(membership_id=held.id, profile=profile, granted_at=now))


def proof(request: AttachmentRequest, stored: StoredFile, now: datetime) -> RequestProof:
    return RequestProof(
        request_kind=RequestKind.ATTACHMENT,
        request_id=request.id,
        user_id=request.user_id,
        sha256=stored.sha256,
        size=stored.size,
        name="secret-d-alice.pdf",
        sent_at=now,
    )


def bank_detail(structure_id: int, now: datetime) -> BankDetail:
    return BankDetail(
        structure_id=structure_id,
        kind=BankDetailKind.IBAN,
        name="secret-d-alice",
        iban="FR7630006000011234567890189",
        bic="AGRIFRPP",
        created_at=now,
        changed_at=now,
    )


def application(cast: Cast, now: datetime) -> Application:
    return Application(
        structure_id=cast.supplier,
        name="secret-d-alice",
        client_id="secret-d-alice",
        secret_hash="c" * 64,
        created_at=now,
        created_by_id=cast.alice,
        secret_at=now,
    )


def api_call(cast: Cast, program: Application, now: datetime) -> ApiCall:
    return ApiCall(
        structure_id=cast.supplier,
        application_id=program.id,
        at=now,
        method="POST",
        path="/secret-d-alice",
        status=200,
        milliseconds=1,
        question="secret-d-alice",
    )


def certificate(cast: Cast, now: datetime) -> Certificate:
    return Certificate(
        structure_id=cast.supplier,
        pem="secret-d-alice",
        subject="secret-d-alice",
        issuer="secret-d-alice",
        fingerprint="c" * 64,
        not_before=now,
        not_after=now,
        added_at=now,
        added_by_id=cast.alice,
    )


def technical_account(cast: Cast, now: datetime) -> TechnicalAccount:
    return TechnicalAccount(
        structure_id=cast.supplier,
        user_id=cast.bob,
        login="secret-d-alice",
        secret_hash="c" * 64,
        created_at=now,
        created_by_id=cast.alice,
        expires_at=now,
    )


def ids_of_others(world: World, charlie: int) -> Mapping[str, str]:
    """One id by table, of a row that is not Charlie's; empty where there is none."""
    found: dict[str, str] = {}
    with closing(sqlite3.connect(world.database)) as opened:
        for number, table in enumerate(sorted(TABLES), 30):
            columns = {name for (name,) in opened.execute(f"SELECT name FROM pragma_table_info('{table}')")}
            owners = [name for name in ("user_id", "depositor_id") if name in columns]
            owner = "id" if table == "chorus_user" else next(iter(owners), "")
            where = f"WHERE {owner} != {charlie}" if owner else ""
            row = opened.execute(f"SELECT id FROM {table} {where} ORDER BY id DESC").fetchone()
            found[table] = KNOWN.format(number) if row else ""
            if row:
                opened.execute(f"UPDATE {table} SET public_id = ? WHERE id = ?", (found[table], row[0]))
        opened.commit()
    return found

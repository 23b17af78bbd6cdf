"""A lot before its deposit, and a lot of the refused invoices after it."""

import zipfile
from decimal import Decimal
from io import BytesIO

import pytest

from chorus_app.flux import lot_preview, lots, redeposit, uploads
from chorus_app.flux.deposit import Receipt
from chorus_app.flux.errors import QuotaReached
from chorus_app.flux.lot_preview import Looked, LotPreview, judge_lot, look_into
from chorus_app.formats.kinds import FileKind
from chorus_app.formats.syntaxes import Space
from chorus_app.kernel.children import ChildDied
from chorus_app.kernel.context import World
from chorus_app.kernel.errors import AppError, Conflict, Denied, NotFound
from tests.flux import poison, scenes
from tests.flux.scenes import Cast, outcome
from tests.formats.test_lots import HOSTILE
from tests.makers.invoices import make_facturx, make_ubl
from tests.makers.lots import tar_gz, ubl_files, zip_of


def looked(world: World, content: bytes, syntax: str = "FSO1100A", name: str = "lot.zip") -> Looked | None:
    stored = world.files.put(content)
    path = world.files.path(stored.sha256)
    return look_into(world, path, name=name, choose=lambda _: syntax, tell=lambda *_: None)


def judged(world: World, cast: Cast, content: bytes, syntax: str = "FSO1100A", by: int = 0) -> LotPreview:
    found = looked(world, content, syntax)
    assert found is not None
    with world.reading(actor_id=by or cast.alice, structure_id=cast.supplier) as context:
        return judge_lot(context, found)


def test_lot_tells_its_invoices_the_refused_ones_and_the_total(importing: World, cast: Cast) -> None:
    preview = judged(importing, cast, zip_of(ubl_files(20, wrong=(3, 9))))
    assert (len(preview.entries), preview.totals) == (20, {"EUR": Decimal("1800.00") * 18})
    assert [(one.file_name, one.number, [f.code for f in one.reasons]) for one in preview.refused] == [
        ("facture-003.xml", "L-003", ["CPP-PAIEMENT-ABSENT"]),
        ("facture-009.xml", "L-009", ["CPP-PAIEMENT-ABSENT"]),
    ]
    assert {one.recipient for one in preview.entries} == {"Ville de Démo"}
    assert list((importing.folder / "lots").iterdir()) == []


def test_preview_says_what_the_import_then_does(importing: World, cast: Cast) -> None:
    outcome(importing, cast, scenes.put(importing, cast, make_ubl(number="L-002"), "FSO1100A", space=Space.EMISES))
    files = [*ubl_files(4, wrong=(3,)), ("twice.xml", make_ubl(number="L-001")), ("f.pdf", make_facturx())]
    preview = judged(importing, cast, zip_of(files))
    report = outcome(importing, cast, put(importing, cast, zip_of(files)))
    assert {one.file_name: [f.code for f in one.reasons] for one in preview.refused} == {
        one.file_name: [f.code for f in report.of(one) if f.severity == "blocking"] for one in report.refused
    }
    assert len(preview.refused) == 4


def test_what_most_files_are_tells_the_syntaxes(importing: World, cast: Cast) -> None:
    asked: list[FileKind] = []
    stored = importing.files.put(zip_of([("a.xml", b"<a"), *ubl_files(2)]))
    told: list[tuple[int, int]] = []

    def choose(kind: FileKind) -> str:
        asked.append(kind)
        return ""

    path = importing.files.path(stored.sha256)
    found = look_into(importing, path, name="lot.zip", choose=choose, tell=lambda *known: told.append(known))
    assert found is not None
    assert (asked, found.kind, told) == ([FileKind.UBL_INVOICE], FileKind.UBL_INVOICE, [(0, 3), (3, 3)])
    assert cast


def test_hostile_lot_is_told_before_it_is_sent(importing: World, cast: Cast) -> None:
    content, name, why = HOSTILE["zip slip"]
    found = looked(importing, content, name=name)
    assert found is not None
    assert found.refusal is not None
    assert (found.refusal.code, found.verdicts) == (why.value, ())
    assert cast


def test_file_that_is_no_lot_is_none(importing: World, cast: Cast) -> None:
    assert looked(importing, make_ubl(), name="facture.xml") is None
    assert cast


def test_file_that_kills_its_child_is_refused_alone_before_sending(
    importing: World, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lot_preview, "check_only", poison.check_only)
    preview = judged(importing, cast, zip_of([*ubl_files(2), ("poison.xml", b"<a/>")]))
    assert [(one.file_name, one.reasons[0].code) for one in preview.refused] == [
        ("poison.xml", "FLUX-TRAITEMENT-INTERROMPU")
    ]


def test_lot_that_kills_its_child_leaves_nothing(importing: World, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chorus_app.formats.lots.unpack", poison.kill_own_process)
    with pytest.raises(ChildDied):
        looked(importing, zip_of(ubl_files(1)))
    assert list((importing.folder / "lots").iterdir()) == []
    assert cast


# --- Once more ---


def put(world: World, cast: Cast, content: bytes, name: str = "lot.zip") -> Receipt:
    return scenes.put(world, cast, content, "FSO1100A", space=Space.EMISES, name=name)


def refused(world: World, cast: Cast, *, by: int, public_id: str) -> redeposit.Wanted:
    with world.reading(actor_id=by, structure_id=cast.supplier) as context:
        return redeposit.refused_files(context, public_id=public_id)


def test_lot_of_the_refused_invoices_holds_only_those(importing: World, cast: Cast) -> None:
    files = ubl_files(20, wrong=(2, 5, 19))
    receipt = put(importing, cast, tar_gz(files), "factures.tar.gz")
    outcome(importing, cast, receipt)
    made = redeposit.pack_refused(importing, refused(importing, cast, by=cast.alice, public_id=receipt.public_id))
    with zipfile.ZipFile(BytesIO(importing.files.read(made.sha256))) as archive:
        assert [(name, archive.read(name)) for name in archive.namelist()] == [files[n] for n in (1, 4, 18)]
    with importing.transaction(actor_id=cast.alice) as context:
        upload = uploads.remember(context, stored=made, name=redeposit.name_of_refused("factures.tar.gz"))
    with importing.reading(actor_id=cast.alice) as context:
        assert uploads.find(context, upload=upload).name == "factures-refusees.zip"
    assert list((importing.folder / "lots").iterdir()) == []


def test_what_must_change_is_told_once_for_all_invoices(importing: World, cast: Cast) -> None:
    receipt = put(importing, cast, zip_of([*ubl_files(4, wrong=(1, 2, 3)), ("cut.xml", b"<a")]))
    outcome(importing, cast, receipt)
    with importing.reading(actor_id=cast.bob) as context:
        again = redeposit.again(context, public_id=receipt.public_id)
    assert (again.number, again.syntax, again.space, again.lot, again.refused) == (
        receipt.number,
        "FSO1100A",
        Space.EMISES,
        True,
        4,
    )
    assert [(found.code, count) for found, count in again.must_change] == [
        ("CPP-PAIEMENT-ABSENT", 3),
        ("XML-ILLISIBLE", 1),
    ]


def test_nothing_to_send_again_when_all_is_integrated(importing: World, cast: Cast) -> None:
    for content, name in ((zip_of(ubl_files(2)), "lot.zip"), (make_ubl(), "facture.xml")):
        receipt = put(importing, cast, content, name)
        outcome(importing, cast, receipt)
        with pytest.raises(Conflict) as told:
            refused(importing, cast, by=cast.alice, public_id=receipt.public_id)
        assert told.value.key == "flux.redeposit.none_refused"


def test_lot_that_went_away_cannot_be_sent_again(importing: World, cast: Cast) -> None:
    receipt = put(importing, cast, zip_of(ubl_files(2, wrong=(1,))))
    outcome(importing, cast, receipt)
    wanted = refused(importing, cast, by=cast.alice, public_id=receipt.public_id)
    wanted.path.unlink()
    with pytest.raises(Conflict) as told:
        redeposit.pack_refused(importing, wanted)
    assert told.value.key == "flux.redeposit.gone"


def test_reader_without_the_right_to_deposit_packs_nothing(importing: World, cast: Cast) -> None:
    receipt = put(importing, cast, zip_of(ubl_files(2, wrong=(1,))))
    outcome(importing, cast, receipt)
    with importing.transaction() as context:
        reader = scenes.person(context, "reader")
        scenes.attach_reader(context, reader, cast.supplier)
    with pytest.raises(Denied):
        refused(importing, cast, by=reader, public_id=receipt.public_id)


def test_who_has_too_much_waiting_packs_nothing(importing: World, cast: Cast) -> None:
    receipt = put(importing, cast, zip_of(ubl_files(2, wrong=(1,))))
    outcome(importing, cast, receipt)
    settings = importing.settings.model_copy(update={"max_waiting_bytes": 10})
    object.__setattr__(importing, "settings", settings)
    with pytest.raises(QuotaReached):
        refused(importing, cast, by=cast.alice, public_id=receipt.public_id)


def test_charlie_gets_what_an_unknown_flux_gives(importing: World, cast: Cast) -> None:
    receipt = put(importing, cast, zip_of(ubl_files(2, wrong=(1,))))
    outcome(importing, cast, receipt)
    told = set()
    for public_id in (receipt.public_id, "inconnu"):
        for act in (redeposit.refused_files, redeposit.again):
            with importing.reading(actor_id=cast.charlie) as context, pytest.raises(AppError) as error:
                act(context, public_id=public_id)
            told.add((type(error.value), error.value.key))
    assert told == {(NotFound, "kernel.not_found")}


def test_what_a_stopped_server_left_unpacked_is_deleted(world: World) -> None:
    (world.folder / "lots" / "preview-x").mkdir(parents=True)
    lots.forget_all(world)
    assert not (world.folder / "lots").exists()

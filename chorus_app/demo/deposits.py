"""DEPOSITS: what was deposited in the demonstration, oldest first, and what became of it.

Most rows come from two patterns (simple invoices, works pieces); the odd cases stand at the end, one row each.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from chorus_app.formats.syntaxes import Space
from chorus_app.invoices.enums import Status

EMISES, TRAVAUX = Space.EMISES, Space.TRAVAUX
CREDIT_NOTE = "381"
UNKNOWN_RECIPIENT = "90000004300019"  # well formed, in no directory


@dataclass(frozen=True, slots=True)
class DemoLine:
    """A line: `item` is the text `demo.item.<item>`; price in euros without VAT, rate in per cent."""

    item: str
    quantity: int
    price: Decimal
    rate: Decimal = Decimal(20)


@dataclass(frozen=True, slots=True)
class DemoInvoice:
    """What an invoice of the demonstration says. Parties are slugs; a recipient of digits is an identifier."""

    number: str
    supplier: str
    recipient: str
    lines: tuple[DemoLine, ...]
    cadre: str = "A1"
    service: str | None = None
    engagement: str | None = None
    valideur: str | None = None
    contract: str | None = None
    type_code: str = "380"
    original: str | None = None


@dataclass(frozen=True, slots=True)
class DemoAct:
    """What the recipient did `after` so many days; `reason` is the last part of a key in `demo.reason`. A piece is
    « Associée » by the next one, which its MOE deposits."""

    after: int
    status: Status
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DemoDeposit:
    """One deposit, `ago` days before the seed. `cut` bytes are missing at the end of the file.

    `left` means that the import is not run here: the server takes it up at its start.
    """

    key: str
    ago: int
    account: str
    syntax: str
    space: Space
    invoice: DemoInvoice
    acts: tuple[DemoAct, ...] = ()
    cut: int = 0
    left: bool = False


def _act(*steps: tuple[int, Status] | tuple[int, Status, str]) -> tuple[DemoAct, ...]:
    return tuple(DemoAct(*step) for step in steps)


S = Status
PAID = _act((3, S.SERVICE_FAIT), (8, S.MANDATEE), (10, S.MISE_A_DISPOSITION_COMPTABLE), (14, S.COMPTABILISEE))
PAID += _act((18, S.MISE_EN_PAIEMENT))
RECIPIENTS: tuple[tuple[str, str | None, str | None], ...] = (
    ("montclair", "VOIRIE", None),
    ("free", None, None),
    ("engagement", None, "EJ-{n:05d}"),
    ("service", "SERVICE1", None),
    ("either", None, "BC-{n:05d}"),
    ("montclair", "ECOLES", "EC-{n:04d}"),
    ("valclair", "COLLEGES", None),
    ("state", "AAASCPV", "15019{n:05d}"),
    ("service", "SERVICE_EJ", "SE-{n:04d}"),
    ("either", "SERVICE1", None),
)
ITEMS = {
    "batisseurs": ("masonry", "painting", "fence", "roof"),
    "papeterie": ("paper", "cartridges", "folders", "furniture"),
}
SIMPLE_SYNTAXES = ("FSO1117A", "FSO1100A", "FSO1117A", "FSO1106A", "FSO1117A", "FSO1116A")
WORKS_CADRES = ("A4", "A4", "A5", "A4", "A6", "A4", "A5", "A10", "A4", "A13", "A4", "A7", "A4", "A8", "A22", "A4")
WORKS_SYNTAXES = ("FSO1137A", "FSO1130A", "FSO1137A", "FSO1117A")
TO_MOE = frozenset({"A4", "A7", "A10", "A13"})
SIMPLE_COUNT = 34


def _line(draw: Random, supplier: str, rate: int) -> DemoLine:
    price = Decimal(draw.randrange(900, 48_000)) / 100 if supplier == "papeterie" else Decimal(draw.randrange(90, 990))
    return DemoLine(draw.choice(ITEMS[supplier]), draw.randrange(1, 24), price, Decimal(rate))


def _progress(ago: int, position: int) -> tuple[DemoAct, ...]:
    """The older an invoice, the further it went; a few were sent back on the way."""
    if position in (9, 17):
        return _act((4, S.SUSPENDUE, "missing_order"))
    if position == 12:
        return _act((2, S.REJETEE, "wrong_amount"))
    if position == 21:
        return _act((3, S.A_RECYCLER, "wrong_service"))
    return tuple(act for act in PAID if act.after < ago // 3)


def _simple() -> Iterator[DemoDeposit]:
    draw = Random(38)  # noqa: S311 - the same invoices at each seed
    for position in range(SIMPLE_COUNT):
        supplier = "papeterie" if position % 3 == 1 else "batisseurs"
        recipient, service, engagement = RECIPIENTS[position % len(RECIPIENTS)]
        ago = 150 - position * 150 // SIMPLE_COUNT
        yield DemoDeposit(
            key=f"simple-{position}",
            ago=ago,
            account="waiting_manager"
            if supplier == "papeterie"
            else ("supplier_manager", "supplier_user")[position % 2],
            syntax=SIMPLE_SYNTAXES[position % len(SIMPLE_SYNTAXES)],
            space=EMISES,
            invoice=DemoInvoice(
                number=f"{'P' if supplier == 'papeterie' else 'F'}-{position + 1101}",
                supplier=supplier,
                recipient=recipient,
                service=service,
                engagement=engagement.format(n=position + 17) if engagement else None,
                lines=tuple(_line(draw, supplier, rate) for rate in ((20,), (20, 10), (20, 20))[position % 3]),
            ),
            acts=_progress(ago, position),
        )


def _works() -> Iterator[DemoDeposit]:
    draw = Random(81)  # noqa: S311 - the same invoices at each seed
    for position, cadre in enumerate(WORKS_CADRES):
        yield DemoDeposit(
            key=f"works-{position}",
            ago=118 - position * 7,
            account=("supplier_user", "supplier_manager")[position % 2],
            syntax=WORKS_SYNTAXES[position % len(WORKS_SYNTAXES)],
            space=TRAVAUX,
            invoice=DemoInvoice(
                number=f"SIT-{position + 1:02d}-GYMNASE",
                supplier="batisseurs",
                recipient="montclair",
                cadre=cadre,
                service="VOIRIE",
                valideur="horizon" if cadre in TO_MOE else None,
                contract="TRX-014-GYM",
                lines=tuple(_works_line(draw, item) for item in ("shell", "floor", "frame")[: 1 + position % 3]),
            ),
            acts=() if position else _act((14, S.ASSOCIEE)),
        )


def _works_line(draw: Random, item: str) -> DemoLine:
    return DemoLine(item, draw.randrange(1, 40), Decimal(draw.randrange(180, 2_400)))


ONE_LINE = (DemoLine("painting", 12, Decimal("84.50")),)
_PLAIN = DemoInvoice("F-1201", "batisseurs", "free", ONE_LINE)
_SITE = replace(_PLAIN, recipient="montclair", cadre="A4", valideur="horizon", contract="TRX-014-GYM")

# Pieces of works that their MOE gave back, each for another reason: what they wait for is their supplier's.
BACK_FROM_MOE = (
    ("odd-works-complete", 14, "SIT-96-GYMNASE", S.A_COMPLETER, "missing_survey"),
    ("odd-works-recycle", 13, "SIT-97-GYMNASE", S.EN_ATTENTE_RECYCLAGE_FOURNISSEUR, "wrong_market"),
    ("odd-works-wrong-moe", 12, "SIT-98-GYMNASE", S.ERREUR_FOURNISSEUR_SUR_MOE, "wrong_moe"),
)


def _odd() -> Iterator[DemoDeposit]:
    """One deposit for each kind of outcome that the patterns do not show."""
    both = DemoDeposit(
        "odd-engagement", 41, "supplier_user", "FSO1117A", EMISES, replace(_PLAIN, recipient="engagement")
    )
    yield both
    corrected = replace(both.invoice, engagement="EJ-00777")
    yield replace(both, key="odd-engagement-again", ago=40, invoice=corrected)
    yield replace(both, key="odd-credit-note", ago=33, invoice=_credit_note())
    yield replace(both, key="odd-duplicate", ago=28, invoice=corrected)
    yield replace(both, key="odd-unknown", ago=24, invoice=_numbered("F-1202", recipient=UNKNOWN_RECIPIENT))
    yield replace(both, key="odd-inactive", ago=19, invoice=_numbered("F-1203", recipient="eaux"))
    truncated = _numbered("F-1204")
    yield replace(both, key="odd-truncated", ago=16, syntax="FSO1100A", invoice=truncated, cut=400)
    yield replace(both, key="odd-to-validate", ago=11, invoice=_subcontractor())
    refused = _act((1, S.ERREUR_FOURNISSEUR_SUR_VALIDEUR, "wrong_valideur"))
    yield replace(both, key="odd-wrong-valideur", ago=9, invoice=_subcontractor("ST-0002"), acts=refused)
    several = _numbered("FACTURE N° 2026/0000001205", service="FACTURES_PUBLIQUES", recipient="service")
    yield replace(both, key="odd-several", ago=8, invoice=several)
    yield replace(both, key="odd-b2b", ago=6, syntax="FSO1117A_B2B", invoice=_numbered("F-1206"))
    works = DemoDeposit("odd-works-cadre", 5, "supplier_user", "FSO1137A", TRAVAUX, replace(_SITE, cadre="A1"))
    yield replace(works, invoice=replace(works.invoice, number="SIT-90-GYMNASE"))
    yield replace(both, key="odd-cpp", ago=3, syntax="FSO1113A", invoice=_numbered("F-1207"))
    yield replace(works, key="odd-works-ubl", ago=4, syntax="FSO1130A", invoice=_site("SIT-91-GYMNASE"))
    yield replace(works, key="odd-works-service", ago=2, invoice=_site("SIT-92-GYMNASE", service="ARCHIVES"))
    for key, ago, number, status, reason in BACK_FROM_MOE:
        came_back = _act((1, status, reason))
        yield replace(works, key=key, ago=ago, invoice=_site(number), acts=came_back)
    yield replace(works, key="odd-works-last", ago=1, account="supplier_manager", invoice=_site("SIT-93-GYMNASE"))
    yield replace(both, key="odd-left", ago=0, syntax="FSO1117A", invoice=_numbered("F-1207"), left=True)


def _numbered(number: str, *, recipient: str = "free", service: str | None = None) -> DemoInvoice:
    return replace(_PLAIN, number=number, recipient=recipient, service=service)


def _site(number: str, *, service: str = "VOIRIE") -> DemoInvoice:
    return replace(_SITE, number=number, service=service)


def _credit_note() -> DemoInvoice:
    line = DemoLine("painting", 1, Decimal("84.50"))
    return replace(
        _PLAIN, number="A-0001", recipient="either", engagement="BC-00021", lines=(line,), type_code=CREDIT_NOTE
    )


def _subcontractor(number: str = "ST-0001") -> DemoInvoice:
    """An invoice of a sub-contractor: it waits for its valideur before the recipient gets it."""
    return replace(_PLAIN, number=number, recipient="montclair", service="VOIRIE", cadre="A9", valideur="horizon")


DEPOSITS: tuple[DemoDeposit, ...] = tuple(sorted((*_simple(), *_works(), *_odd()), key=lambda row: -row.ago))

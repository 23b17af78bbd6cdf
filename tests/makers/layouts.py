"""Thirty ways in which French companies lay out an invoice, drawn as PDF, each with the truth of what it shows.

No form is anybody's: names, numbers and amounts are made up, SIRET have right keys.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO
from random import Random

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from stdnum import iban, luhn

from chorus_app.formats.printed.labels import Field

LAYOUTS = 30
WIDTH, HEIGHT = A4
CENT = Decimal("0.01")
COMPANIES = (
    ("Menuiserie Lavigne SARL", "12 rue des Tilleuls", "21000 Dijon"),
    ("Ateliers du Ponant SAS", "4 quai de la Fosse", "44000 Nantes"),
    ("Chauffage Morvan", "Zone artisanale des Prés", "58120 Château-Chinon"),
    ("Papeterie Delorme EURL", "8 place du Marché", "63000 Clermont-Ferrand"),
    ("Imprimerie Cazeneuve", "27 avenue Foch", "31000 Toulouse"),
)
BODIES = (
    ("Commune de Valmont-sur-Loue", "1 place de la Mairie", "25440 Valmont-sur-Loue"),
    ("Centre hospitalier de Brévannes", "40 avenue de l'Hôpital", "94450 Brévannes"),
    ("Lycée Marguerite Audoux", "5 rue du Lycée", "18000 Bourges"),
    ("Département de la Haute-Vézère", "Hôtel du département", "19000 Tulle"),
    ("Syndicat mixte des eaux du Val", "3 chemin des Sources", "73100 Aix-les-Bains"),
)
GOODS = ("Pose de fenêtres", "Entretien de chaudière", "Ramettes de papier", "Impression de dépliants", "Main-d'œuvre")
MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
Row = tuple[str, Decimal, Decimal, Decimal]  # what, quantity, unit price, rate


@dataclass(frozen=True)
class Truth:
    """What an invoice is about, whatever it looks like."""

    number: str
    issued: date
    due: date
    supplier: tuple[str, str, str]
    recipient: tuple[str, str, str]
    supplier_siret: str
    recipient_siret: str
    iban: str
    service: str
    engagement: str
    market: str
    rows: tuple[Row, ...]

    @property
    def vat(self) -> dict[Decimal, tuple[Decimal, Decimal]]:
        """Base and VAT by rate."""
        bases: dict[Decimal, Decimal] = {}
        for _, quantity, price, rate in self.rows:
            bases[rate] = bases.get(rate, Decimal(0)) + quantity * price
        return {rate: (base, (base * rate / 100).quantize(CENT, ROUND_HALF_UP)) for rate, base in bases.items()}

    @property
    def net(self) -> Decimal:
        """Total without VAT."""
        return sum((base for base, _ in self.vat.values()), Decimal(0))

    @property
    def tax(self) -> Decimal:
        """Total VAT."""
        return sum((tax for _, tax in self.vat.values()), Decimal(0))

    @property
    def gross(self) -> Decimal:
        """Total with VAT."""
        return self.net + self.tax

    def expected(self) -> dict[Field, str | Decimal | date]:
        """By field; what a layout does not show it leaves out of the comparison (`Drawn.shown`)."""
        return {
            Field.NUMBER: self.number,
            Field.ISSUED: self.issued,
            Field.DUE: self.due,
            Field.SUPPLIER: self.supplier_siret,
            Field.RECIPIENT: self.recipient_siret,
            Field.IBAN: self.iban,
            Field.SERVICE: self.service,
            Field.ENGAGEMENT: self.engagement,
            Field.MARKET: self.market,
            Field.NET: self.net,
            Field.VAT: self.tax,
            Field.GROSS: self.gross,
            Field.PAYABLE: self.gross,
        }


@dataclass(frozen=True)
class Drawn:
    """A PDF, what it is about, and which fields it shows."""

    name: str
    content: bytes
    truth: Truth
    shown: frozenset[Field]

    @property
    def expected(self) -> dict[Field, str | Decimal | date]:
        """What can be read there."""
        return {wanted: value for wanted, value in self.truth.expected().items() if wanted in self.shown}


def siret(chance: Random) -> str:
    """Fourteen digits with both keys right."""
    siren = "".join(str(chance.randrange(1, 10)) for _ in range(8))
    siren += luhn.calc_check_digit(siren)
    start = siren + f"{chance.randrange(1, 999):04}"
    return start + luhn.calc_check_digit(start)


def truth(seed: int) -> Truth:
    """An invoice made up; the same for the same number."""
    chance = Random(seed)
    issued = date(2025, 1, 6) + timedelta(days=chance.randrange(600))
    numbers = ("FA-2025-{0:04}", "F{0:06}", "2025/{0:04}", "FAC{0}", "25-{0:05}", "FC2025.{0:03}", "{0:08}")
    account = f"3000{chance.randrange(10**9):09}{chance.randrange(10**8):08}97"[:23]
    rates = [Decimal(20)] if seed % 3 else [Decimal(20), Decimal("5.5")]
    rows = tuple(
        (
            chance.choice(GOODS),
            Decimal(chance.randrange(1, 12)),
            Decimal(chance.randrange(1_000, 90_000)) / 100,
            chance.choice(rates),
        )
        for _ in range(chance.randrange(1, 5))
    )
    return Truth(
        number=numbers[seed % len(numbers)].format(chance.randrange(1, 999)),
        issued=issued,
        due=issued + timedelta(days=30),
        supplier=COMPANIES[seed % len(COMPANIES)],
        recipient=BODIES[(seed // 2) % len(BODIES)],
        supplier_siret=siret(chance),
        recipient_siret=siret(chance),
        iban="FR" + iban.calc_check_digits("FR00" + account) + account,
        service=chance.choice(("SERV-TECH-01", "0450", "DRH2", "ACHATS_12", "D0212")),
        engagement=chance.choice(("EJ-2025-0042", "4500123456", "BC25-118", "2025CDE00731")),
        market=chance.choice(("MP-2024-17", "2024M0031", "M25-08")),
        rows=rows,
    )


# ---- how values are written


def grouped(value: Decimal, blank: str = " ", mark: str = ",") -> str:
    """1 234,50"""
    return f"{value:,.2f}".replace(",", "_").replace(".", mark).replace("_", blank)


AMOUNTS: tuple[Callable[[Decimal], str], ...] = (
    lambda value: f"{grouped(value)} €",
    lambda value: f"{grouped(value, chr(160))} EUR",
    lambda value: grouped(value, "."),
    lambda value: f"{value:.2f}".replace(".", ",") + " €",
    lambda value: f"{value:.2f} €",
    lambda value: grouped(value),
)
DATES: tuple[Callable[[date], str], ...] = (
    lambda day: f"{day:%d/%m/%Y}",
    lambda day: f"{day.day}{'er' if day.day == 1 else ''} {MONTHS[day.month - 1]} {day.year}",
    lambda day: f"{day:%d-%m-%Y}",
    lambda day: f"{day:%d.%m.%Y}",
    lambda day: f"{day:%d/%m/%y}",
    lambda day: f"{day:%Y-%m-%d}",
)
SIRETS: tuple[Callable[[str], str], ...] = (
    lambda number: number,
    lambda number: f"{number[:3]} {number[3:6]} {number[6:9]} {number[9:]}",
    lambda number: f"{number[:9]} {number[9:]}",
)


def rate_of(rate: Decimal) -> str:
    """20 % or 5,5 %"""
    return f"{rate:f}".replace(".", ",") + " %"


# ---- the pen


class Pen:
    """Draws texts from the upper left corner, in points, and keeps which fields were shown."""

    def __init__(self, about: Truth, seed: int) -> None:
        self.out = BytesIO()
        self.canvas = Canvas(self.out, pagesize=A4, invariant=1)
        self.about = about
        self.size = 9 + seed % 3
        self.font = ("Helvetica", "Times-Roman", "Courier")[seed % 3] if seed % 5 else "Helvetica"
        if self.font == "Courier":
            self.size = 8
        self.money, self.day, self.group = AMOUNTS[seed % 6], DATES[seed // 2 % 6], SIRETS[seed % 3]
        self.shown: set[Field] = set()

    def text(self, x: float, y: float, text: str, *, size: float | None = None, right: bool = False) -> None:
        """One line; `right`: it ends at x."""
        self.canvas.setFont(self.font, size or self.size)
        (self.canvas.drawRightString if right else self.canvas.drawString)(x, HEIGHT - y, text)

    def lines(self, x: float, y: float, *texts: str, step: float = 13) -> float:
        """Lines below each other; answers where the next one would stand."""
        for text in texts:
            self.text(x, y, text)
            y += step
        return y

    def value(self, wanted: Field) -> str:
        """The value as this layout writes it; the field then counts as shown."""
        self.shown.add(wanted)
        value = self.about.expected()[wanted]
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, Decimal):
            return self.money(value)
        if wanted in (Field.SUPPLIER, Field.RECIPIENT):
            return self.group(value)
        return " ".join(value[at : at + 4] for at in range(0, len(value), 4)) if wanted is Field.IBAN else value

    def drawn(self, name: str) -> Drawn:
        """The finished PDF."""
        self.canvas.save()
        return Drawn(name, self.out.getvalue(), self.about, frozenset(self.shown))


# ---- the parts of an invoice, each in several ways

Part = Callable[[Pen], None]


def parties_side_by_side(pen: Pen) -> None:
    pen.lines(40, 50, *pen.about.supplier, f"SIRET : {pen.value(Field.SUPPLIER)}")
    pen.text(330, 130, "Client")
    pen.lines(330, 145, *pen.about.recipient, f"SIRET : {pen.value(Field.RECIPIENT)}")


def parties_titled(pen: Pen) -> None:
    pen.text(40, 60, "ÉMETTEUR")
    pen.lines(40, 75, *pen.about.supplier, f"N° SIRET {pen.value(Field.SUPPLIER)}")
    pen.text(320, 60, "DESTINATAIRE")
    pen.lines(320, 75, *pen.about.recipient, f"N° SIRET {pen.value(Field.RECIPIENT)}")


def letterhead_in_the_foot(pen: Pen) -> None:
    pen.text(40, 50, pen.about.supplier[0], size=16)
    pen.lines(330, 110, "Facturé à :", *pen.about.recipient, f"SIRET client : {pen.value(Field.RECIPIENT)}")
    foot = f"{pen.about.supplier[0]} au capital de 10 000 € - RCS Dijon - SIRET {pen.value(Field.SUPPLIER)} - APE 4332A"
    pen.text(40, 815, foot, size=7)


def letterhead_at_the_top(pen: Pen) -> None:
    pen.text(40, 40, f"{' - '.join(pen.about.supplier)}", size=8)
    pen.text(40, 52, f"SARL au capital de 8 000 € - SIRET : {pen.value(Field.SUPPLIER)} - NAF 1812Z", size=8)
    pen.lines(320, 120, "Adresse de facturation", *pen.about.recipient, f"SIRET dest. : {pen.value(Field.RECIPIENT)}")


def public_body_without_heading(pen: Pen) -> None:
    pen.lines(40, 50, *pen.about.supplier, "Tél. 03 80 00 00 00", f"Siret {pen.value(Field.SUPPLIER)} - RCS 2015 B 112")
    pen.lines(340, 120, *pen.about.recipient, f"Siret {pen.value(Field.RECIPIENT)}")


def parties_in_a_table(pen: Pen) -> None:
    pen.text(40, 60, "Fournisseur")
    pen.text(320, 60, "Acheteur")
    pen.lines(40, 78, *pen.about.supplier)
    pen.lines(320, 78, *pen.about.recipient)
    pen.text(40, 122, "SIRET")
    pen.text(110, 122, pen.value(Field.SUPPLIER))
    pen.text(320, 122, "SIRET")
    pen.text(390, 122, pen.value(Field.RECIPIENT))


def numbered_title(pen: Pen) -> None:
    pen.text(40, 220, f"FACTURE N° {pen.value(Field.NUMBER)}", size=14)
    pen.text(40, 238, f"Date : {pen.value(Field.ISSUED)}")
    pen.text(40, 252, f"Échéance : {pen.value(Field.DUE)}")


def dated_title(pen: Pen) -> None:
    pen.text(40, 220, f"Facture n° {pen.value(Field.NUMBER)} du {pen.value(Field.ISSUED)}", size=13)
    pen.text(40, 240, f"À régler avant le {pen.value(Field.DUE)}")


def list_of_keys(pen: Pen) -> None:
    for at, (key, wanted) in enumerate(
        (("Numéro de facture", Field.NUMBER), ("Date de facture", Field.ISSUED), ("Date d'échéance", Field.DUE))
    ):
        pen.text(40, 215 + 14 * at, key)
        pen.text(190, 215 + 14 * at, pen.value(wanted))


def headings_above_values(pen: Pen) -> None:
    pen.text(40, 200, "FACTURE", size=16)
    for at, (key, wanted) in enumerate(
        (("N° de facture", Field.NUMBER), ("Date d'émission", Field.ISSUED), ("Date limite de paiement", Field.DUE))
    ):
        pen.text(40 + 150 * at, 222, key)
        pen.text(40 + 150 * at, 238, pen.value(wanted))


def city_and_day(pen: Pen) -> None:
    pen.text(330, 205, f"{pen.about.supplier[2][6:]}, le {pen.value(Field.ISSUED)}")
    pen.text(40, 225, f"Facture {pen.value(Field.NUMBER)}", size=14)
    pen.text(40, 243, f"Paiement au plus tard le {pen.value(Field.DUE)}")


def number_under_title(pen: Pen) -> None:
    pen.text(40, 205, "FACTURE", size=18)
    pen.text(40, 222, f"N° : {pen.value(Field.NUMBER)}")
    pen.text(40, 236, f"Émise le {pen.value(Field.ISSUED)} · Échéance le {pen.value(Field.DUE)}")


def references_in_lines(pen: Pen) -> None:
    pen.lines(
        320,
        210,
        f"Code service : {pen.value(Field.SERVICE)}",
        f"N° d'engagement : {pen.value(Field.ENGAGEMENT)}",
        f"Marché n° {pen.value(Field.MARKET)}",
    )


def references_of_chorus(pen: Pen) -> None:
    pen.lines(
        320,
        215,
        f"Service exécutant : {pen.value(Field.SERVICE)}",
        f"Engagement juridique : {pen.value(Field.ENGAGEMENT)}",
    )


def reference_of_order(pen: Pen) -> None:
    pen.text(320, 262, f"Votre commande n° {pen.value(Field.ENGAGEMENT)}")


def references_in_columns(pen: Pen) -> None:
    for at, (key, wanted) in enumerate(
        (("Bon de commande n°", Field.ENGAGEMENT), ("N° service", Field.SERVICE), ("N° marché", Field.MARKET))
    ):
        pen.text(40 + 150 * at, 268, key)
        pen.text(40 + 150 * at, 282, pen.value(wanted))


def no_references(pen: Pen) -> None:
    pen.text(320, 262, "Objet : travaux de l'été")


def rows_with_net(pen: Pen) -> float:
    for x, head in ((40, "Désignation"), (300, "Qté"), (360, "P.U. HT"), (440, "TVA"), (500, "Montant HT")):
        pen.text(x, 310, head)
    y = 328.0
    for what, quantity, price, rate in pen.about.rows:
        pen.text(40, y, what)
        pen.text(320, y, f"{quantity}", right=True)
        pen.text(410, y, grouped(price), right=True)
        pen.text(470, y, rate_of(rate), right=True)
        pen.text(555, y, grouped(quantity * price), right=True)
        y += 15
    return y + 20


def rows_with_both(pen: Pen) -> float:
    for x, head in (
        (40, "Description"),
        (250, "Quantité"),
        (310, "Prix unitaire"),
        (400, "Total HT"),
        (490, "Total TTC"),
    ):
        pen.text(x, 310, head)
    y = 328.0
    for what, quantity, price, rate in pen.about.rows:
        net = quantity * price
        pen.text(40, y, what)
        pen.text(280, y, f"{quantity},00", right=True)
        pen.text(370, y, pen.money(price), right=True)
        pen.text(460, y, pen.money(net), right=True)
        pen.text(555, y, pen.money((net * (100 + rate) / 100).quantize(CENT, ROUND_HALF_UP)), right=True)
        y += 15
    return y + 20


def totals_in_a_list(pen: Pen, y: float) -> None:
    for key, wanted in (("Total HT", Field.NET), ("TVA", Field.VAT), ("Total TTC", Field.GROSS)):
        pen.text(400, y, key)
        pen.text(555, y, pen.value(wanted), right=True)
        y += 15
    pen.text(400, y, "Net à payer")
    pen.text(555, y, pen.value(Field.PAYABLE), right=True)


def totals_by_rate(pen: Pen, y: float) -> None:
    for x, head in ((40, "Taux"), (110, "Base HT"), (200, "Montant TVA")):
        pen.text(x, y, head)
    below = y + 15
    for rate, (base, tax) in pen.about.vat.items():
        pen.text(40, below, rate_of(rate))
        pen.text(160, below, pen.money(base), right=True)
        pen.text(260, below, pen.money(tax), right=True)
        below += 14
    for key, wanted in (
        ("Montant total HT", Field.NET),
        ("Montant total TVA", Field.VAT),
        ("Montant total TTC", Field.GROSS),
        ("Solde à payer", Field.PAYABLE),
    ):
        pen.text(360, y, f"{key} :")
        pen.text(555, y, pen.value(wanted), right=True)
        y += 15


def totals_in_columns(pen: Pen, y: float) -> None:
    for x, key, wanted in (
        (140, "Total H.T.", Field.NET),
        (260, "Total T.V.A.", Field.VAT),
        (400, "Total T.T.C.", Field.GROSS),
        (555, "NET À PAYER", Field.PAYABLE),
    ):
        pen.text(x, y, key, right=True)
        pen.text(x, y + 15, pen.value(wanted), right=True)


def totals_in_sentences(pen: Pen, y: float) -> None:
    pen.lines(
        320,
        y,
        f"Total hors taxes : {pen.value(Field.NET)}",
        f"Total des taxes : {pen.value(Field.VAT)}",
        f"Total toutes taxes comprises : {pen.value(Field.GROSS)}",
        f"Reste à payer : {pen.value(Field.PAYABLE)}",
    )


def totals_with_rates(pen: Pen, y: float) -> None:
    pen.text(380, y, "Montant HT")
    pen.text(555, y, pen.value(Field.NET), right=True)
    for rate, (_, tax) in pen.about.vat.items():
        y += 15
        pen.text(380, y, f"TVA {rate_of(rate)}")
        pen.text(555, y, pen.money(tax), right=True)
    if len(pen.about.vat) == 1:
        pen.shown.add(Field.VAT)
    pen.text(380, y + 15, "Montant TTC")
    pen.text(555, y + 15, pen.value(Field.GROSS), right=True)
    pen.text(380, y + 30, "Montant dû")
    pen.text(555, y + 30, pen.value(Field.PAYABLE), right=True)


def account(pen: Pen) -> None:
    pen.text(40, 770, f"Règlement par virement - IBAN : {pen.value(Field.IBAN)}")


PARTIES: tuple[Part, ...] = (
    parties_side_by_side,
    letterhead_in_the_foot,
    parties_titled,
    letterhead_at_the_top,
    public_body_without_heading,
    parties_in_a_table,
)
HEADS: tuple[Part, ...] = (
    numbered_title,
    list_of_keys,
    dated_title,
    headings_above_values,
    city_and_day,
    number_under_title,
)
REFERENCES: tuple[Part, ...] = (
    references_in_lines,
    no_references,
    references_of_chorus,
    references_in_columns,
    reference_of_order,
)
ROWS: tuple[Callable[[Pen], float], ...] = (rows_with_net, rows_with_both)
TOTALS: tuple[Callable[[Pen, float], None], ...] = (
    totals_in_a_list,
    totals_by_rate,
    totals_in_columns,
    totals_in_sentences,
    totals_with_rates,
)


def layouts() -> Iterator[Drawn]:
    """All of them."""
    return (layout(seed, truth(seed)) for seed in range(LAYOUTS))


def layout(seed: int, about: Truth) -> Drawn:
    """One of them. Each part goes round at its own pace, so that none meets always the same others."""
    pen = Pen(about, seed)
    head, party = HEADS[(seed + seed // 6) % len(HEADS)], PARTIES[seed % len(PARTIES)]
    party(pen)
    head(pen)
    REFERENCES[seed % len(REFERENCES)](pen)
    TOTALS[(seed // 3 + seed) % len(TOTALS)](pen, ROWS[seed % 2](pen))
    if seed % 2:
        account(pen)
    return pen.drawn(f"{seed:02} {party.__name__}, {head.__name__}")

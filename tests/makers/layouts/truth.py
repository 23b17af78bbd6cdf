"""What an invoice is about, whatever it looks like: made up, with right keys."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from stdnum import iban, luhn

from chorus_app.formats.printed.labels import Field

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

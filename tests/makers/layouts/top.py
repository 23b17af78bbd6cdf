"""Above the rows: the parties, the title with its number and day, the references; each in several ways."""

from collections.abc import Callable

from chorus_app.formats.printed.labels import Field
from tests.makers.layouts.pen import Pen

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

"""Invoices written operator by operator, as old printing programs do: no library lays them out.

Each page is a list of texts with their place; how they are drawn is what differs: letter by letter, in no order, on a
turned page, with kerning instead of blanks, in two pieces of which the second is far below.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from random import Random

import pikepdf
from pikepdf import Dictionary, Name

Text = tuple[float, float, str]  # x and y in points from the lower left corner
Draw = Callable[[Sequence[Text]], Iterable[bytes]]
WIDTHS = {" ": 278, ".": 278, ",": 278, ":": 278, "-": 333, "/": 278, "i": 222, "l": 222, "t": 278, "m": 833}
SIZE = 9.0


def _string(text: str) -> bytes:
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return b"(" + escaped.encode("cp1252") + b")"


def _place(x: float, y: float, shown: bytes) -> bytes:
    return b"BT /F1 %.1f Tf %.2f %.2f Td %s ET" % (SIZE, x, y, shown)


def plainly(texts: Sequence[Text]) -> Iterable[bytes]:
    """Line by line."""
    return (_place(x, y, _string(text) + b" Tj") for x, y, text in texts)


def letter_by_letter(texts: Sequence[Text]) -> Iterable[bytes]:
    """Each letter set by itself; blanks are never drawn."""
    for x, y, text in texts:
        for letter in text:
            if letter != " ":
                yield _place(x, y, _string(letter) + b" Tj")
            x += SIZE * WIDTHS.get(letter, 556) / 1000


def out_of_order(texts: Sequence[Text]) -> Iterable[bytes]:
    """Words in no order at all."""
    pieces = []
    for x, y, text in texts:
        for word in text.split(" "):
            pieces.append((x, y, word))
            x += SIZE * (sum(WIDTHS.get(letter, 556) for letter in word) + 278) / 1000
    Random(5).shuffle(pieces)
    return plainly(pieces)


def kerned(texts: Sequence[Text]) -> Iterable[bytes]:
    """One TJ a line: moves stand for blanks, and for the way to the next column."""
    for x, y, text in texts:
        words = [_string(word) for word in text.split(" ")]
        yield _place(x, y, b"[" + b" -278 ".join(words) + b"] TJ")


def made(texts: Sequence[Text], draw: Draw, *, size: tuple[int, int] = (595, 842), rotate: int = 0) -> bytes:
    """A PDF of one page."""
    document = pikepdf.new()
    document.add_blank_page(page_size=size)
    page = document.pages[0]
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    page.obj.Resources = Dictionary(Font=Dictionary(F1=document.make_indirect(font)))
    lines = list(draw(texts))
    if rotate:
        page.obj.Rotate = rotate
        turn = b"0 1 -1 0 %d 0" % size[0] if rotate == 90 else b"0 -1 1 0 0 %d" % size[1]
        lines = [b"q " + turn + b" cm", *lines, b"Q"]
    page.obj.Contents = document.make_stream(b"\n".join(lines))
    out = BytesIO()
    document.save(out, deterministic_id=True)
    return out.getvalue()


def _column(x: float, y: float, *texts: str, step: float = 12) -> list[Text]:
    return [(x, y - step * at, text) for at, text in enumerate(texts)]


FONTAINE = [
    *_column(40, 800, "SARL FONTAINE ELECTRICITE", "12 BD DE LA GARE", "47000 AGEN", "Siret : 26663378300243"),
    *_column(330, 760, "MAIRIE DE FOULAYRONNES", "47510 FOULAYRONNES", "Siret : 55766633600515"),
    *_column(40, 690, "Facture N° : 26/00912", "Date : 18/06/2026", "Votre n° de commande : CDE-26-118"),
    *_column(40, 640, "Remplacement de luminaires", "Nacelle (journée)"),
    *_column(500, 640, "1 480,00", "  390,00"),
    *_column(400, 560, "Total HT", "TVA 20 %", "Total TTC", "Net à payer"),
    *_column(500, 560, "1 870,00", "374,00", "2 244,00", "2 244,00"),
]
NORD = [
    *_column(40, 800, "Imprimerie du Nord - 59000 Lille - SIRET 528 198 369 00464 - TVA FR15528198369"),
    *_column(320, 740, "Rectorat de l'académie de Lille", "144 rue de Bavay", "59000 Lille", "SIRET 886 649 813 00443"),
    *_column(40, 690, "FACTURE 2026-IN-55120 DU 02/07/2026", "Bon de livraison n° BL-55871", "Engagement 1502233445"),
    *_column(40, 640, "Affiches A2 (500)", "Dépliants (2 000)"),
    *_column(500, 640, "412,00", "288,00"),
    *_column(
        380, 580, "Montant H.T. :   700,00 EUR", "T.V.A. (20,00%) :   140,00 EUR", "Montant T.T.C. :   840,00 EUR"
    ),
    *_column(40, 540, "Échéance : 01/08/2026 - IBAN : FR77 1981 6957 8712 4727 5689 870"),
]
LOUET = [
    *_column(40, 540, "ETS LOUET FRERES", "49000 ANGERS", "N° SIRET 38344258900362"),
    *_column(300, 540, "DESTINATAIRE", "EHPAD LES LICES", "49100 ANGERS", "N° SIRET 69252542100255"),
    *_column(560, 540, "N° FACTURE", "DATE", "ECHEANCE", "N° MARCHE"),
    *_column(660, 540, "F-07741", "11/08/2026", "10/09/2026", "2026-RESTO-4"),
    *_column(40, 420, "Légumes frais", "Fruits"),
    *_column(660, 420, "318,40", "221,60"),
    *_column(40, 340, "BASE HT", "540,00"),
    *_column(140, 340, "TAUX TVA", "5,50"),
    *_column(240, 340, "MONTANT TVA", "29,70"),
    *_column(560, 340, "TOTAL HT", "TOTAL TVA", "TOTAL TTC"),
    *_column(660, 340, "540,00", "29,70", "569,70"),
]
ARMOR = [
    *_column(40, 800, "Armor Signalisation", "22000 Saint-Brieuc", "Siret 11887715800568"),
    *_column(330, 800, "Facturer à : Ville de Lamballe-Armor", "Siret 83235873300208", "Code service exécutant VOIRIE"),
    *_column(40, 720, "Facture du 5 janvier 2026 - Numéro AS26-0003 - Échéance à 30 jours : 4 février 2026"),
    *_column(40, 705, "Devis AS25-0871 accepté le 12 novembre 2025 - Engagement : VO260011 - Livré le 22/12/2025"),
    *_column(40, 660, "Panneaux B14", "Supports"),
    *_column(300, 660, "12 x 38,50", "12 x 21,00"),
    *_column(500, 660, "462,00", "252,00"),
    *_column(40, 100, "Total hors taxe 714,00   Total TVA 142,80   Total toutes taxes comprises 856,80"),
    *_column(40, 80, "Montant dû 856,80 euros, payable par virement : FR79 1030 7462 3922 8651 9545 470"),
]
# Written after the reader had learnt from those above, to measure it once more on what it did not know.
VIGNE = [
    *_column(
        40, 800, "Domaine de la Vigne Haute", "EARL au capital de 7 500 €", "71960 Prissé", "Siret 24518995600163"
    ),
    *_column(340, 800, "Client n° 00417", "Collège Pierre-Bérégovoy", "71000 Mâcon", "Siret 65499221300334"),
    *_column(40, 720, "FACTURE DE VENTE", "Référence : VH-2026/031", "Mâcon, le mardi 12 mai 2026"),
    *_column(
        40, 680, "Bon de commande : 26-C-0044 du 28 avril 2026", "Règlement : virement à 30 jours, le 11 juin 2026"
    ),
    *_column(40, 640, "Jus de raisin 1 L", "Consigne"),
    *_column(300, 640, "48", "48"),
    *_column(380, 640, "3,10", "0,20"),
    *_column(500, 640, "148,80", "9,60"),
    *_column(360, 590, "Total marchandise HT", "T.V.A. 5,5 %", "TOTAL FACTURE TTC"),
    *_column(500, 590, "158,40", "8,71", "167,11"),
]
AURORE = [
    *_column(40, 800, "L'Aurore Nettoyage - SIRET 19645763400414 - 7 rue du Port 56100 Lorient"),
    *_column(40, 770, "Facture n° : AN 2607 118", "Émise le : 31/07/2026", "Payable le : 30/08/2026"),
    *_column(300, 770, "Facturé à : CCAS de Lorient", "SIRET : 86574698600401", "Service destinataire : CCAS-RES"),
    *_column(40, 700, "Nettoyage des locaux, juillet 2026 (marché 2025-NET-2, lot 1)", "Vitrerie"),
    *_column(500, 700, "1 900,00", "240,00"),
    *_column(40, 640, "Soit HT : 2 140,00 €     TVA 20 % : 428,00 €     Soit TTC : 2 568,00 €"),
    *_column(40, 620, "Votre n° d'engagement à rappeler : 4500221190"),
]
BRUME = [
    *_column(40, 800, "Studio Brume", "Graphisme & édition", "67000 Strasbourg", "N° SIRET : 13314768600439"),
    *_column(320, 800, "À l'attention de", "Université de Haute-Alsace", "68100 Mulhouse"),
    *_column(320, 764, "N° SIRET : 21614647200214"),
    *_column(40, 720, "Note d'honoraires 2026.014"),
    *_column(40, 705, "Du 4 mars 2026"),
    *_column(40, 680, "Devis 2026.D.009 - Commande UHA-2026-0778"),
    *_column(40, 640, "Création de l'affiche", "Cession de droits"),
    *_column(480, 640, "900,00 €", "300,00 €"),
    *_column(380, 590, "Total des honoraires", "TVA (taux réduit 10 %)", "Net à régler"),
    *_column(480, 590, "1 200,00 €", "120,00 €", "1 320,00 €"),
]
GRANIT = [
    *_column(40, 800, "GRANIT DU LARZAC SAS", "12230 La Cavalerie", "SIRET : 17892337100300", "TVA : FR61178923371"),
    *_column(320, 800, "LIVRÉ À", "Base technique", "12100 Millau"),
    *_column(320, 740, "FACTURÉ À", "COMMUNAUTE DE COMMUNES MILLAU", "SIRET : 26199652400425"),
    *_column(40, 690, "FACTURE", "F26.0612"),
    *_column(140, 690, "DATE", "15.06.26"),
    *_column(240, 690, "ÉCHÉANCE", "15.07.26"),
    *_column(340, 690, "ENGAGEMENT", "EJ0099881"),
    *_column(40, 640, "Bordures T2 (ml)", "Transport"),
    *_column(300, 640, "120", "1"),
    *_column(500, 640, "2 760,00", "180,00"),
    *_column(40, 580, "Total H.T."),
    *_column(140, 580, "T.V.A."),
    *_column(240, 580, "Total T.T.C."),
    *_column(340, 580, "Acompte"),
    *_column(440, 580, "Solde à payer"),
    *_column(40, 566, "2 940,00"),
    *_column(140, 566, "588,00"),
    *_column(240, 566, "3 528,00"),
    *_column(340, 566, "1 000,00"),
    *_column(440, 566, "2 528,00"),
]
RAW: dict[str, Callable[[], bytes]] = {
    "21-lettre-par-lettre": lambda: made(FONTAINE, letter_by_letter),
    "22-mots-sans-ordre": lambda: made(NORD, out_of_order),
    "23-page-tournee": lambda: made(LOUET, plainly, rotate=90),
    "24-crenage": lambda: made(ARMOR, kerned),
    "31-domaine": lambda: made(VIGNE, plainly),
    "32-phrases": lambda: made(AURORE, kerned),
    "33-honoraires": lambda: made(BRUME, out_of_order),
    "34-colonnes": lambda: made(GRANIT, plainly, rotate=270),
}

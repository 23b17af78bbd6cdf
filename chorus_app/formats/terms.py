"""Business terms of EN 16931 by role: the parties and the amounts that several groups have in common."""

from __future__ import annotations

from collections.abc import Mapping

Terms = Mapping[str, str]


def _address(line_one: int, line_two: int, line_three: int, city: int, postcode: int) -> dict[str, str]:
    """Subdivision and country follow the postcode in the standard's numbering."""
    return {
        "line_one": f"BT-{line_one}",
        "line_two": f"BT-{line_two}",
        "line_three": f"BT-{line_three}",
        "city": f"BT-{city}",
        "postcode": f"BT-{postcode}",
        "subdivision": f"BT-{postcode + 1}",
        "country": f"BT-{postcode + 2}",
    }


SELLER: Terms = {
    "name": "BT-27",
    "trading_name": "BT-28",
    "ids": "BT-29",
    "legal_id": "BT-30",
    "vat_number": "BT-31",
    "tax_number": "BT-32",
    "legal_form": "BT-33",
    "mailbox": "BT-34",
    "contact": "BT-41",
    "phone": "BT-42",
    "email": "BT-43",
    **_address(35, 36, 162, 37, 38),
}
BUYER: Terms = {
    "name": "BT-44",
    "trading_name": "BT-45",
    "ids": "BT-46",
    "legal_id": "BT-47",
    "vat_number": "BT-48",
    "mailbox": "BT-49",
    "contact": "BT-56",
    "phone": "BT-57",
    "email": "BT-58",
    **_address(50, 51, 163, 52, 53),
}
PAYEE: Terms = {"name": "BT-59", "ids": "BT-60", "legal_id": "BT-61"}
TAX_REPRESENTATIVE: Terms = {"name": "BT-62", "vat_number": "BT-63", **_address(64, 65, 164, 66, 67)}
DELIVER_TO: Terms = {"name": "BT-70", "ids": "BT-71", **_address(75, 76, 165, 77, 78)}
VALIDEUR: Terms = {"name": "CPP-VALIDEUR-NOM", "legal_id": "CPP-VALIDEUR"}

ALLOWANCE: Terms = {
    "amount": "BT-92",
    "base": "BT-93",
    "percent": "BT-94",
    "vat_category": "BT-95",
    "vat_rate": "BT-96",
    "reason": "BT-97",
    "reason_code": "BT-98",
}
CHARGE: Terms = {
    "amount": "BT-99",
    "base": "BT-100",
    "percent": "BT-101",
    "vat_category": "BT-102",
    "vat_rate": "BT-103",
    "reason": "BT-104",
    "reason_code": "BT-105",
}
LINE_ALLOWANCE: Terms = {
    "amount": "BT-136",
    "base": "BT-137",
    "percent": "BT-138",
    "reason": "BT-139",
    "reason_code": "BT-140",
}
LINE_CHARGE: Terms = {
    "amount": "BT-141",
    "base": "BT-142",
    "percent": "BT-143",
    "reason": "BT-144",
    "reason_code": "BT-145",
}
PRICE_ALLOWANCE: Terms = {"amount": "BT-147", "base": "BT-148"}
AS_CHARGE = {ALLOWANCE[name]: CHARGE[name] for name in ALLOWANCE} | {
    LINE_ALLOWANCE[name]: LINE_CHARGE[name] for name in LINE_ALLOWANCE
}

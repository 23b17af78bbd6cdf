"""What people type, brought to a form that is safe on one line and one that can be compared."""

import unicodedata


def one_line(value: str) -> str:
    """The value composed (NFC), on one line, without control, invisible or direction-changing characters."""
    composed = unicodedata.normalize("NFC", value)
    spaced = "".join(" " if char.isspace() else char for char in composed)
    visible = "".join(char for char in spaced if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    return " ".join(visible.split())


def fold(value: str) -> str:
    """The value without case, accents or punctuation: "Béton & Cie" and "BETON CIE" fold alike."""
    decomposed = unicodedata.normalize("NFKD", value.casefold().replace("œ", "oe").replace("æ", "ae"))
    return " ".join("".join(char if char.isalnum() else " " for char in _without_marks(decomposed)).split())


def plain(text: str) -> str:
    """The text without accents and in small letters: what a search compares."""
    return _without_marks(unicodedata.normalize("NFKD", text)).casefold()


def _without_marks(value: str) -> str:
    return "".join(char for char in value if not unicodedata.combining(char))

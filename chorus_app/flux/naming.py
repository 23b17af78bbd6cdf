"""Names: of the file as it is shown, and of the flux as Chorus Pro numbers it."""

import unicodedata
from pathlib import PurePosixPath

MAX_SHOWN = 80
NAMELESS = "fichier"
SEQUENCE_DIGITS = 15


def shown_name(name: str) -> str:
    """The name of a file without folders and without characters that nobody sees; a long one loses its middle."""
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    seen = "".join(letter for letter in unicodedata.normalize("NFC", last) if unicodedata.category(letter)[0] != "C")
    cleaned = " ".join(seen.split()).strip(". ") or NAMELESS
    if len(cleaned) <= MAX_SHOWN:
        return cleaned
    suffix = PurePosixPath(cleaned).suffix[-10:]
    return cleaned[: MAX_SHOWN - len(suffix) - 1] + "…" + suffix


def flux_number(application_code: str, interface_digits: str, sequence: int) -> str:
    """The 25 characters of section 1.3: application code, four digits of the interface, sequence of 15 digits."""
    return f"{application_code}{interface_digits}{sequence:0{SEQUENCE_DIGITS}d}"


def flux_file_name(interface_code: str, number: str) -> str:
    """The name that reports give the file: FSO1110A_CPP001_CPP0011110000000000001557."""
    return f"{interface_code}_{number[:6]}_{number}"

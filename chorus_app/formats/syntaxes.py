"""THE table of the syntaxes of a deposit: what each flow takes, where it is offered, how it is called."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from chorus_app.formats.kinds import FACTURX_KINDS, UBL_KINDS, FileKind
from chorus_app.kernel.text import t
from chorus_app.kernel.words import plain


class Space(StrEnum):
    """The two spaces of the portal in which a supplier deposits."""

    EMISES = "emises"  # "Factures émises"
    TRAVAUX = "travaux"  # "Factures de travaux"


class DepositFormat(StrEnum):
    """The field "Format" of the deposit page."""

    XML_STRUCTURE = "xml_structure"
    XML_MIXTE = "xml_mixte"
    FACTURX = "facturx"

    @property
    def label_key(self) -> str:
        """Key of the label, as the portal writes it."""
        return f"formats.deposit.{self.value}"


@dataclass(frozen=True, slots=True)
class Syntax:
    """One row: a flow that can be deposited.

    `code` names it everywhere in the portal; `interface_code` (8 characters) is the one of Chorus Pro that stands in
    file names and reports; `api_name` is the `syntaxeFlux` of the API.
    """

    code: str
    interface_code: str
    api_name: str
    format: DepositFormat
    kinds: frozenset[FileKind]
    schema: str  # "cii", "ubl" or "cpp"
    spaces: frozenset[Space]
    works_only: bool = False
    b2b: bool = False

    @property
    def name_key(self) -> str:
        """Key of what the file holds: "UBL Invoice", "PDF/A-3 (Factur-X)"…"""
        return f"formats.syntaxes.{self.code}"

    @property
    def scope_key(self) -> str:
        """Key of the mention that the portal puts after each value."""
        return "formats.scope." + ("b2b" if self.b2b else "works_only" if self.works_only else "both")

    @property
    def label(self) -> str:
        """The value as it stands in the field "Syntaxe"."""
        return t("formats.syntax_label", code=self.interface_code, name=t(self.name_key), scope=t(self.scope_key))

    @property
    def digits(self) -> str:
        """The four digits of the interface code, part of each flow number: "1137"."""
        return self.interface_code[3:7]


BOTH = frozenset({Space.EMISES, Space.TRAVAUX})
WORKS = frozenset({Space.TRAVAUX})
STRUCTURED, MIXED, PDF_A3 = DepositFormat.XML_STRUCTURE, DepositFormat.XML_MIXTE, DepositFormat.FACTURX
CII_KINDS = frozenset({FileKind.CII})
CPP_KINDS = frozenset({FileKind.CPP})

# Chorus Pro publishes no API name for the three works flows (E4 and E5), nor for the "B2B" values: those below that
# hold E4, E5 or B2B are this project's own, made on the visible pattern.
SYNTAXES: tuple[Syntax, ...] = (
    Syntax("FSO1100A", "FSO1100A", "IN_DP_E1_UBL_INVOICE", STRUCTURED, UBL_KINDS, "ubl", BOTH),
    Syntax("FSO1106A", "FSO1106A", "IN_DP_E1_CII_16B", STRUCTURED, CII_KINDS, "cii", BOTH),
    Syntax("FSO1110A", "FSO1110A", "IN_DP_E2_UBL_INVOICE_MIN", MIXED, UBL_KINDS, "ubl", BOTH),
    Syntax("FSO1113A", "FSO1113A", "IN_DP_E2_CPP_FACTURE_MIN", MIXED, CPP_KINDS, "cpp", BOTH),
    Syntax("FSO1116A", "FSO1116A", "IN_DP_E2_CII_MIN_16B", MIXED, CII_KINDS, "cii", BOTH),
    Syntax("FSO1117A", "FSO1117A", "IN_DP_E2_CII_FACTURX", PDF_A3, FACTURX_KINDS, "cii", BOTH),
    Syntax("FSO1130A", "FSO1130A", "IN_DP_E4_UBL_INVOICE", STRUCTURED, UBL_KINDS, "ubl", WORKS, works_only=True),
    Syntax("FSO1131A", "FSO1131A", "IN_DP_E5_UBL_INVOICE_MIN", MIXED, UBL_KINDS, "ubl", WORKS, works_only=True),
    Syntax("FSO1137A", "FSO1137A", "IN_DP_E5_CII_FACTURX", PDF_A3, FACTURX_KINDS, "cii", WORKS, works_only=True),
    Syntax("FSO1117A_B2B", "FSO1117A", "IN_DP_B2B_CII_FACTURX", PDF_A3, FACTURX_KINDS, "cii", BOTH, b2b=True),
    Syntax("FSO1100A_B2B", "FSO1100A", "IN_DP_B2B_UBL_INVOICE", STRUCTURED, UBL_KINDS, "ubl", BOTH, b2b=True),
)
BY_CODE = {syntax.code: syntax for syntax in SYNTAXES}
BY_API_NAME = {syntax.api_name: syntax for syntax in SYNTAXES}


def get(code: str) -> Syntax | None:
    """The row of that code."""
    return BY_CODE.get(code)


def offered(space: Space, kind: FileKind | None = None, typed: str = "", *, show_b2b: bool = False) -> list[Syntax]:
    """The values that the field "Syntaxe" shows: by space, by what the file is, by what is typed in the filter.

    `kind` None means that no file is chosen yet. `show_b2b` shows the values that V3.8.1 offered by mistake.
    """
    wanted = [plain(word) for word in typed.split()]
    return [
        syntax
        for syntax in SYNTAXES
        if space in syntax.spaces
        and (show_b2b or not syntax.b2b)
        and (kind is None or kind in syntax.kinds)
        and all(word in plain(f"{syntax.code} {syntax.label} {t(syntax.format.label_key)}") for word in wanted)
    ]


def accepting(kind: FileKind) -> tuple[str, ...]:
    """Codes of the flows that take such a file, in the order of the table; the "B2B" values are left out."""
    return tuple(syntax.code for syntax in SYNTAXES if kind in syntax.kinds and not syntax.b2b)

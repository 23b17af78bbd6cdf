"""Does this file go with this syntax? Asked before anything is sent, and again at the import."""

from __future__ import annotations

from chorus_app.formats.detect import Detected
from chorus_app.formats.kinds import PLAIN_PDF_KINDS, UNREADABLE_KINDS, FileKind
from chorus_app.formats.syntaxes import Space, Syntax, accepting, get
from chorus_app.kernel.text import t
from chorus_app.rules.finding import Finding
from chorus_app.rules.making import make
from chorus_app.rules.profiles import DEFAULT_PROFILE

CODE_BY_KIND = {
    **dict.fromkeys(PLAIN_PDF_KINDS, "FICHIER-PDF-CLASSIQUE"),
    **dict.fromkeys(UNREADABLE_KINDS, "FICHIER-ILLISIBLE"),
    FileKind.FACTURX_DECLARED: "FICHIER-FACTURX-INCOMPLETE",
    FileKind.ARCHIVE: "FICHIER-LOT",
    FileKind.XML_MALFORMED: "XML-ILLISIBLE",
    **dict.fromkeys(
        (FileKind.ZUGFERD1, FileKind.ORDERX, FileKind.LIFECYCLE, FileKind.XML_OTHER, FileKind.OTHER),
        "FICHIER-NON-FACTURE",
    ),
}


def readable(detected: Detected, *, profile: str = DEFAULT_PROFILE) -> Finding | None:
    """Why the file holds no invoice that any syntax takes; None when it holds one."""
    code = CODE_BY_KIND.get(detected.kind)
    if detected.reason is not None and detected.reason.name == "too_large":
        code = "FICHIER-TROP-LOURD"
    if code is None:
        return None
    return make(code, profile=profile, kind=t(detected.kind.label_key), reason=reason_text(detected), name="")


def reason_text(detected: Detected) -> str:
    """Why the file is what it is, as a sentence; what its kind means when there is no other reason."""
    if detected.reason is None:
        return t(detected.kind.meaning_key)
    return t(f"formats.reasons.{detected.reason.name}", **detected.reason.params)


def fits(
    syntax: Syntax, detected: Detected, *, space: Space | None = None, profile: str = DEFAULT_PROFILE
) -> Finding | None:
    """Why the file cannot be deposited with the syntax; None when it can."""
    params = {"syntax": syntax.label, "kind": t(detected.kind.label_key)}
    if space is not None and space not in syntax.spaces:
        return make("SYNTAXE-ESPACE", syntax.code, profile=profile, params=params)
    unreadable = readable(detected, profile=profile)
    if unreadable is not None:
        return unreadable
    if detected.kind not in syntax.kinds:
        labels = [found.label for code in accepting(detected.kind) if (found := get(code))]
        return make("FICHIER-SYNTAXE", syntax.code, profile=profile, fitting=" ; ".join(labels), params=params)
    if not syntax.importable:
        return make("SYNTAXE-NON-IMPORTEE", syntax.code, profile=profile, params=params)
    return None


def b2b_rejection(syntax: Syntax, *, profile: str = DEFAULT_PROFILE) -> Finding | None:
    """The rejection that a deposit with a value marked "B2B" ends in: V3.8.1 offered them by mistake."""
    if not syntax.b2b:
        return None
    return make("SYNTAXE-B2B", syntax.code, profile=profile, syntax=syntax.label)

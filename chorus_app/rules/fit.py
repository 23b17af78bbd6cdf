"""Does this file go with this syntax? Asked before anything is sent, and again at the import."""

from __future__ import annotations

from pathlib import PurePosixPath

from chorus_app.formats.detect import Detected
from chorus_app.formats.kinds import LOT_KINDS, PLAIN_PDF_KINDS, UNREADABLE_KINDS, FileKind
from chorus_app.formats.parsed import Place
from chorus_app.formats.syntaxes import BY_CODE, Space, Syntax, accepting
from chorus_app.kernel.text import t
from chorus_app.rules.finding import Finding
from chorus_app.rules.making import make, shorten
from chorus_app.rules.profiles import DEFAULT_PROFILE

CODE_BY_KIND = {
    **dict.fromkeys(PLAIN_PDF_KINDS, "FICHIER-PDF-CLASSIQUE"),
    **dict.fromkeys(UNREADABLE_KINDS, "FICHIER-ILLISIBLE"),
    FileKind.FACTURX_DECLARED: "FICHIER-FACTURX-INCOMPLETE",
    **dict.fromkeys(LOT_KINDS, "FICHIER-LOT"),
    FileKind.XML_MALFORMED: "XML-ILLISIBLE",
    **dict.fromkeys(
        (FileKind.ZUGFERD1, FileKind.ORDERX, FileKind.LIFECYCLE, FileKind.XML_OTHER, FileKind.OTHER),
        "FICHIER-NON-FACTURE",
    ),
}


def readable(detected: Detected, *, name: str = "", profile: str = DEFAULT_PROFILE) -> Finding | None:
    """Why the file holds no invoice that any syntax takes; None when it holds one."""
    reason = detected.reason
    code = CODE_BY_KIND.get(detected.kind)
    if reason is not None and reason.name == "too_large":
        code = "FICHIER-TROP-LOURD"
    if code is None:
        return None
    line = reason.params.get("line") if reason is not None else None
    return make(
        code,
        place=Place("", int(line)) if line else None,
        profile=profile,
        kind=t(detected.kind.label_key),
        reason=reason_text(detected),
        advice=t(detected.kind.todo_key),
        file=file_named(name),
    )


def file_named(name: str) -> str:
    """What a sentence calls the file: by its name when it is known."""
    return t("formats.file.named", name=shorten(name) or "") if name else t("formats.file.unnamed")


def reason_text(detected: Detected) -> str:
    """Why the file is what it is, as a sentence; what its kind means when there is no other reason."""
    if detected.reason is None:
        return t(detected.kind.meaning_key)
    return t(f"formats.reasons.{detected.reason.name}", **detected.reason.params)


def fits(
    syntax: Syntax,
    detected: Detected,
    *,
    space: Space | None = None,
    name: str = "",
    profile: str = DEFAULT_PROFILE,
) -> Finding | None:
    """Why the file cannot be deposited with the syntax; None when it can. `name` is the one that its sender gave it."""
    params = {"syntax": syntax.label, "kind": t(detected.kind.label_key), "file": file_named(name)}
    if space is not None and space not in syntax.spaces:
        return make("SYNTAXE-ESPACE", syntax.code, profile=profile, params=params)
    unreadable = readable(detected, name=name, profile=profile)
    if unreadable is not None:
        return unreadable
    if detected.kind not in syntax.kinds:
        fitting = [code for code in accepting(detected.kind) if space is None or space in BY_CODE[code].spaces]
        return make("FICHIER-SYNTAXE", syntax.code, profile=profile, fitting=", ".join(fitting), params=params)
    return None


def extension_kept(name: str, *, profile: str = DEFAULT_PROFILE) -> Finding | None:
    """On the portal a file keeps its extension (section 2.2). A nameless file is none that somebody deposits."""
    if not name or PurePosixPath(name).suffix:
        return None
    return make("FICHIER-SANS-EXTENSION", shorten(name), profile=profile, file=file_named(name))


def b2b_rejection(syntax: Syntax, *, profile: str = DEFAULT_PROFILE) -> Finding | None:
    """The rejection that a deposit with a value marked "B2B" ends in: V3.8.1 offered them by mistake."""
    if not syntax.b2b:
        return None
    return make("SYNTAXE-B2B", syntax.code, profile=profile, syntax=syntax.label)

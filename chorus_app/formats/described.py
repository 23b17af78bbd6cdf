"""The facts about a file as lines for people: a label and a sentence. The same for pages and for the command line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from chorus_app.formats.facts import Facts, Inside, Signature
from chorus_app.kernel.text import t

MAX_NAMES = 10


def describe(facts: Facts) -> list[tuple[str, str]]:
    """Label and text of each fact that is known, in the order in which people ask for them."""
    return [(t(f"formats.facts.{name}"), text) for name, text in _known(facts) if text]


def _known(facts: Facts) -> Iterator[tuple[str, str]]:
    yield "level", facts.level or facts.xmp_level or ""
    yield "pages", str(facts.pages or "")
    yield "pdfa", _pdfa(facts)
    yield "invoice", facts.invoice_attachment or ""
    yield "files", _names([_with_size(inside) for inside in facts.files])
    yield "mixed", _readable(facts)
    yield "contents", _kinds(facts)
    yield "producer", facts.creator or facts.producer or ""
    for signature in facts.signatures:
        yield ("timestamp" if signature.timestamp else "signature"), describe_signature(signature)
    if facts.signatures:
        yield "trust", t("formats.facts.trust_text")
    if facts.certified:
        yield "certified", t(f"formats.certified_for.{facts.certified_for or 2}")
    yield "rights", t("formats.facts.rights_text") if facts.usage_rights else ""
    yield "encrypted", t("formats.facts.encrypted_text") if facts.encrypted else ""
    yield "repaired", t("formats.facts.repaired_text") if facts.repaired else ""


def describe_signature(signature: Signature) -> str:
    """Who claims to have signed, when, and what became of the document since."""
    state = t(signature.state.label_key)
    day = signature.signed_at.strftime("%d/%m/%Y") if signature.signed_at else ""
    if signature.signer and day:
        return t("formats.signed.by_on", signer=signature.signer, day=day, state=state)
    if signature.signer:
        return t("formats.signed.by", signer=signature.signer, state=state)
    return t("formats.signed.on", day=day, state=state) if day else state


def _pdfa(facts: Facts) -> str:
    return f"PDF/A-{facts.pdfa_part}{(facts.pdfa_conformance or '').lower()}" if facts.pdfa_part else ""


def _with_size(inside: Inside) -> str:
    return t("formats.facts.file_size", name=inside.name, count=inside.size) if inside.size is not None else inside.name


def _readable(facts: Facts) -> str:
    if not facts.mixed:
        return ""
    zipped = any(inside.zipped for inside in facts.files)
    return t("formats.facts.mixed_zipped" if zipped else "formats.facts.mixed_text")


def _kinds(facts: Facts) -> str:
    """How many files of each kind an archive holds."""
    counted = Counter(inside.kind for inside in facts.files if inside.kind is not None)
    if not counted and not facts.left_out:
        return ""
    told = [t("formats.facts.member_count", kind=t(k.label_key), number=str(n)) for k, n in counted.most_common()]
    if not told:
        return t("formats.facts.left_out_all")
    return t("formats.facts.left_out_some", kinds=", ".join(told)) if facts.left_out else ", ".join(told)


def _names(names: Sequence[str]) -> str:
    shown = ", ".join(names[:MAX_NAMES])
    more = len(names) - MAX_NAMES
    return t("formats.facts.more", names=shown, count=more) if more > 0 else shown

"""The facts about a file as lines for people: a label and a sentence. The same for pages and for the command line."""

from __future__ import annotations

from collections.abc import Iterator

from chorus_app.formats.facts import Facts, Signature
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
    yield "files", _names(facts.attachments)
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


def _names(names: tuple[str, ...]) -> str:
    shown = ", ".join(names[:MAX_NAMES])
    more = len(names) - MAX_NAMES
    return t("formats.facts.more", names=shown, count=more) if more > 0 else shown

"""Takes files, announcements and signatures out of an open PDF. Nothing is saved here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import pikepdf

from chorus_app.formats import limits
from chorus_app.formats.pdf_objects import drop, get, items, stream_bytes, text, tree
from chorus_app.formats.xmp import INVOICE_NAMESPACES
from chorus_app.formats.xmp_cleaning import cleaned

Spec = tuple[str, pikepdf.Object]  # key in the name tree (empty elsewhere) and filespec
Test = Callable[[str, pikepdf.Object], bool]


def drop_files(pdf: pikepdf.Pdf, associating: Iterable[pikepdf.Object], is_unwanted: Test) -> tuple[str, ...]:
    """Takes the unwanted files out of every place that leads to them, and gives their names. `associating` are the
    objects with an /AF."""
    dropped = _drop_from_names(pdf.Root, is_unwanted) + _drop_from_pages(pdf.Root, is_unwanted)
    for holder in associating:
        dropped += _drop_associated(holder, is_unwanted)
    for _, spec in dropped:
        drop(spec, "/EF")  # should something unknown still point here, it leads to no file
    return tuple(dict.fromkeys(file_name(key, spec) for key, spec in dropped))


def named_files(root: pikepdf.Object) -> Iterator[Spec]:
    """The entries of /Names/EmbeddedFiles, walked by hand: an unsorted tree defeats a look-up."""
    for node, _ in tree(get(get(root, "/Names"), "/EmbeddedFiles"), "/Kids", limits.MAX_PDF_DEPTH):
        flat = get(node, "/Names")
        entries = items(flat) if isinstance(flat, pikepdf.Array) else []
        for key, spec in zip(entries[::2], entries[1::2], strict=False):
            if isinstance(spec, pikepdf.Dictionary):
                yield text(key), spec


def file_name(key: str, spec: pikepdf.Object) -> str:
    """The name of a file: of its filespec, else its key."""
    return (text(get(spec, "/UF")) or text(get(spec, "/F")) or key).strip()[:255]


def _drop_from_names(root: pikepdf.Object, is_unwanted: Test) -> list[Spec]:
    """Writes what is kept as one sorted array, whatever shape the tree had."""
    names = get(root, "/Names")
    entries = list(named_files(root))
    dropped = [entry for entry in entries if is_unwanted(*entry)]
    if names is None or not dropped:
        return []
    kept = {key: spec for key, spec in reversed(entries) if not is_unwanted(key, spec)}
    flat = [item for key in sorted(kept) for item in (pikepdf.String(key), kept[key])]
    if flat:
        names["/EmbeddedFiles"] = pikepdf.Dictionary(Names=pikepdf.Array(flat))
    else:
        del names["/EmbeddedFiles"]
    if not names.keys():
        del root["/Names"]
    return dropped


def _drop_from_pages(root: pikepdf.Object, is_unwanted: Test) -> list[Spec]:
    """The files pinned on a page: their annotation goes with them."""
    dropped: list[Spec] = []

    def is_kept(annotation: pikepdf.Object) -> bool:
        spec = get(annotation, "/FS")
        if get(annotation, "/Subtype") != pikepdf.Name("/FileAttachment") or not isinstance(spec, pikepdf.Dictionary):
            return True
        if not is_unwanted("", spec):
            return True
        dropped.append(("", spec))
        return False

    _filter_annotations(root, is_kept)
    return dropped


def _filter_annotations(root: pikepdf.Object, is_kept: Callable[[pikepdf.Object], bool]) -> None:
    for page, _ in tree(get(root, "/Pages"), "/Kids", limits.MAX_PDF_DEPTH):
        before = items(get(page, "/Annots"))
        kept = [annotation for annotation in before if is_kept(annotation)]
        if len(kept) < len(before):
            page["/Annots"] = pikepdf.Array(kept)


def holders(pdf: pikepdf.Pdf, *keys: str) -> tuple[list[pikepdf.Object], ...]:
    """For each key the objects that have it: associated files and metadata may hang on nearly any object."""
    found: tuple[list[pikepdf.Object], ...] = tuple([] for _ in keys)
    for entry in pdf.objects:
        if isinstance(entry, (pikepdf.Dictionary, pikepdf.Stream)):
            for key, having in zip(keys, found, strict=True):
                if key in entry:
                    having.append(entry)
    return found


def _drop_associated(holder: pikepdf.Object, is_unwanted: Test) -> list[Spec]:
    specs = items(get(holder, "/AF"))
    dropped: list[Spec] = [
        ("", spec) for spec in specs if isinstance(spec, pikepdf.Dictionary) and is_unwanted("", spec)
    ]
    kept = [spec for spec in specs if not isinstance(spec, pikepdf.Dictionary) or not is_unwanted("", spec)]
    if kept and dropped:
        holder["/AF"] = pikepdf.Array(kept)
    elif not kept:
        drop(holder, "/AF")
    return dropped


def drop_portfolio(pdf: pikepdf.Pdf) -> None:
    """The catalogue no longer asks viewers to show the attachments first."""
    if get(pdf.Root, "/PageMode") == pikepdf.Name("/UseAttachments"):
        del pdf.Root["/PageMode"]
    drop(pdf.Root, "/Collection")


def clean_metadata(pdf: pikepdf.Pdf, described: Iterable[pikepdf.Object]) -> bool:
    """Takes the announcement of an invoice out of every XMP packet; `described` are the objects with a /Metadata.

    False when the document's own packet had to go whole.
    """
    kept = True
    for holder in described:
        stream = get(holder, "/Metadata")
        packet = stream_bytes(stream)
        if stream is None or (packet is not None and not _may_announce(packet)):
            continue
        new = cleaned(packet) if packet is not None else None
        if new is not None and isinstance(stream, pikepdf.Stream):
            stream.write(new)
        else:
            kept = kept and holder.objgen != pdf.Root.objgen
            drop(holder, "/Metadata")
    return kept


def _may_announce(packet: bytes) -> bool:
    """Whether the packet holds an invoice's namespace; the zero bytes of UTF-16 and UTF-32 are looked through."""
    flat = packet.replace(b"\0", b"")
    return any(name.encode() in flat for name in INVOICE_NAMESPACES)


def drop_signatures(pdf: pikepdf.Pdf) -> int:
    """Removes the signed fields, what shows them on the pages and what hangs on them; gives how many there were."""
    form = get(pdf.Root, "/AcroForm")
    signed = [field for top in items(get(form, "/Fields")) for field in _signed_fields(top)]
    gone = {field.objgen for field in signed if field.is_indirect}

    def is_kept(widget: pikepdf.Object) -> bool:
        return not ({widget.objgen, _objgen(get(widget, "/Parent"))} & gone)

    _filter_annotations(pdf.Root, is_kept)
    if form is not None:
        _prune(form, "/Fields", gone)
        drop(form, "/SigFlags")
        if not items(get(form, "/Fields")):
            del pdf.Root["/AcroForm"]
    for key in ("/Perms", "/DSS"):
        drop(pdf.Root, key)
    return len(signed)


def _objgen(node: pikepdf.Object | None) -> tuple[int, int] | None:
    return node.objgen if node is not None and node.is_indirect else None


def _signed_fields(top: pikepdf.Object) -> Iterator[pikepdf.Object]:
    for field, kind in tree(top, "/Kids", limits.MAX_PDF_DEPTH):
        if kind == pikepdf.Name("/Sig") and get(field, "/V") is not None:
            yield field


def _prune(node: pikepdf.Object, key: str, gone: set[tuple[int, int]], depth: int = 0) -> None:
    """Takes the fields out of the lists that hold them; a parent without children goes too."""
    before = items(get(node, key))
    if not before or depth > limits.MAX_PDF_DEPTH:
        return
    kept = []
    for child in before:
        had_children = bool(items(get(child, "/Kids")))
        if _objgen(child) in gone:
            continue
        _prune(child, "/Kids", gone, depth + 1)
        if not had_children or items(get(child, "/Kids")):
            kept.append(child)
    if len(kept) < len(before):
        node[key] = pikepdf.Array(kept)

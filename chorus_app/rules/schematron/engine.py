"""Saxon: one processor in this process, each stylesheet compiled once and kept."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from saxonche import PySaxonApiError, PySaxonProcessor, PyXdmNode, PyXslt30Processor, PyXsltExecutable

from chorus_app.rules.schematron.loading import load
from chorus_app.rules.schematron.sheets import Sheet

NO_DOCTYPE = "http://saxon.sf.net/feature/parserFeature?uri=http%3A//apache.org/xml/features/disallow-doctype-decl"
STANDARD_ERROR = 2
SAXON_QUOTES = str.maketrans({"{": "", "}": "", '"': "'"})


class RuleFailed(Exception):
    """A rule could not be computed on this document: a text that should be a number, for instance."""


class DocumentRefused(Exception):
    """Saxon's parser does not take the document: more than 100 elements in each other, for instance."""


@cache
def processor() -> PySaxonProcessor:
    """The processor of this process. Never call it from a second thread: Saxon kills the process."""
    made = PySaxonProcessor(license=False)
    made.set_configuration_property(NO_DOCTYPE, "true")
    return made


@cache
def _xslt() -> PyXslt30Processor:
    return processor().new_xslt30_processor()


def prepare(sheet: Sheet) -> None:
    """Compile the stylesheet ahead of the first document that asks for it."""
    _compiled(sheet)


@cache
def _compiled(sheet: Sheet) -> PyXsltExecutable:
    return _xslt().compile_stylesheet(stylesheet_text=load(sheet))


def document(xml: str) -> PyXdmNode:
    """The document as Saxon reads it. `xml` comes from lxml, which refused any DOCTYPE; Saxon refuses it again.

    Raises `DocumentRefused`.
    """
    try:
        with _silent():
            return processor().parse_xml(xml_text=xml)
    except PySaxonApiError as error:
        raise DocumentRefused(_message(error)) from None


def report(sheet: Sheet, node: PyXdmNode) -> bytes:
    """The SVRL report on a document. Raises `RuleFailed`."""
    compiled = _compiled(sheet)
    try:
        with _silent():
            told: str = compiled.transform_to_string(xdm_node=node)
    except PySaxonApiError as error:
        raise RuleFailed(_message(error)) from None
    return told.encode()


def _message(error: PySaxonApiError) -> str:
    return " ".join(str(error).translate(SAXON_QUOTES).split())[:300]


@contextmanager
def _silent() -> Iterator[None]:
    """Saxon writes each failure to standard error as well, and quotes the invoice there: nothing for a log."""
    kept, nowhere = os.dup(STANDARD_ERROR), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, STANDARD_ERROR)
    try:
        yield
    finally:
        os.dup2(kept, STANDARD_ERROR)
        os.close(kept)
        os.close(nowhere)

"""Where a long word may break: file names, paths and addresses have no spaces."""

from typing import Any

import reflex as rx

LONG_WORD = 24  # characters; shorter ones go to the next line as they are
REST = 5  # what must follow a break: ".pdf" never stands alone
HELD = 6  # characters that a quotation mark holds beside it, however narrow the line is

# In the browser, since the texts are a State's: a break after . _ / - in long words. Quotation marks belong to their
# word: the space between does not break, and where a word breaks anywhere, they keep a piece of it.
_SPLIT = (
    rf"(%s ?? '').replace(/[^ \t\n]{{{LONG_WORD},}}/g, (word) => "
    rf"word.replace(/[._\/-]+(?=\S{{{REST},}})/g, '$&\u200b'))"
    rf".split(/(\u200b|«\u00a0[^\s\u200b]{{1,{HELD}}}(?:\u00a0»)?|[^\s\u200b]{{1,{HELD}}}\u00a0»)/)"
)


def soft_breaks(text: Any) -> rx.Component:
    """A text of a State, whose long words break where a reader would part them; it is copied as it was written."""
    shown = rx.Var.create(text)
    parts: Any = rx.Var(_js_expr=_SPLIT % shown._js_expr, _var_type=list[str], _var_data=shown._get_all_var_data())
    return rx.fragment(rx.foreach(parts, _piece))


def _piece(part: Any) -> rx.Component:
    held = part.startswith("«\u00a0") | part.endswith("\u00a0»")
    return rx.match(part, ("\u200b", rx.el.wbr()), rx.cond(held, rx.el.span(part, class_name="nowrap"), part))

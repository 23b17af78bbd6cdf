"""Where a long word may break: file names, paths and addresses have no spaces."""

import reflex as rx

from chorus_app.ui.components.basics import Seen

LONG_WORD = 24  # characters; shorter ones go to the next line as they are
REST = 5  # what must follow a break: ".pdf" never stands alone

# In the browser, since the texts are a State's: a break after . _ / - in long words. Quotation marks belong to their
# word: the space between does not break.
_SPLIT = (
    rf"(%s ?? '').replace(/[^ \t\n]{{{LONG_WORD},}}/g, (word) => "
    rf"word.replace(/[._\/-]+(?=\S{{{REST},}})/g, '$&\u200b')).split('\u200b')"
)


def soft_breaks(text: Seen) -> rx.Component:
    """A text of a State, whose long words break where a reader would part them; it is copied as it was written."""
    parts: Seen = rx.Var(_js_expr=_SPLIT % text._js_expr, _var_type=list[str], _var_data=text._get_all_var_data())
    return rx.fragment(rx.foreach(parts, lambda part, place: rx.fragment(rx.cond(place > 0, rx.el.wbr()), part)))

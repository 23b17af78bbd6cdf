"""From text keys to a mail: plain text, and the same as simple HTML with inline styles."""

from dataclasses import dataclass, field
from html import escape

from chorus_app.kernel.text import t
from chorus_app.kernel.words import one_line

MAX_SUBJECT = 200
PAGE = (
    '<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{subject}</title></head>'
    '<body style="margin:0;background:#fbfaf7;color:#1b1f2a;font-family:Arial,Helvetica,sans-serif">'
    '<main style="max-width:560px;margin:24px auto;padding:24px 28px;background:#ffffff;border:1px solid #ddd9cf">'
    '<h1 style="font-size:20px;line-height:1.3;margin:0 0 16px">{subject}</h1>{body}{button}'
    '<p style="font-size:13px;line-height:1.5;color:#566072;border-top:1px solid #ddd9cf;padding-top:16px">'
    "{footer}</p></main></body></html>"
)
PARAGRAPH = '<p style="font-size:15px;line-height:1.6;margin:0 0 14px">{text}</p>'
BUTTON = (
    '<p style="margin:20px 0"><a href="{link}" style="display:inline-block;padding:12px 20px;background:#0f5e63;'
    'color:#ffffff;text-decoration:none;font-weight:bold;font-size:15px">{label}</a></p>'
    '<p style="font-size:13px;line-height:1.5;color:#566072;word-break:break-all">{link}</p>'
)


@dataclass(frozen=True, slots=True)
class Template:
    """The text keys of a kind of mail. In the body an empty line parts paragraphs; `action` is the button's label."""

    subject: str
    body: str
    action: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail ready to go, before it is addressed."""

    subject: str
    text: str
    html: str
    link: str = field(repr=False)


def write(template: Template, *, link: str, language: str, **params: object) -> Letter:
    """Fill the template. Parameters are only ever text: they cannot add a header, a tag or a placeholder."""
    subject = one_line(t(template.subject, language, **params))[:MAX_SUBJECT]
    greeting = t("mails.greeting", language, **params)
    paragraphs = [greeting, *t(template.body, language, **params).strip().split("\n\n")]
    label, footer = t(template.action, language), t("mails.footer", language)
    text = "\n\n".join([*paragraphs, f"{label} :\n{link}", f"-- \n{footer}"]) + "\n"
    return Letter(subject, text, _html(subject, paragraphs, link, label, footer, language), link)


def _html(subject: str, paragraphs: list[str], link: str, label: str, footer: str, language: str) -> str:
    body = "".join(PARAGRAPH.format(text=escape(paragraph).replace("\n", "<br>")) for paragraph in paragraphs)
    button = BUTTON.format(link=escape(link), label=escape(label))
    return PAGE.format(language=language, subject=escape(subject), body=body, button=button, footer=escape(footer))

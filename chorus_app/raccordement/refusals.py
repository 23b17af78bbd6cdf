"""REFUSALS: every `codeRetour` by which the API refuses, with the labels that it can have; the page that explains them
and the link beside each refusal are made of it. The texts of a code are `api.refusal.<code>`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from chorus_app.kernel.config import settings
from chorus_app.rules.explained import Words, general, without_values

PAGE = "/documentation/refus-api"
# The keys of the labels, below `api.`. What services say themselves has no key here: it is told with what is wrong.
REFUSALS: Mapping[int, tuple[str, ...]] = {
    20000: ("unknown_invoice", "unknown_structure", "unknown_service", "unknown_member", "unknown_file"),
    20001: (
        *("not_entitled", "unknown_flux", "syntax_unknown", "syntax_b2b", "not_subscribed", "key_reused"),
        *("base64", "empty_file", "file_too_large", "no_files_there", "role_unknown", "action_unknown"),
        *("reason_unknown", "format_unknown", "nothing_to_show", "unknown_account", "mode_unknown", "rate_unknown"),
        *("no_discount", "pdf_format_unknown", "unreadable_pdf", "pdf_with_data", "pdf_is_signed", "pdf_not_signed"),
        *("pdf_missing", "pdf_too_many", "piece_ambiguous"),
    ),
    20002: (),
    20003: ("attachment_too_large",),
    400: ("malformed", "no_json", "bad_gzip", "sandbox_unknown"),
    401: ("no_token", "wrong_token", "wrong_account"),
    403: ("wrong_address",),
    404: ("not_found",),
    405: ("method",),
    408: ("too_slow",),
    409: (),
    413: ("body_too_large", "group_too_large"),
    429: ("too_fast", "busy"),
    500: ("failed",),
    507: (),
}


@dataclass(frozen=True, slots=True)
class Explained:
    """A code in words, and the labels that come with it, where a value stands in brackets what that is."""

    code: int
    words: Words
    labels: tuple[str, ...]


def explanations() -> list[Explained]:
    """Every code, in the order of the table."""
    return [
        Explained(code, general(f"api.refusal.{code}"), tuple(without_values(f"api.{name}") for name in names))
        for code, names in REFUSALS.items()
    ]


def help_link(code: int) -> str:
    """The whole address of the explanation of a code; of one that the table has not, the page."""
    return settings().origin + (f"{PAGE}#{code}" if code in REFUSALS else PAGE)

"""The log: one line an entry, on standard error, without secrets and without characters that forge lines."""

import json
import logging
import re
from datetime import UTC, datetime

SECRETS = (
    re.compile(r"((?:__Host-)?chorus_session=)[^;\s'\"]+"),
    re.compile(r"((?:ticket|lien|password|token|jeton|secret)['\"]?\s*[=:]\s*['\"]?)[^&;,\s'\"}]+", re.IGNORECASE),
    re.compile(r"((?:set-)?cookie['\"]?\s*[=:]\s*['\"])[^'\"]*", re.IGNORECASE),
    re.compile(r"(bearer\s+)[^\s'\"]+", re.IGNORECASE),
    re.compile(r"(\$argon2[a-z]*\$)[^\s'\"]+"),
    re.compile(r"(smtps?://[^:/\s]+:)[^@\s]+(?=@)"),
)
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029]")
# Libraries that would write past the formatter.
OWN_WAYS = ("reflex", "reflex_base", "_granian", "granian.access", "dbos")
FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"


class Discreet(logging.Formatter):
    """Formats an entry, then takes out what must not be written. A trace keeps its lines, indented."""

    def format(self, record: logging.LogRecord) -> str:
        return discreet(super().format(record))


def discreet(text: str) -> str:
    """The text with secrets masked and control characters escaped; later lines are indented as a continuation."""
    for secret in SECRETS:
        text = secret.sub(r"\1***", text)
    text = CONTROL.sub(lambda found: f"\\x{ord(found.group()):02x}", text)
    return text.replace("\n", "\n    ")


class DiscreetJson(Discreet):
    """The same as a JSON object a line: time (UTC), level, logger, message, and the trace if there is one."""

    def format(self, record: logging.LogRecord) -> str:
        trace = discreet(self.formatException(record.exc_info)) if record.exc_info else None
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        entry = {"at": at, "level": record.levelname, "logger": record.name, "message": discreet(record.getMessage())}
        return json.dumps({**entry, **({"trace": trace} if trace else {})}, ensure_ascii=False)


def configure(level: str, form: str = "text") -> None:
    """Send every log of this process through the discreet formatter."""
    handler = logging.StreamHandler()
    handler.setFormatter(DiscreetJson() if form == "json" else Discreet(FORMAT))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    logging.getLogger("dbos").setLevel(logging.WARNING)  # it tells each start at length
    for name in OWN_WAYS:
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True

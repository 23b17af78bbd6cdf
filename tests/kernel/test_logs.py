"""The log keeps no secret and no forged line."""

import json
import logging

import pytest

from chorus_app.kernel.logs import configure, discreet


def test_session_cookie_masked() -> None:
    assert discreet("headers {'cookie': 'a=1; chorus_session=s3cr3t'}") == ("headers {'cookie': '***'}")


def test_tickets_links_and_passwords_masked() -> None:
    assert discreet("GET /session/ouvrir?ticket=abc&suite=/ payload {'password': 'hunter2', 'lien': 'xyz'}") == (
        "GET /session/ouvrir?ticket=***&suite=/ payload {'password': '***', 'lien': '***'}"
    )


def test_forged_line_and_terminal_codes_escaped() -> None:
    assert discreet("name\nERROR forged \x1b[31mred\r") == "name\n    ERROR forged \\x1b[31mred\\x0d"


def test_mail_server_password_masked() -> None:
    assert discreet("smtp://user:pass@mail.test:587") == "smtp://user:***@mail.test:587"


def test_json_lines_hold_what_text_lines_hold_and_no_secret(capsys: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    before = (list(root.handlers), root.level)
    try:
        configure("INFO", "json")
        log = logging.getLogger("chorus.test")
        log.info("event %s", {"password": "girafe", "cookie": "chorus_session=abc; a=1", "lien": "xyz"})
        log.info("Authorization: Bearer abcdef, jeton=qwerty, $argon2id$v=19$abc")
        try:
            raise ValueError("token=abc\nforged")
        except ValueError:
            log.exception("failed")
    finally:
        root.handlers[:] = before[0]
        root.setLevel(before[1])
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [line["level"] for line in lines] == ["INFO", "INFO", "ERROR"]
    assert "ValueError" in lines[2]["trace"]
    for secret in ("girafe", "abc", "xyz", "a=1", "abcdef", "qwerty"):
        assert secret not in repr(lines)

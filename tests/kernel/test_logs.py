"""The log keeps no secret and no forged line."""

from chorus_app.kernel.logs import discreet


def test_session_cookie_masked() -> None:
    assert discreet("headers {'cookie': 'a=1; chorus_session=s3cr3t'}") == (
        "headers {'cookie': 'a=1; chorus_session=***'}"
    )


def test_tickets_links_and_passwords_masked() -> None:
    assert discreet("GET /session/ouvrir?ticket=abc&suite=/ payload {'password': 'hunter2', 'lien': 'xyz'}") == (
        "GET /session/ouvrir?ticket=***&suite=/ payload {'password': '***', 'lien': '***'}"
    )


def test_forged_line_and_terminal_codes_escaped() -> None:
    assert discreet("name\nERROR forged \x1b[31mred\r") == "name\n    ERROR forged \\x1b[31mred\\x0d"


def test_mail_server_password_masked() -> None:
    assert discreet("smtp://user:pass@mail.test:587") == "smtp://user:***@mail.test:587"

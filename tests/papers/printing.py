"""Prints the papers anew: `python -m tests.papers.printing`. Needs Chromium; the tests read what is kept."""

import subprocess
from pathlib import Path

CHROMIUM = "/usr/bin/chromium"
FOLDER = Path(__file__).parent


def main() -> None:
    """Every `.html` beside its `.pdf`."""
    for page in sorted(FOLDER.glob("*.html")):
        command = (CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
        printed = page.with_suffix(".pdf")
        subprocess.run((*command, f"--print-to-pdf={printed}", page.as_uri()), check=True, capture_output=True)


if __name__ == "__main__":
    main()

"""axe-core, which finds a part of what bars a page to some people."""

from importlib.resources import files
from typing import Any

from playwright.async_api import Page

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

Rules = dict[str, Any]
EVERYTHING: Rules = {"runOnly": {"type": "tag", "values": STANDARD}, "rules": {"target-size": {"enabled": True}}}
COLOURS: Rules = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}


async def violations(page: Page, rules: Rules) -> list[str]:
    """What breaks the rules on the page as it stands."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(AXE)
    results = (await page.evaluate("rules => axe.run(document, rules)", rules))["violations"]
    return [f"{rule['id']}: {_told(node)}" for rule in results for node in rule["nodes"]]


def _told(node: dict[str, Any]) -> str:
    messages = [check["message"] for check in (*node["any"], *node["all"], *node["none"])]
    return f"{node['html'][:160]}: {'; '.join(messages)[:200]}"

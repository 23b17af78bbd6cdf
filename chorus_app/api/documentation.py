"""The page that shows the OpenAPI document: plain HTML of our own, nothing is loaded from elsewhere."""

import json
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from chorus_app.api.openapi import REF, REFUSALS
from chorus_app.kernel.text import t
from chorus_app.raccordement.refusals import PAGE as REFUSALS_PAGE

DEPTH = 6  # of blocks within blocks
# Used where the portal's stylesheet is not served (`chorus api`).
STYLE = """
html{color-scheme:light dark}
body{margin:0;background:var(--paper,Canvas);color:var(--ink,CanvasText);font-family:var(--sans,system-ui,sans-serif);
line-height:1.5}
main{max-width:72.5rem;margin:auto;padding:1.5rem 1.25rem 4rem;display:flex;flex-direction:column;gap:1.5rem}
main h2{margin-top:1rem}
main h3 .code{font-weight:650}
.code{overflow-wrap:anywhere}
.routes{list-style:none;display:flex;flex-direction:column;gap:.75rem;padding:0}
.routes>li{max-width:none}
details.route{background:var(--sheet,Canvas);border:1px solid var(--line,GrayText);border-radius:10px}
details.route>summary{display:flex;flex-wrap:wrap;gap:.25rem .75rem;align-items:baseline;padding:.75rem 1rem;
cursor:pointer;min-height:2.75rem}
details.route>div{padding:0 1rem 1rem;display:flex;flex-direction:column;gap:1rem}
.scroll{overflow-x:auto}
table.fields{border-collapse:collapse;width:100%;font-size:.9375rem}
table.fields th,table.fields td{text-align:start;vertical-align:top;padding:.375rem .75rem .375rem 0;
border-bottom:1px solid var(--line,GrayText)}
table.fields td:first-child{min-width:9rem}
table.fields td:last-child{min-width:14rem}
pre{overflow:auto;max-height:20rem;margin:0;padding:.75rem 1rem;border-radius:10px;background:var(--sunk,Canvas);
border:1px solid var(--line,GrayText);font-family:var(--mono,monospace);font-size:.875rem}
.copied:empty{display:none}
"""


def page(document: Mapping[str, Any], *, path: str) -> str:
    """The whole page; `path` is where the document is downloaded."""
    return "".join(
        (
            '<!doctype html><html lang="fr" data-plain><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width,initial-scale=1">',
            f"<title>{_t('title')} · Chorus App</title>",
            '<link rel="icon" href="/favicon.svg" type="image/svg+xml"><link rel="stylesheet" href="/chorus.css">',
            f'<style>{STYLE}</style><script src="/chorus.js" defer></script></head><body>',
            f'<header class="masthead"><div class="inner"><a class="brand" href="/">Chorus App</a>'
            f'<span class="unofficial">{_t("unofficial")}</span></div></header>',
            f"<main><h1>{_t('title')}</h1><p>{_e(document['info']['description'])}</p><p>{_t('headers')}</p>",
            f'<p><a href="{_e(path)}" download>{_t("download")}</a> · <a href="/">{_t("back")}</a></p>',
            *_headers(document),
            *_routes(document),
            *_refusals(),
            "</main></body></html>",
        )
    )


def _headers(document: Mapping[str, Any]) -> Iterator[str]:
    """The headers that calls may carry besides the keys, each told once."""
    operations = [one for methods in document["paths"].values() for one in methods.values()]
    told = {header["name"]: header["description"] for one in operations for header in one.get("parameters", ())}
    if told:
        entries = (f'<dt class="code">{_e(name)}</dt><dd>{_e(text)}</dd>' for name, text in told.items())
        yield f'<section class="stack"><h2>{_t("others")}</h2><dl class="facts">{"".join(entries)}</dl></section>'


def _routes(document: Mapping[str, Any]) -> Iterator[str]:
    for tag in document["tags"]:
        yield f'<section class="stack"><h2>{_e(tag["description"])}</h2><ul class="routes">'
        for path, methods in document["paths"].items():
            for method, operation in methods.items():
                if tag["name"] in operation["tags"]:
                    yield _route(document, path, method, operation)
        yield "</ul></section>"


def _route(document: Mapping[str, Any], path: str, method: str, operation: Mapping[str, Any]) -> str:
    name = operation["operationId"]
    return "".join(
        (
            f'<li><details class="route" id="{_e(name)}"><summary><strong>{_e(operation["summary"])}</strong>',
            f'<span class="code soft">{method.upper()} {_e(path)}</span></summary><div>',
            f"<p>{_e(operation['description'])}</p>",
            *_question(document, operation),
            f"<h3>{_t('answer')}</h3>",
            _table(document, operation["responses"]["200"]["content"]["application/json"]["schema"]),
            "</div></details></li>",
        )
    )


def _question(document: Mapping[str, Any], operation: Mapping[str, Any]) -> Iterator[str]:
    yield f"<h3>{_t('question')}</h3>"
    if "requestBody" not in operation:
        yield f"<p>{_t('nothing')}</p>"
        return
    ((_, body),) = operation["requestBody"]["content"].items()
    yield _table(document, body["schema"]) or f"<p>{_t('nothing')}</p>"
    shown = body.get("example") or body["examples"]["demonstration"]["value"]
    name = f"exemple-{operation['operationId']}"
    yield f"<h3>{_t('example')}</h3>"
    yield f'<pre id="{_e(name)}" tabindex="0">{_e(json.dumps(shown, ensure_ascii=False, indent=2))}</pre>'
    yield f'<p><button type="button" class="button secondary" data-copy="{_e(name)}" data-said="{_e(name)}-copie">'
    yield f'{_t("copy")} <span class="sr-only">{_e(operation["summary"])}</span></button> '
    yield f'<span id="{_e(name)}-copie" role="status" data-text="{_t("copied")}"></span></p>'


def _table(document: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    rows = "".join(_rows(document, schema, "", 0))
    if not rows:
        return ""
    head = "".join(f'<th scope="col">{_t(name)}</th>' for name in ("field", "kind", "meaning"))
    return (
        f'<div class="scroll" tabindex="0"><table class="fields"><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _rows(document: Mapping[str, Any], schema: Mapping[str, Any], before: str, depth: int) -> Iterator[str]:
    plain = _plain(document, schema)
    needed = plain.get("required", ()) if not before or plain.get("properties") else ()
    for name, field in plain.get("properties", {}).items():
        inner = _plain(document, field)
        items = _plain(document, inner["items"]) if "items" in inner else inner
        kind = t(f"openapi.kind.{_kind(inner)}")
        must = f" · {_t('required')}" if name in needed else ""
        said = _e(field.get("description", ""))
        yield f'<tr><td class="code">{_e(before + name)}</td><td>{_e(kind)}{must}</td><td>{said}</td></tr>'
        if "properties" in items and depth < DEPTH:
            yield from _rows(document, items, f"{before}{name}{'[]' if items is not inner else ''}.", depth + 1)


def _plain(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """The schema itself: a reference followed; of several possibilities the first that is something."""
    if "$ref" in schema:
        return _plain(document, document["components"]["schemas"][schema["$ref"].removeprefix(REF)])
    for choice in schema.get("anyOf", ()):
        if choice.get("type") != "null":
            return _plain(document, choice)
    return schema


def _kind(schema: Mapping[str, Any]) -> str:
    kind: str = "date" if schema.get("format") == "date" else schema.get("type", "object")
    return kind


def _refusals() -> Iterator[str]:
    yield f'<section class="stack"><h2>{_t("refusals")}</h2><div class="scroll" tabindex="0"><table class="fields">'
    yield f'<thead><tr><th scope="col">{_t("status")}</th><th scope="col">{_t("meaning")}</th></tr></thead><tbody>'
    for status in REFUSALS:
        yield f'<tr><td class="code">{status}</td><td>{_e(t(f"openapi.status.{status}"))}</td></tr>'
    yield f'</tbody></table></div><p><a href="{REFUSALS_PAGE}">{_t("explained")}</a></p></section>'


def _t(name: str) -> str:
    return _e(t(f"openapi.page.{name}"))


def _e(text: str) -> str:
    return escape(text, quote=True)

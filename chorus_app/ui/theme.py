"""The look: one stylesheet, two self-hosted typefaces, one small script. No component library decides colours."""

import reflex as rx

STYLESHEETS = ["/chorus.css"]
FONTS = (
    "@fontsource-variable/public-sans@5.3.0",
    "@fontsource-variable/jetbrains-mono@5.3.0",
)


class Typefaces(rx.Fragment):
    """Brings the typefaces' CSS into the bundle; shows nothing."""

    lib_dependencies: list[str] = list(FONTS)

    def add_imports(self) -> dict[str, str]:
        return {"": [font.rsplit("@", 1)[0] for font in FONTS]}  # type: ignore[dict-item] # Reflex takes lists too


def head() -> list[rx.Component]:
    return [
        rx.el.link(rel="icon", href="/favicon.svg", type="image/svg+xml"),
        rx.el.meta(name="referrer", content="no-referrer"),
        rx.el.meta(name="theme-color", content="#0f5e63"),
        # Without defer: what is pressed once the form stands must be held already.
        rx.el.script(src="/chorus.js"),
        rx.el.script(src="/ahead.js", defer=True),
    ]

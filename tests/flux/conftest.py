"""The fixtures of the flux, by the place where they once stood."""

from tests.conftest import cast, importing

__all__ = ["cast", "importing"]

"""Fixtures: the cast of the flux tests, with children that check."""

from tests.flux.conftest import cast, importing

__all__ = ["cast", "importing"]

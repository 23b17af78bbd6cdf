"""Fixtures: the cast of the flux tests, in front of the deposit pages."""

from tests.flux.conftest import cast, importing

__all__ = ["cast", "importing"]

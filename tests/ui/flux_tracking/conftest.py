"""Fixtures: the cast of the flux tests, in front of « Suivi des flux »."""

from tests.flux.conftest import cast, importing

__all__ = ["cast", "importing"]

"""CHANGELOG.md is the page « Notes de version »."""

from datetime import date

import pytest

from chorus_app.kernel.markdown import Span, plain
from chorus_app.release_notes.queries import Release, Section, read_releases, releases


def test_release_is_read_with_its_sections() -> None:
    changelog = "# Notes\n\n## V1.2 — 2026-11-24\n\nEn bref.\n\n### Ajouté\n\n- un\n\n### Corrigé\n\n- deux\n"
    assert read_releases(changelog) == (
        Release(
            "V1.2",
            date(2026, 11, 24),
            ((Span("En bref."),),),
            (Section("Ajouté", ((Span("un"),),)), Section("Corrigé", ((Span("deux"),),))),
        ),
    )


def test_release_without_a_date_is_refused() -> None:
    with pytest.raises(ValueError, match="not a release"):
        read_releases("## Bientôt\n")


def test_our_changelog_carries_version_3_8_1() -> None:
    release = next(release for release in releases() if release.version == "V3.8.1")
    assert [section.title for section in release.sections] == ["Ajouté", "Modifié", "Corrigé"]
    assert all(plain(item) for section in release.sections for item in section.items)

"""The code, its texts and its documents say the same."""

import ast
import re
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from click import Command, Context, Group

from chorus_app.cli.main import FAMILIES, cli
from chorus_app.demo.accounts import ACCOUNTS, PASSWORD
from chorus_app.kernel.config import Settings
from chorus_app.kernel.text import catalogue, t
from tests.fillings import FILLINGS, filled
from tests.source import PROJECT, key_templates, literal_keys, tracked_files, trees

FINDING_PARTS = ("title", "meaning", "todo")
PARTS = (*FINDING_PARTS, "text")


def built_keys() -> set[str]:
    """Every key that the templates make, and those that name a text with several parts."""
    keys = {key for template in FILLINGS for key in filled(template)}
    return keys | {f"{key}.{part}" for key in keys | literal_keys() for part in PARTS}


def in_parts(key: str) -> bool:
    """Whether the key names a text with several parts: a finding, or a title with its text."""
    texts = catalogue("fr")
    return all(f"{key}.{part}" in texts for part in FINDING_PARTS) or all(
        f"{key}.{p}" in texts for p in ("title", "text")
    )


def test_every_key_in_code_has_a_text() -> None:
    assert sorted(key for key in literal_keys() if key not in catalogue("fr") and not in_parts(key)) == []


def test_every_built_key_is_declared_with_what_fills_it() -> None:
    assert sorted(key_templates() - FILLINGS.keys()) == []
    assert sorted(FILLINGS.keys() - key_templates()) == []


def test_every_built_key_has_a_text() -> None:
    keys = {key for template in FILLINGS for key in filled(template)}
    assert sorted(key for key in keys if key not in catalogue("fr") and not in_parts(key)) == []


def test_no_text_is_unused() -> None:
    assert sorted(catalogue("fr").keys() - literal_keys() - built_keys()) == []


# Families that a terminal shows: there a line ends where the window does.
IN_TERMINALS = ("cli.", "operator.")
LOOSE = re.compile(
    r"(?<=[^\s|:#-]) [:;?!»](?=\s|$|[\"<.,)*])|« (?=\S)"
    r"|(?<=[0-9}]) (?:[KMG]?o|octets?|€|%|caractères?|pages?|secondes?|minutes?|heures?|jours?)(?!\w)"
)


def test_punctuation_and_units_stay_with_their_word() -> None:
    """In French a space that does not break stands before « : ; ? ! », within quotation marks and before a unit."""
    written = {key: str(entry) for key, entry in catalogue("fr").items() if not key.startswith(IN_TERMINALS)}
    guides = [PROJECT / "CHANGELOG.md", *(PROJECT / "chorus_app" / "guides" / "fr").glob("*.md")]
    written |= {guide.name: guide.read_text(encoding="utf-8") for guide in guides}
    assert {key: LOOSE.findall(text) for key, text in written.items() if LOOSE.search(text)} == {}


def documented_settings() -> dict[str, str]:
    """Name and default of each row of docs/configuration.md; rows without a meaning do not count."""
    rows = re.findall(
        r"^\| `(CHORUS_\w+)` \| ([^|]+) \| [^|]*\w[^|]* \|$",
        (PROJECT / "docs" / "configuration.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    return {name: default.strip().strip("`").replace("\u202f", "") for name, default in rows}


def test_every_setting_is_documented_with_its_default() -> None:
    defaults = {
        f"CHORUS_{name.upper()}": str(field.get_default(call_default_factory=True, validated_data={"port": 3000}))
        for name, field in Settings.model_fields.items()
    }
    shown = {
        name: {"True": "true", "False": "false", "None": "—"}.get(value, value) for name, value in defaults.items()
    }
    assert documented_settings() == {name: value.rstrip("/") for name, value in shown.items()}


def declared_dependencies() -> set[str]:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    return {re.split(r"[\[<>=!~ ]", line, maxsplit=1)[0] for line in declared}


def test_every_dependency_is_explained() -> None:
    explained = set(
        re.findall(
            r"^\| `([^`]+)` \|", (PROJECT / "docs" / "dependencies.md").read_text(encoding="utf-8"), re.MULTILINE
        )
    )
    assert explained == declared_dependencies()


def test_every_import_is_a_declared_dependency() -> None:
    """What is imported but only comes along with another package may go away with its next version."""
    ours = {re.sub(r"[-_.]+", "-", name).lower() for name in declared_dependencies()} | {"chorus-app"}
    along_with_reflex = {"reflex-base", "starlette"}
    known = packages_distributions()
    imported = {name.partition(".")[0] for _, tree in trees() for node in ast.walk(tree) for name in _imported(node)}
    distributions = {known[name][0].replace("_", "-").lower() for name in imported if name in known}
    assert distributions - ours - along_with_reflex == set()


def _imported(node: object) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [node.module]
    return []


def test_readme_names_every_demo_account() -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    assert PASSWORD in readme
    for account in ACCOUNTS:
        row = f"| {account.first_name} {account.last_name} | `{account.email}` | {t(f'demo.role.{account.slug}')} |"
        assert row in readme


# What documents name without its being a file of the project: made by running it, or given from outside.
NOT_KEPT = ("depot/", "retour/", "var/", "backups/", ".venv/", "../shared/", "files/")
FILE_NAME = re.compile(r"[\w.-]+(?:/[\w.-]+)*(?:/|\.(?:py|md|toml|css|js|lock))")


def documents() -> list[Path]:
    return [file for file in tracked_files() if file.suffix == ".md" and "chorus_app" not in file.parts[-4:-1]]


def code_of(document: Path) -> list[str]:
    """What stands in backticks, and each line of a block of code."""
    text = document.read_text(encoding="utf-8")
    blocks = re.findall(r"^ *```\w*\n(.*?)^ *```", text, re.MULTILINE | re.DOTALL)
    rest = re.sub(r"^ *```.*?^ *```", "", text, flags=re.MULTILINE | re.DOTALL)
    return [*re.findall(r"`([^`\n]+)`", rest), *(line.strip() for block in blocks for line in block.splitlines())]


def all_code() -> list[tuple[str, str]]:
    return [(str(file.relative_to(PROJECT)), code) for file in documents() for code in code_of(file)]


def test_documents_link_to_what_is_there() -> None:
    links = [(file, link) for file in documents() for link in re.findall(r"\]\(([^)#\s]+)", file.read_text("utf-8"))]
    assert [
        (file.name, link)
        for file, link in links
        if not link.startswith(("http:", "https:")) and not (file.parent / link).exists()
    ] == []


def test_documents_name_files_that_are_there() -> None:
    kept = [str(file.relative_to(PROJECT)) for file in tracked_files()]
    folders = {f"{folder}/" for name in kept for folder in Path(name).parents}
    known = [f"/{name}" for name in (*kept, *folders)]
    named = {(document, code) for document, code in all_code() if FILE_NAME.fullmatch(code)}
    assert [
        (document, code)
        for document, code in sorted(named)
        if not code.startswith(NOT_KEPT) and not any(name.endswith(f"/{code}") for name in known)
    ] == []


def test_documents_name_commands_that_are_there() -> None:
    unknown = []
    for document, code in all_code():
        for words in re.findall(r"(?<![\w-])chorus ([\w-]+(?: [\w-]+)*)", code):
            command: Command | None = cli
            for word in words.split():
                if isinstance(command, Group):
                    command = command.get_command(Context(command), word)
            unknown += [(document, code)] * (command is None)
    assert unknown == []


def test_documents_name_make_targets_that_are_there() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {
        (document, target)
        for document, code in all_code()
        for target in re.findall(r"(?<!chorus )\bmake ([a-z-]+)", code)
    }
    assert [(document, target) for document, target in sorted(named) if target not in targets] == []


def test_documents_name_settings_that_are_there() -> None:
    settings = {f"CHORUS_{name.upper()}" for name in Settings.model_fields}
    texts = [(str(file.relative_to(PROJECT)), file.read_text(encoding="utf-8")) for file in documents()]
    named = {(document, name) for document, text in texts for name in re.findall(r"CHORUS_[A-Z0-9_]+", text)}
    assert [(document, name) for document, name in sorted(named) if name not in settings] == []


def test_every_family_of_commands_is_in_the_operators_guide() -> None:
    guide = (PROJECT / "docs" / "guides" / "exploitation.md").read_text(encoding="utf-8")
    assert [name for name in FAMILIES if f"`chorus {name}" not in guide] == []


# In two parts, so that this file does not hold what it looks for.
PRIVATE = tuple(
    "".join(parts)
    for parts in (
        ("/wo", "rk/"),
        ("/tmp/", "brief"),
        ("/ro", "ot/"),
        ("/opt/", "wheels"),
        ("--extra-", "index-url"),
        ("--find-", "links"),
        ("registry.", "npmjs"),
        ("files.", "pythonhosted"),
        ("pypi", ".org/simple"),
        ('"resol', 'ved":'),
    )
)


def test_no_file_names_a_machine_or_a_registry() -> None:
    found = []
    for file in tracked_files():
        content = file.read_bytes()
        found += [(str(file.relative_to(PROJECT)), text) for text in PRIVATE if text.encode() in content]
    assert found == []


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_lock_pins_every_version_with_its_hashes(lock: str) -> None:
    text = (PROJECT / lock).read_text(encoding="utf-8")
    entries = re.findall(
        r"^([A-Za-z0-9._-]+)==\S+ .*\\\n(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+", text, re.MULTILINE
    )
    names = re.findall(r"^([A-Za-z0-9._-]+)", text, re.MULTILINE)
    assert entries == names

"""The words of click itself, the library of the command line, in French."""

from importlib import import_module
from typing import Any

from chorus_app.kernel.text import t

MODULES = ("core", "decorators", "exceptions", "formatting", "parser", "termui", "types", "utils")
# What click says, and the text of the catalogue `click` that is said instead.
WORDS = {
    "Usage:": "usage",
    "Options": "options",
    "Positional arguments": "positional",
    "Commands": "commands",
    "%(prog)s, version %(version)s": "version",
    "Show the version and exit.": "show_version",
    "Show this message and exit.": "show_help",
    "Try '{command} {option}' for help.": "try_help",
    "Error: {message}": "error",
    "Aborted!": "aborted",
    "deprecated": "deprecated",
    "Missing command.": "missing_command",
    "Got unexpected extra argument ({args})": "extra_one",
    "Got unexpected extra arguments ({args})": "extra_many",
    "env var: {var}": "env",
    "default: {default}": "default",
    "(dynamic)": "dynamic",
    "Takes {nargs} values but 1 was given.": "takes_one",
    "Takes {nargs} values but {len} were given.": "takes_many",
    "Do you want to continue?": "continue",
    "Confirm the action without prompting.": "confirm",
    "Did you mean {possibility}?": "mean_one",
    "(Did you mean one of: {possibilities}?)": "mean_many",
    "Missing argument": "missing_argument",
    "Missing option": "missing_option",
    "Missing parameter": "missing_parameter",
    "Missing parameter: {param_name}": "missing_parameter_named",
    "Missing {param_type}": "missing_type",
    "unknown error": "unknown_error",
    "Invalid value for {param_hint}: {message}": "invalid_for",
    "Invalid value: {message}": "invalid",
    "Could not open file {filename!r}: {message}": "not_opened",
    "No such option {name!r}.": "no_option",
    "No such command {name!r}.": "no_command",
    "Option {name!r} does not take a value.": "no_value",
    "Option {name!r} requires an argument.": "one_value",
    "Option {name!r} requires {nargs} arguments.": "many_values",
    "Argument {name!r} takes {nargs} values.": "argument_values",
    "Press any key to continue...": "press_key",
    "Repeat for confirmation": "repeat",
    "Error: The two entered values do not match.": "no_match",
    "Error: invalid input": "invalid_input",
    "file": "file",
    "directory": "directory",
    "path": "path",
    "Choose from:\n\t{choices}": "choose",
    "{value!r} is not {choice}.": "not_choice",
    "{value!r} is not one of {choices}.": "not_choices",
    "{value!r} does not match the format {format}.": "format",
    "{value!r} does not match the formats {formats}.": "formats",
    "{value} is not in the range {range}.": "range",
    "{value!r} is not a valid boolean. Recognized values: {states}": "boolean",
    "{len_type} values are required, but {len_value} was given.": "values_one",
    "{len_type} values are required, but {len_value} were given.": "values_many",
    "{value!r} is not a valid {number_type}.": "not_number",
    "{value!r} is not a valid UUID.": "not_uuid",
    "{name} {filename!r} is a file.": "is_file",
    "{name} {filename!r} is a directory.": "is_directory",
    "{name} {filename!r} is not readable.": "not_readable",
    "{name} {filename!r} is not writable.": "not_writable",
    "{name} {filename!r} is not executable.": "not_executable",
    "{name} {filename!r} does not exist.": "not_there",
    "Unknown standard stream '{name}'": "unknown_stream",
}


def said(message: str) -> str:
    """The message in French, its placeholders left; what click has no words for here is said as it is."""
    return t(f"click.{WORDS[message]}") if message in WORDS else message


def counted(one: str, many: str, number: int) -> str:
    """The French way: 0 and 1 are singular."""
    return said(one if abs(number) <= 1 else many)


def speak_french() -> None:
    """Give these words to click, which looks for each when it says it. To be called before a command is declared."""
    for name in MODULES:
        module: Any = import_module(f"click.{name}")
        if hasattr(module, "_"):
            module._ = said
        if hasattr(module, "ngettext"):
            module.ngettext = counted

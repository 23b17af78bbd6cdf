"""The verdict before the deposit: what the import would say of the file, asked by who is about to send it."""

from dataclasses import dataclass

from chorus_app.flux.checking import lightened
from chorus_app.flux.directory import ImportDirectory
from chorus_app.flux.naming import shown_name
from chorus_app.formats.parsed import Party
from chorus_app.kernel.clock import in_paris
from chorus_app.kernel.context import Context
from chorus_app.rules.directory import DepositContext
from chorus_app.rules.verdict import Verdict, complete


@dataclass(frozen=True, slots=True)
class Preview:
    """The verdict, and the names under which the directory knows supplier and recipient (empty: it does not)."""

    verdict: Verdict
    supplier: str = ""
    recipient: str = ""


def check_before_deposit(path: str, name: str, syntax_code: str) -> Verdict:
    """The verdict without the directory, for a child process; an empty `syntax_code` only checks the file.

    Never raises on bad content.
    """
    # lxml and pikepdf are only wanted in the child: the parent imports this module to name the function.
    from chorus_app.rules.verdict import verdict_on_file

    return lightened(verdict_on_file(path, shown_name(name), syntax_code or None))


def complete_before_deposit(context: Context, verdict: Verdict) -> Preview:
    """The same verdict with the rules that ask the directory, for the signed-in depositor."""
    directory = ImportDirectory(context)
    completed = complete(verdict, directory=directory, context=DepositContext(today=in_paris(context.now()).date()))
    invoice = completed.invoice
    if invoice is None:
        return Preview(completed)
    return Preview(completed, _name(directory, invoice.seller), _name(directory, invoice.buyer))


def _name(directory: ImportDirectory, party: Party) -> str:
    """The name under which the directory knows the party; empty when it does not."""
    identifier = party.identifier
    found = directory.structure(identifier.type, identifier.value) if identifier else None
    return found.name if found else ""

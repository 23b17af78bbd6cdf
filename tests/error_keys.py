"""Every text key that an error of the portal is made with, read from the source."""

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from functools import lru_cache

import chorus_app
from chorus_app.kernel.errors import AppError
from tests.source import KEY, trees

Function = ast.FunctionDef | ast.AsyncFunctionDef


@lru_cache
def error_classes() -> frozenset[type[AppError]]:
    """Every class of refusal of the portal."""
    for module in pkgutil.walk_packages(chorus_app.__path__, "chorus_app."):
        if not module.name.endswith(".main"):
            importlib.import_module(module.name)
    return frozenset(kind for kind in _below(AppError) if kind.__module__.startswith("chorus_app."))


def literal_error_keys() -> set[str]:
    """The keys that stand where the error is made, or in the function that makes it."""
    return {key for _, keys in _made() for key in keys}


def computed_error_keys() -> set[str]:
    """The expressions, as written, that give an error a key which cannot be read there."""
    return {ast.unparse(argument) for argument, keys in _made() if not keys}


def _below(kind: type[AppError]) -> set[type[AppError]]:
    return {below for direct in kind.__subclasses__() for below in (direct, *_below(direct))}


@lru_cache
def _made() -> tuple[tuple[ast.expr, frozenset[str]], ...]:
    """Each expression that becomes the key of an error, and what it can be as far as the function tells."""
    functions = [node for _, tree in trees() for node in ast.walk(tree) if isinstance(node, Function)]
    return tuple(
        (argument, _keys(argument, function)) for function in functions for argument in _key_arguments(function)
    )


def _key_arguments(function: Function) -> Iterator[ast.expr]:
    passed_on = {argument.arg for argument in function.args.args}
    takes_key = {kind.__name__ for kind in error_classes() if "key" in inspect.signature(kind).parameters}
    for call in [node for node in ast.walk(function) if isinstance(node, ast.Call) and node.args]:
        first = call.args[0]
        makes = isinstance(call.func, ast.Name) and call.func.id in takes_key
        passes_on = isinstance(first, ast.Starred) or (isinstance(first, ast.Name) and first.id in passed_on)
        if (makes or _of_base(call, function)) and not passes_on:
            yield first
    if function.name == "__init__":
        yield from (default for default in function.args.defaults if _literals(default))


def _of_base(call: ast.Call, function: Function) -> bool:
    """Whether an error class hands its key to the class above it."""
    own = function.name == "__init__" and ast.unparse(call.func) == "super().__init__"
    return own and ast.dump(function) in _of_errors()


@lru_cache
def _of_errors() -> frozenset[str]:
    """The methods of error classes, written out."""
    names = {kind.__name__ for kind in error_classes()}
    classes = [node for _, tree in trees() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    methods = [node for kind in classes if kind.name in names for node in kind.body if isinstance(node, Function)]
    return frozenset(ast.dump(method) for method in methods)


def _keys(argument: ast.expr, function: Function) -> frozenset[str]:
    return _literals(function if isinstance(argument, ast.Name) else argument)


def _literals(node: ast.AST) -> frozenset[str]:
    texts = [one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    return frozenset(text for text in texts if KEY.fullmatch(text))

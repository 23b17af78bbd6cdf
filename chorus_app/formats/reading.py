"""Walks a document once along a syntax's table: takes what the table names, remembers where it stood.

The work is proportional to the elements of the document: what the table does not name is passed over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, cast

from lxml import etree

from chorus_app.formats.binding import Group, Leaf, Many
from chorus_app.formats.codecs import Codec
from chorus_app.formats.parts import Place

MAX_RAW = 200  # characters kept of a text that could not be read
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Hook:
    """What becomes of an element's (or attribute's) text: `key` in the values of `part`, `term_key` in the places.

    The places of one value bear a number after its name and its term ("city#1"): the first counts. `term` has none.
    """

    part: str
    key: str
    term_key: str | None
    term: str | None
    codec: Codec
    many: bool
    path: str
    attribute: str | None = None


@dataclass(slots=True, eq=False)
class Node:
    """An element name inside another one, as far as the table goes."""

    path: str
    parent: Node | None = None
    children: dict[str, Node] = field(default_factory=dict)
    hooks: list[Hook] = field(default_factory=list)
    attributes: list[Hook] = field(default_factory=list)
    opened: Opened | None = None  # a group that comes back begins here


@dataclass(frozen=True, slots=True)
class Plan:
    """A group made ready to be walked."""

    group: Group
    root: Node
    order: tuple[str, ...]  # parts, the deepest first
    ranked: tuple[tuple[str, str, str | None, int], ...]  # part, name, term, number of places
    terms: tuple[tuple[str, str, Node], ...]  # term, path, parent: those whose place is told even when missing


@dataclass(frozen=True, slots=True)
class Opened:
    """A group that comes back: where its values go."""

    part: str
    name: str
    plan: Plan
    path: str
    bulk: bool


@dataclass(slots=True)
class Found:
    """What was found of a part: its values by field, its place and those of its values, by term."""

    values: Values
    reading: Reading
    place: Place | None
    places: dict[str, Place]


@dataclass(slots=True)
class Reading:
    """One pass over one document."""

    raw: dict[str, str] = field(default_factory=dict)
    spots: dict[tuple[str, object], Place] = field(default_factory=dict)  # (part, identifier) -> its place
    lines: dict[Node, int | None] = field(default_factory=dict)  # first element of each node that holds others
    aside: Values = field(default_factory=dict)  # what a part holds for the whole
    heads: list[dict[str, Place]] = field(default_factory=list)  # places of first occurrences, for the whole

    def group(self, element: etree._Element, plan: Plan, place: Place | None, *, head: bool) -> object:
        """What the element says, made into the group's object."""
        bags: dict[str, Values] = {name: {} for name in plan.order}
        places: dict[str, Place] = {}
        if head:
            self.lines.setdefault(plan.root, line_of(element))
        for hook in plan.root.attributes:
            self._attribute(element, hook, bags, places)
        if plan.root.hooks:
            self._texts(element, plan.root, bags, places)
        self._walk(element, plan.root, bags, places, head=head)
        _choose(plan, bags, places)
        if head and place is not None:
            self.heads.append(places)
        elif head:
            self._complete(plan, places)
        return self._made(plan, bags, place, places)

    def _walk(
        self,
        element: etree._Element,
        node: Node,
        bags: dict[str, Values],
        places: dict[str, Place],
        *,
        head: bool,
    ) -> None:
        children = node.children
        for child in element:
            found = children.get(child.tag)
            if found is None:
                continue
            if found.opened is not None:
                self._open(child, found.opened, bags, head=head)
                continue
            if found.hooks and (text := child.text) and (text := text.strip()):
                for hook in found.hooks:
                    self._keep(child, text, hook, bags[hook.part], places)
            if found.attributes:
                for hook in found.attributes:
                    self._attribute(child, hook, bags, places)
            if found.children:
                if head and found not in self.lines:
                    self.lines[found] = line_of(child)
                self._walk(child, found, bags, places, head=head)

    def _open(self, element: etree._Element, opened: Opened, bags: dict[str, Values], *, head: bool) -> None:
        place = Place(opened.path, line_of(element))
        made = self.group(element, opened.plan, place, head=head and not opened.bulk)
        cast("list[object]", bags[opened.part].setdefault(opened.name, [])).append(made)

    def _texts(self, element: etree._Element, node: Node, bags: dict[str, Values], places: dict[str, Place]) -> None:
        text = element.text
        text = text.strip() if text else text
        if text:
            for hook in node.hooks:
                self._keep(element, text, hook, bags[hook.part], places)

    def _attribute(
        self, element: etree._Element, hook: Hook, bags: dict[str, Values], places: dict[str, Place]
    ) -> None:
        text = (element.get(hook.attribute or "") or "").strip()
        if text:
            self._keep(element, text, hook, bags[hook.part], places)

    def _keep(self, element: etree._Element, text: str, hook: Hook, bag: Values, places: dict[str, Place]) -> None:
        key, read = hook.key, hook.codec.read
        if key in bag and not hook.many:
            return
        value = text if read is None else read(element, text)
        if value is None:
            self._unreadable(element, text, hook, places)
        elif hook.many:
            cast("list[object]", bag.setdefault(key, [])).append(value)
            self.spots.setdefault((hook.part, value), Place(hook.path, line_of(element)))
        else:
            bag[key] = value
        term = hook.term_key
        if value is not None and term is not None and term not in places:
            places[term] = Place(hook.path, line_of(element))

    def _unreadable(self, element: etree._Element, text: str, hook: Hook, places: dict[str, Place]) -> None:
        if hook.codec.strict and hook.term is not None and hook.term not in self.raw:
            self.raw[hook.term] = text[:MAX_RAW]
            place = Place(hook.path, line_of(element))
            places.setdefault(hook.term, place)
            self.heads.append({hook.term: place})

    def _complete(self, plan: Plan, places: dict[str, Place]) -> None:
        """The places of the first occurrences, then of what is missing: its path, the line of its nearest parent."""
        for found in self.heads:
            for term, place in found.items():
                places.setdefault(term, place)
        for term, path, parent in plan.terms:
            if term not in places:
                places[term] = Place(path, self._nearest(parent))

    def _nearest(self, node: Node | None) -> int | None:
        while node is not None:
            if node in self.lines:
                return self.lines[node]
            node = node.parent
        return None

    def _made(self, plan: Plan, bags: dict[str, Values], place: Place | None, places: dict[str, Place]) -> object:
        for name in plan.order:
            bag = bags[name]
            if not name or not bag:
                continue
            _freeze(bag)
            parent, _, last = name.rpartition(".")
            bags[parent][last] = plan.group.parts[name].make(Found(bag, self, place, places))
        _freeze(bags[""])
        return plan.group.parts[""].make(Found(bags[""], self, place, places))


def _freeze(bag: Values) -> None:
    for name, value in bag.items():
        if type(value) is list:
            bag[name] = tuple(value)


def _choose(plan: Plan, bags: dict[str, Values], places: dict[str, Place]) -> None:
    """Of a value that has several places, the first one that holds something."""
    for part, name, term, count in plan.ranked:
        bag = bags[part]
        for rank in range(count):
            value, place = bag.pop(f"{name}#{rank}", None), places.pop(f"{term}#{rank}", None)
            if value is not None and name not in bag:
                bag[name] = value
                if term is not None and place is not None:
                    places[term] = place


def line_of(element: etree._Element) -> int | None:
    """The line of the element's start tag, counted from 1."""
    return element.sourceline  # type: ignore[return-value]  # the stubs have an ellipsis too; a cast costs a call


@lru_cache(maxsize=32)
def planned(group: Group, namespaces: tuple[tuple[str, str], ...], prefix: str = "") -> Plan:
    """The group as a tree of element names; kept, as it serves for each document of the syntax."""
    return _Planner(dict(namespaces), prefix).plan(group, ())


class _Planner:
    def __init__(self, namespaces: Mapping[str, str], prefix: str) -> None:
        self._namespaces = namespaces
        self._prefix = prefix

    def plan(self, group: Group, above: tuple[str, ...], parent: Node | None = None) -> Plan:
        root = Node(self._path(above), parent)
        terms: dict[str, tuple[str, str, Node]] = {}
        for row in group.rows:
            if isinstance(row, Leaf):
                self._leaf(root, row, above, terms)
            elif isinstance(row, Many):
                self._many(root, row, above, terms)
        ranked = tuple(
            (*_split(row.field), row.term, len(row.paths))
            for row in group.rows
            if isinstance(row, Leaf) and len(row.paths) > 1
        )
        return Plan(group, root, (*group.names(), ""), ranked, tuple(terms.values()))

    def _leaf(self, root: Node, row: Leaf, above: tuple[str, ...], terms: dict[str, tuple[str, str, Node]]) -> None:
        part, name = _split(row.field)
        for rank, path in enumerate(row.paths):
            steps, attribute = _steps(path)
            node = self._node(root, steps, above)
            dotted = f"{node.path}.value"
            number = f"#{rank}" if len(row.paths) > 1 else ""
            term_key = row.term and row.term + number
            hook = Hook(part, name + number, term_key, row.term, row.codec, row.many, dotted, attribute)
            (node.hooks if attribute is None else node.attributes).append(hook)
            if row.term and row.term not in terms:
                terms[row.term] = (row.term, dotted, node.parent or node)

    def _many(self, root: Node, row: Many, above: tuple[str, ...], terms: dict[str, tuple[str, str, Node]]) -> None:
        steps, _ = _steps(row.path)
        node = self._node(root, steps, above)
        plan = self.plan(row.group, (*above, *(step.rpartition(":")[2] for step in steps)), node)
        part, name = _split(row.field)
        node.opened = Opened(part, name, plan, node.path, row.bulk)
        if not row.bulk:
            for term in plan.terms:
                terms.setdefault(term[0], term)

    def _node(self, root: Node, steps: list[str], above: tuple[str, ...]) -> Node:
        node, names = root, list(above)
        for step in steps:
            prefix, _, name = step.rpartition(":")
            names.append(name)
            tag = f"{{{self._namespaces[prefix]}}}{name}" if self._namespaces[prefix] else name
            if tag not in node.children:
                node.children[tag] = Node(self._path(tuple(names)), node)
            node = node.children[tag]
        return node

    def _path(self, names: tuple[str, ...]) -> str:
        return self._prefix + ".".join(names)


def _split(dotted: str) -> tuple[str, str]:
    part, _, name = dotted.rpartition(".")
    return part, name


def _steps(path: str) -> tuple[list[str], str | None]:
    """Steps and attribute of a path; "" and "@a" are the group's own element."""
    steps = [step.removeprefix("+") for step in path.split("/") if step]
    if steps and steps[-1].startswith("@"):
        return steps[:-1], steps[-1][1:]
    return steps, None


__all__ = ["Found", "Reading", "line_of", "planned"]

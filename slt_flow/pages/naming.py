"""Naming: facts of sentences as people call them: posts, parties and groups by title, actions as on their buttons."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from slt_flow.results.people import Called
from slt_flow.views.text.words import Words

_WRITTEN: Final = frozenset({"id", "title", "text", "reason", "guest", "holder", "account", "path", "file", "given"})
"""Facts as somebody typed them: a word among them may look like an id."""

_LABELLED: Final = {
    "action": "action",
    "actions": "action",
    "machine": "machine",
    "kind": "kind",
    "state": "state",
    "clause": "clause",
}
"""Facts that have labels, with the kind of thing that each names."""


def in_names(
    facts: Mapping[str, Any], called: Callable[[object], Called], words: Words, ref: object = None
) -> dict[str, Any]:
    """Return facts in which ids are what people call these things.

    Args:
        facts: the facts of an error, of a finding or of a notice.
        called: returns the names, those of actions as the workflow of a case has them.
        words: the reader's language.
        ref: the case that they are about, where they do not say so.
    """
    spoken = {name: fact for name, fact in facts.items() if name not in _WRITTEN and _is_id(fact)}
    if not spoken:
        return dict(facts)
    of = {name: _LABELLED.get("action" if name == "near" and "action" in facts else name, "") for name in spoken}
    names = called(facts.get("ref", ref) if any(of.values()) else None)
    labels = {what: _labels(names, what, words) for what in {*of.values()} - {""}} | {"": names.titles}
    return {**facts, **{name: _called(fact, labels[of[name]]) for name, fact in spoken.items()}}


def _labels(names: Called, what: str, words: Words) -> dict[str, str]:
    return {id_: words.label(label, id_) for (of, id_), label in names.labels.items() if of == what}


def _is_id(fact: Any) -> bool:
    """Return True for a fact that may be an id, or several."""
    return type(fact) is str or (type(fact) is tuple and any(map(_is_id, fact)))


def _called(fact: Any, names: Mapping[str, str]) -> Any:
    if type(fact) is tuple:  # a named tuple is no list of ids
        return tuple(_called(part, names) for part in fact)
    return names.get(fact, fact) if type(fact) is str else fact

"""Agreement file of what somebody answered for it."""

from __future__ import annotations

import json

from slt_flow.definitions.shelf import SHIPPED
from slt_flow.definitions.vocabulary import MACHINES
from slt_flow.results.agreements import NewAgreement


def written(new: NewAgreement) -> str:
    """Write the agreement file of what somebody answered for it, with the newest shipped workflows."""
    lines = ["[agreement]", f"name = {_value(new.council)}", f"title = {_value(new.title)}"]
    lines += [f"language = {_value(new.language)}", f"in_force = {new.in_force.isoformat()}", "", "[machines]"]
    lines += [f"{name} = {SHIPPED.newest(name)}" for name in MACHINES]
    for party in new.parties:
        lines += ["", "[[parties]]", f"id = {_value(party.id)}", f"name = {_value(party.name)}"]
        lines.append(f"signed_by = {{ who = {_value(party.signed_by)}, date = {party.signed_on.isoformat()} }}")
    for post in new.posts:
        lines += ["", "[[posts]]", f"id = {_value(post.id)}", f"title = {_value(post.title)}"]
        lines += [f"organisation = {_value(post.party)}", f"levels = {_value(post.levels)}"]
        lines += [f"{name} = true" for name in ("seat", "binds") if getattr(post, name)]
        lines += [f"roles = {_value(post.roles)}"] if post.roles else []
    for id_, title in new.areas:
        lines += ["", "[[focus_areas]]", f"id = {_value(id_)}", f"title = {_value(title)}"]
    for clause in new.clauses:
        lines += ["", "[[clauses]]", f"key = {_value(clause.key)}", f"ref = {_value(clause.ref)}"]
        lines.append(f"text = {_value(clause.text)}")
        lines += [f"numbers.{name} = {_value(value)}" for name, value in clause.numbers.items()]
        lines += [f"kept_by = {_value(clause.kept_by)}"] if clause.kept_by != "rule" else []
    return "\n".join(lines) + "\n"


def _value(value: object) -> str:
    """Write a text, a number, a truth or a list of them in TOML, which writes them as JSON does."""
    return json.dumps(value, ensure_ascii=False)

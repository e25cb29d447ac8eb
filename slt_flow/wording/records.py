"""Records of words; every sentence is an English message, marked for translation where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from slt_flow.terms import EXCUSED, Verdict


class Explanation(NamedTuple):
    """Reason why an action is shut: the sentence, the command that mends it, and the line that does so in a form.

    In a variant "" stands for what the rule says otherwise.
    """

    sentence: str = ""
    remedy: str = ""
    form: str = ""


class RuleWording(NamedTuple):
    """Words of a rule; facts that it saw are filled in by name.

    Attributes:
        statement: the rule as it is when kept; "" for a gate, which no definition names.
        refusal: the reason for which it keeps an action shut when it is broken.
        remedy: the command that mends it; `{again}` stands for the command that was refused, with other options.
        form: the line to write in a meeting's form instead.
        barred: the same for an action that opens only when the rule is broken.
        undecided: the variant where the rule cannot be judged yet.
        seen: variants by what the rule saw; the first that holds counts.
        standard: the sentence that holds in every council, also where its agreement is silent.
        part: the statement in the sentence of a composite, where it is shorter there.
        topic: the meaning of a clause of this name, where no obligation bears the name.
    """

    statement: str = ""
    refusal: str = ""
    remedy: str = ""
    form: str = ""
    barred: Explanation = Explanation()
    undecided: Explanation = Explanation()
    seen: Mapping[str, Explanation] = {}
    standard: str = ""
    part: str = ""
    topic: str = ""

    def explanation(self, verdict: Verdict, wants: Verdict, saw: Mapping[str, Any]) -> Explanation:
        """Choose the explanation of a finding: that of its verdict, overlaid with the variants that hold."""
        chosen = self.barred if wants == Verdict.BROKEN else Explanation(self.refusal, self.remedy, self.form)
        variants = [self.undecided] if verdict == Verdict.UNDECIDED else []
        variants += [variant for name, variant in self.seen.items() if _is_seen(name, saw)][:1]
        for variant in variants:
            chosen = Explanation(*(new or old for new, old in zip(variant, chosen, strict=True)))
        return chosen


class ObligationWording(NamedTuple):
    """Words of an obligation.

    Attributes:
        topic: the meaning of its clause here.
        command: the command by which it is kept, where one does it.
        forecasts: the expectation, by the forecast's code.
        instead: other commands for some of these codes; "" where the time has passed.
    """

    topic: str
    command: str = ""
    forecasts: Mapping[str, str] = {}
    instead: Mapping[str, str] = {}


def _is_seen(name: str, saw: Mapping[str, Any]) -> bool:
    """Return True when a variant's condition holds: one of the names below, else a fact that is true."""
    match name:
        case "excused":
            return saw.get("presence") == EXCUSED
        case "to_come":
            return saw.get("day") is not None and saw.get("on") is not None and saw["day"] > saw["on"]
        case "only_an_addendum":  # all that is left to do with archived minutes
            return saw.get("actions") == ("addendum",)
    return bool(saw.get(name))

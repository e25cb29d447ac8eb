"""Words of every obligation by its clause's key, and of every forecast by its code."""

from slt_flow.wording.obligations import follow_up, learning, meetings, people, register

OBLIGATIONS = meetings.OBLIGATIONS | follow_up.OBLIGATIONS | learning.OBLIGATIONS | people.OBLIGATIONS

FORECASTS = register.FORECASTS | {code: text for o in OBLIGATIONS.values() for code, text in o.forecasts.items()}

INSTEAD = register.INSTEAD | {code: command for o in OBLIGATIONS.values() for code, command in o.instead.items()}

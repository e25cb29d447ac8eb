"""Obligations of a year, one function per clause; importing this room registers them all."""

from slt_flow.rules.obligations import follow_up, learning, meetings, people
from slt_flow.rules.obligations.outlook import Outlook
from slt_flow.rules.obligations.register import REGISTER, Obliged, judged
from slt_flow.rules.obligations.year import Year

__all__ = ["REGISTER", "Obliged", "Outlook", "Year", "follow_up", "judged", "learning", "meetings", "people"]

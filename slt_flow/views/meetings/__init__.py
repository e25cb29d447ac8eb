"""Agenda, form and minutes as people read them."""

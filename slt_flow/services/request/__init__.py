"""Foundations of every use case: context, parsing, facts, transaction, reading, actions."""

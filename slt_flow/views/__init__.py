"""SHOW: results become trees, tables, sentences and JSON; the only room that knows rich."""

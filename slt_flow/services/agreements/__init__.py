"""Agreements: councils begun, shown, renewed; templates."""

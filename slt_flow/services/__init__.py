"""SERVE: the use cases, one file per noun; each is one transaction, by one actor, at one moment."""

"""History and event logs as people and programs read them."""

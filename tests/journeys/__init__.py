"""The installed command, run as a coordinator runs it."""

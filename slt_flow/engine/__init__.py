"""MOVE: a request becomes entries or a refusal, in memory; nothing here reads a file, a clock or a database."""

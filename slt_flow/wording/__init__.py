"""WORDS: one record for each rule and each obligation, in files that mirror the room of rules."""

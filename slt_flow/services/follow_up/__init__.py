"""Follow-up across all nouns: status, duties, today, case sheets, report, hand-over pack."""

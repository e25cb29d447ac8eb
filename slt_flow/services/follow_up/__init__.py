"""What reads across everything: status, duties, today, case sheets, report, hand-over pack."""

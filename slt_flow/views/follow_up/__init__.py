"""Status, duties, report and hand-over pack as people read them."""

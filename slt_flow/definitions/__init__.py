"""READ: definition files become frozen models, checked for shape and structure before anyone relies on them."""

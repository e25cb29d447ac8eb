"""What every use case stands on: context, parsing, facts, transaction, reading, actions."""

"""What all views are made of: words, screen, tables, documents, findings."""

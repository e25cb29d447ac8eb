"""Parts of all views: words, screen, tables, documents, findings."""

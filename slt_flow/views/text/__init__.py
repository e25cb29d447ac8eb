"""Parts of all views: words, screen, tables, findings."""

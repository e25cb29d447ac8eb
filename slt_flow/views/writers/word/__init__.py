"""Parts of a DOCX document: its file, its styles, the edges of its pages, and its blocks."""

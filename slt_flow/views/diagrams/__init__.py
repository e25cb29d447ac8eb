"""The workflows drawn: as a picture (SVG), as Mermaid for documents, and as text for the terminal."""

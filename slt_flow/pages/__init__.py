"""Pages: what members, owners and readers see in a browser; they call the same use cases as the commands."""

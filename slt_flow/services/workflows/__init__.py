"""The workflows themselves: which there are, what is proved of them, how cases come from one version to the next."""

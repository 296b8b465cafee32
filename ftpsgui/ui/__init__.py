"""The window; widgets do not think."""

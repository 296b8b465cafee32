"""One file is one demo scenario; found without a registry."""

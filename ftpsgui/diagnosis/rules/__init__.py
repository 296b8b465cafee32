"""One file is one rule; found without a registry."""

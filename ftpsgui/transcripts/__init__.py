"""Logs of other clients read into the same facts."""

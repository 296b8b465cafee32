"""Qt item models over view state."""

"""Journal, redaction, codec, session files, and the fold of observations into a state."""

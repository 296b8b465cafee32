"""Control connection and data connection: deadlines, bounds, recording."""

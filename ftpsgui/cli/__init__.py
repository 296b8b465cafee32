"""The command line: probe, explain, read, demo. Importing it loads neither Qt nor the engine."""

"""The real network: TCP, TLS streams, listeners, the clock. Everything here speaks in the seams of the model."""

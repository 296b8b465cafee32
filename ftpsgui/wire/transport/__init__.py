"""The real network: TCP streams, TLS over a stream, listeners, trust."""

"""All that touches the network, and nothing that judges."""

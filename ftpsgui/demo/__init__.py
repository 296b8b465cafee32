"""A virtual network with real servers on loopback: plays cases for the engine without touching any network."""

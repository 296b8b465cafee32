"""A virtual network and real servers on loopback that play a scenario."""

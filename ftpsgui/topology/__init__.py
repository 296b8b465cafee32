"""The packet-level model of NAT, and the topology derived from evidence."""

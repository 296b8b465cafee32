"""The NAT lab: real servers behind real NAT in throw-away network namespaces. See ``docs/LAB.md``."""

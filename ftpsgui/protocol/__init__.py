"""Sans-IO FTP: bytes to replies, commands to bytes, and the address codecs (RFC 959, 2228, 2389, 2428, 4217)."""

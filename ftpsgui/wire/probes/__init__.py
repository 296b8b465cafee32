"""One file is one question asked of the server; found without a registry."""

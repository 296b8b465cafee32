"""What the program remembers between two starts, on this computer only: servers, agreed certificates, past runs."""

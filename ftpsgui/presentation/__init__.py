"""What the window and the reports say, decided without Qt."""

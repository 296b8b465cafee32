"""Facts, plan, findings, address classes, and the seams to the world; this room knows no other room of ours."""

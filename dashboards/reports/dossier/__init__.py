"""A run as a dossier: what a judge of a deployment asks, and what is evidenced of it."""

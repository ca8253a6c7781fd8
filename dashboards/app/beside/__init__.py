"""A run beside another: one that was played, or itself with some dials turned."""

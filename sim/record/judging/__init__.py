"""Was it right: forecasts of the record's own rows, and what they are compared with."""

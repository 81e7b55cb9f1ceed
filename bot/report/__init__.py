"""What was asked, and what was missing? Counted rows -> figures, clusters, tables."""

"""What do we know? YAML files -> a frozen Library, or every problem at once with its file, line and cure."""

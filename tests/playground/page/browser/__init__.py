"""The playground's page in a real browser: what people see, press and hear, with the whole bot behind it."""

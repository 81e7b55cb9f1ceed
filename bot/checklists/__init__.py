"""Where is the person, what comes next, what does it add up to? Pure functions over a checklist and its answers."""

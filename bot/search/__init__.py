"""Which entry was meant? A question -> normalised terms -> candidate phrasings -> rapidfuzz -> a decision."""

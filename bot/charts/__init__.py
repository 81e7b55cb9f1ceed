"""What does a result look like? A specification -> PNG bytes.

`specs` says what is to be seen, every word of it given by the caller; `draw` turns it into a picture. Pillow is first
imported when a picture is drawn, so that a bot that starts does not wait for it.
"""

"""A scheme of the tests: not one line of the general rules knows it."""

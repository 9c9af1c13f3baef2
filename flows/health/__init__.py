"""Looks at what a run needs of the world, one by one; nothing is sent, written or kept."""

"""Pages of debunks and rumours: each view parses the question, asks, and renders."""

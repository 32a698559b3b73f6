"""Comments on stable anchors, each answered."""

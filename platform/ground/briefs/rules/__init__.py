"""What the desk may do, in plain Python: states, numbers, blocks, plain text, privacy, sums."""

"""Tasks: given, taken up or given back, postponed, pressed, done, checked."""

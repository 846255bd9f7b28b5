"""Codes that people read off a paper and type."""

import secrets

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that people mistake for another


def new_code(length: int) -> str:
    """A code that nobody can guess: nearly five bits for each letter."""
    return "".join(secrets.choice(LETTERS) for _ in range(length))

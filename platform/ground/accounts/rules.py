import hashlib


def hash_of_key(secret: str) -> str:
    """Keys are long and random, so a plain hash keeps them; nothing is gained by a slow one."""
    return hashlib.sha256(secret.encode()).hexdigest()

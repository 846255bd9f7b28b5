from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickArgon2(Argon2PasswordHasher):
    """The real hasher at its lowest cost: what is tested is that it is used, not that it is slow."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1

"""Whether this process is asked to end: what takes long then hands its delivery back, and begins elsewhere."""

import mmap

# One byte that a worker shares with the processes it forks: the signal reaches it, the work is in them.
_asked = mmap.mmap(-1, 1)


def ask() -> None:
    _asked[0] = 1


def is_asked() -> bool:
    return bool(_asked[0])

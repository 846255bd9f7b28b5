from tests.criteria.conftest import World, world

__all__ = ["World", "world"]

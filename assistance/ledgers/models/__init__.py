from assistance.ledgers.models.national import HandOver, HandOverLine
from assistance.ledgers.models.outputs import Output

__all__ = ["HandOver", "HandOverLine", "Output"]

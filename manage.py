#!/usr/bin/env python
"""Run a management command from a checkout: `python manage.py <command>`."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]

from runtime.cli import main

if __name__ == "__main__":
    main()

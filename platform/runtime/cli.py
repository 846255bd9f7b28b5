"""The `shuanglian` command: Django's management commands with our settings."""

import os
import sys

from django.core.management import execute_from_command_line

from runtime import embedded
from runtime.environment import Environment

WITHOUT_DATABASE = {"collectstatic", "help", "compilemessages"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "runtime.settings")
    environment = Environment()
    if environment.embedded and not WITHOUT_DATABASE & set(sys.argv[1:2]):
        try:
            embedded.start(environment.var_dir)
        except embedded.NotStarted as reason:
            sys.exit(str(reason))
    execute_from_command_line(sys.argv)

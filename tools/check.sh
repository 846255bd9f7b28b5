#!/bin/sh
# Everything that is checked without running the program's tests.
set -eu
cd "$(dirname "$0")/.."
step() { printf '== %s\n' "$1"; shift; "$@"; }
step "format" .venv/bin/ruff format --check -q .
step "lint" .venv/bin/ruff check -q .
step "types" .venv/bin/mypy
step "import contracts" env PYTHONPATH=.:platform .venv/bin/lint-imports
step "migrations" .venv/bin/python manage.py makemigrations --check --dry-run -v 0
step "deployment settings" .venv/bin/python manage.py check --fail-level WARNING
step "templates" sh -c 'git ls-files "*.html" | xargs .venv/bin/djade --target-version 5.2 --check'
step "generated documents" .venv/bin/python manage.py events_catalogue --check
step "lock file" .venv/bin/uv lock --check -q

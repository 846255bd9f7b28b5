#!/bin/sh
# Prepare this checkout: the locked environment, the libraries and fonts of the brief, and, for
# `tools/setup.sh test`, what the service and browser tests run against. Safe to run again; quick when done.
set -eu
cd "$(dirname "$0")/.."
wanted="${1:-demo}"
UV_VERSION=0.13.8
say() { printf '%s\n' "$*" >&2; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then sudo "$@"
    else return 1
    fi
}
debian() { # debian PACKAGE...: install Debian packages, or return 1
    command -v apt-get >/dev/null 2>&1 || return 1
    say "installing: $*"
    as_root sh -c 'apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null' sh "$@"
}
needs() { # needs "what for" PACKAGE...: install or stop with a sentence
    what="$1"; shift
    debian "$@" || { say "$what: please install $* (apt-get install $*) and run this again."; exit 1; }
}

python="${PYTHON:-python3}"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || {
    say "Python 3.11 or newer is needed; set PYTHON=/path/to/python3.11 if it has another name."; exit 1; }
"$python" -c 'import ensurepip, venv' 2>/dev/null || needs "the virtual environment" python3-venv

groups="--no-dev"; [ "$wanted" = test ] && groups="--group dev"
stamp="var/.environment-$wanted"
mkdir -p var
if [ ! -x .venv/bin/python ]; then "$python" -m venv .venv; fi
if [ ! -x .venv/bin/uv ] || [ "$(.venv/bin/uv --version 2>/dev/null | cut -d' ' -f2)" != "$UV_VERSION" ]; then
    .venv/bin/python -m pip install -q --disable-pip-version-check "uv==$UV_VERSION"
fi
if [ ! -e "$stamp" ] || [ uv.lock -nt "$stamp" ] || [ pyproject.toml -nt "$stamp" ]; then
    say "environment: from uv.lock"
    # A demo must not take away what the tests installed.
    [ "$wanted" = demo ] && [ -e var/.environment-test ] && groups="--group dev"
    .venv/bin/uv sync -q --frozen $groups --inexact
    touch "$stamp"
fi

if ! .venv/bin/python -c '
import ctypes.util, sys
wanted = ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")
sys.exit(any(ctypes.util.find_library(name) is None for name in wanted))'; then
    needs "typesetting of the brief" libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
fi
PYTHONPATH=.:platform .venv/bin/python -m ground.briefs.typesetting.fonts --to var/fonts

if [ "$wanted" = test ]; then
    missing=""
    command -v chromium >/dev/null 2>&1 || missing="$missing chromium fonts-noto-cjk"
    ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
    [ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] || missing="$missing rabbitmq-server"
    fc-list :lang=zh-cn 2>/dev/null | grep -q . || missing="$missing fonts-noto-cjk fontconfig"
    if [ -n "$missing" ]; then
        # shellcheck disable=SC2086
        debian $missing || say "not installed (no root):$missing — the tiers that need them will say so."
    fi
fi

#!/bin/sh
# Prepare this checkout: the locked environment, the libraries and fonts of the brief, and, for
# `tools/setup.sh test`, what the service and browser tests run against. Safe to run again; quick, and
# silent, when done.
set -eu
cd "$(dirname "$0")/.."
wanted="${1:-demo}"
UV_VERSION=0.13.8
say() { printf '%s\n' "$*" >&2; }
stop() { say "$*"; exit 1; }

can_install() {
    command -v apt-get >/dev/null 2>&1 || return 1
    [ "$(id -u)" = 0 ] || { command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; }
}
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
debian() { # debian PACKAGE...: install Debian packages; what apt says is shown when it fails
    log="$(mktemp)"
    say "installing Debian packages: $*"
    # shellcheck disable=SC2016
    if as_root env DEBIAN_FRONTEND=noninteractive sh -c '
        apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@"' sh "$@" >"$log" 2>&1
    then rm -f "$log"
    else tail -n 20 "$log" >&2; rm -f "$log"; return 1
    fi
}

python="${PYTHON:-python3}"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
    stop "Python 3.11 or newer is needed; set PYTHON=/path/to/python3.11 if it has another name."
mkdir -p var 2>/dev/null && [ -w var ] ||
    stop "$(pwd)/var belongs to another user: run this as that user, or in a checkout of your own."

# What only the system can give, asked for all at once.
needed=""
"$python" -c 'import ensurepip, venv' 2>/dev/null || needed="python3-venv"
"$python" -c '
import ctypes.util, sys
wanted = ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")
sys.exit(any(ctypes.util.find_library(name) is None for name in wanted))' ||
    needed="$needed libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
if [ -n "$needed" ]; then
    # shellcheck disable=SC2086
    can_install && debian $needed || stop "The environment and the typesetting of the brief need" \
        "packages of the system. As root: apt-get update && apt-get install" $needed "— then run this again."
fi

groups="--no-dev"
case "$wanted" in
    test) groups="--group dev" ;;
    bench) groups="--group dev --group peers" ;;
esac
stamp="var/.environment-$wanted"
if [ "$(.venv/bin/uv --version 2>/dev/null | cut -d' ' -f2)" != "$UV_VERSION" ]; then
    say "environment: .venv"
    .venv/bin/python -m pip --version >/dev/null 2>&1 || "$python" -m venv --clear .venv
    .venv/bin/python -m pip install -q --disable-pip-version-check --no-warn-script-location "uv==$UV_VERSION"
    rm -f var/.environment-*
fi
if [ ! -e "$stamp" ] || [ uv.lock -nt "$stamp" ] || [ pyproject.toml -nt "$stamp" ]; then
    say "environment: what uv.lock names"
    # shellcheck disable=SC2086
    .venv/bin/uv sync -q --frozen $groups --inexact
    touch "$stamp"
fi

fonts() { PYTHONPATH=.:platform .venv/bin/python -m ground.briefs.typesetting.fonts --to var/fonts; }
if [ ! -e var/fonts/fonts.json ]; then
    say "fonts of the brief: from the system, or once from Debian's packages (about 110 MB)"
    # A system that never asked for its lists of packages cannot download one.
    if can_install && ! ls /var/lib/apt/lists/*_Packages* >/dev/null 2>&1; then
        as_root apt-get update -qq >/dev/null 2>&1 || true
    fi
fi
fonts

if [ "$wanted" = test ]; then
    missing=""
    command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
    ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
    "$python" -c 'import ctypes.util, sys; sys.exit(not ctypes.util.find_library("atomic"))' || missing="$missing libatomic1" # drives the browser
    [ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] || missing="$missing rabbitmq-server"
    ls /usr/lib/*/faketime/libfaketime.so.1 >/dev/null 2>&1 || missing="$missing libfaketime"
    fc-list :lang=zh-cn 2>/dev/null | grep -q . || missing="$missing fontconfig fonts-noto-cjk"
    if [ -n "$missing" ]; then
        # shellcheck disable=SC2086
        can_install && debian $missing ||
            say "not installed:$missing — a tier of tests that needs them will say so."
    fi
fi

#!/bin/sh
# Sets this checkout up on a machine that has only git, make and Python 3.11 or newer with venv; needs no root.
#
#   bootstrap.sh python     .venv with uv and every package of uv.lock
#   bootstrap.sh web        the web apps, built with Node from the wheel in .venv
#
# Each step leaves a stamp, so that a second run does nothing. How long it took is left for `make test`.
set -eu
cd "$(dirname "$0")/../.."

PYTHONS="${PYTHON:-python3.14 python3.13 python3.12 python3.11 python3}"
SYNCED=.venv/.hue-synced
INSTALLED=web/node_modules/.hue-installed
BUILT=web/node_modules/.hue-built
STARTED=$(date +%s)

say() { printf '%s\n' "$*" >&2; }

fail() {
    say "$*"
    exit 1
}

find_python() {
    for name in $PYTHONS; do
        if command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            printf '%s\n' "$name"
            return
        fi
    done
    fail "Python 3.11 or newer is needed. On Debian or Ubuntu: apt-get install python3 python3-venv"
}

make_venv() {
    [ -x .venv/bin/python ] && return
    python=$(find_python)
    if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
        package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
        fail "$python cannot make virtual environments. On Debian or Ubuntu: apt-get install $package"
    fi
    say "Making .venv with $("$python" --version) ..."
    "$python" -m venv .venv
}

install_python() {
    make_venv
    if [ ! -x .venv/bin/uv ]; then
        .venv/bin/python -m pip install --quiet --disable-pip-version-check 'uv>=0.9'
    fi
    if [ -f "$SYNCED" ] && [ -z "$(find uv.lock pyproject.toml ./*/pyproject.toml deploy/local/pyproject.toml -newer "$SYNCED")" ]; then
        return
    fi
    say "Installing packages ..."
    UV_PROJECT_ENVIRONMENT=.venv .venv/bin/uv sync --quiet --all-packages --locked --python .venv/bin/python
    touch "$SYNCED"
}

build_web() {
    [ -f web/package.json ] || return 0
    PATH="$PWD/.venv/bin:$PATH"
    if [ ! -f "$INSTALLED" ] || [ -n "$(find web/package-lock.json -newer "$INSTALLED")" ]; then
        say "Installing the web apps' packages ..."
        (cd web && npm ci --silent --no-audit --no-fund)
        touch "$INSTALLED"
    fi
    if [ -d web/dist ] && [ -f "$BUILT" ] && [ -z "$(web_sources -newer "$BUILT")" ]; then
        return
    fi
    say "Building the web apps ..."
    (cd web && npm run --silent build >&2)
    touch "$BUILT"
}

web_sources() {
    find web \( -name node_modules -o -name dist -o -name tests -o -name test-results \) -prune -o -type f "$@" -print
}

for step in "$@"; do
    case $step in
    python) install_python ;;
    web) build_web ;;
    *) fail "bootstrap.sh knows: python, web" ;;
    esac
done
printf '%s\n' "$(($(date +%s) - STARTED))" >.venv/.hue-install-seconds

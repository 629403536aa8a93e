#!/bin/sh
# Sets up what building and testing need, if it is missing. Says what it does; does nothing twice.
set -eu

need() { command -v "$1" >/dev/null 2>&1; }

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

if ! need cargo; then
  echo "Rimessa is built with Rust: install rustup (https://rustup.rs), then run this again." >&2
  exit 1
fi
missing=""
need cc || missing="$missing gcc libc6-dev"
need python3 || missing="$missing python3"
need git || missing="$missing git"
# Icons and islands are built with Node.
need node || missing="$missing nodejs"
need npm || missing="$missing npm"
# Debian keeps the programs of PostgreSQL's server off the path.
if [ "${1:-}" = test ] && ! need initdb && ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 &&
  [ -z "${RIMESSA_TEST_POSTGRES:-}" ]; then
  missing="$missing postgresql"
fi
# What Debian splits off Python.
if [ "${1:-}" = test ] && need python3 && ! python3 -c 'import ensurepip, venv' 2>/dev/null; then
  missing="$missing python3-venv"
fi
if [ "${1:-}" = test ]; then
  # The commands of the README are run as they stand there.
  need curl || missing="$missing curl"
  need jq || missing="$missing jq"
  # The pages are played in a browser.
  need chromium || need chromium-browser || need google-chrome || need google-chrome-stable ||
    missing="$missing chromium"
fi
if [ -n "$missing" ]; then
  if ! need apt-get; then
    echo "Please install:$missing" >&2
    exit 1
  fi
  echo "Installing:$missing"
  as_root apt-get update -qq
  # shellcheck disable=SC2086
  as_root apt-get install -y -qq $missing
fi
# Python packages, apart from those of the system.
wanted=tests/contract/requirements.txt
if [ "${1:-}" = test ] && ! cmp -s "$wanted" target/contract/requirements.txt; then
  echo "Installing what tries the API against its description"
  python3 -m venv --clear target/contract
  target/contract/bin/pip install --quiet --disable-pip-version-check -r "$wanted"
  cp "$wanted" target/contract/requirements.txt
fi
# Packages for the browser, the same for everybody; no browser is downloaded.
if [ "${1:-}" = test ] && ! cmp -s tests/browser/package-lock.json tests/browser/node_modules/installed.json; then
  echo "Installing what plays journeys in a browser"
  npm ci --prefix tests/browser --silent --no-audit --no-fund
  cp tests/browser/package-lock.json tests/browser/node_modules/installed.json
fi
if [ "${1:-}" = test ] && ! cargo nextest --version >/dev/null 2>&1; then
  echo "Installing the test runner cargo-nextest"
  cargo install cargo-nextest --locked
fi

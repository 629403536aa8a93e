#!/bin/sh
# Checks and builds the islands and the icons into web/dist, if something has changed since.
# With "must", it fails where Node is too old; else pages come without them, and everything works.
set -eu
cd "$(dirname "$0")"

if ! node -e '
  const [major, minor] = process.versions.node.split(".").map(Number);
  process.exit(major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19) ? 0 : 1);
' 2>/dev/null; then
  echo "Icons and islands are built with Node 20.19 or newer: install it (https://nodejs.org), then run \`make web\`." >&2
  [ "${1:-}" != must ] || exit 1
  exit 0
fi
if ! cmp -s package-lock.json node_modules/installed.json; then
  echo "Installing what icons and islands are built of"
  npm ci --silent
  cp package-lock.json node_modules/installed.json
fi
built=dist/manifest.json
if [ ! -f "$built" ] || [ -n "$(find src ./*.json ./*.ts build.sh -newer "$built" -print -quit)" ]; then
  echo "Building icons and islands"
  npm run --silent build -- --logLevel warn
fi

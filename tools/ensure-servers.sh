#!/usr/bin/env bash
# Puts the servers that the endpoint presets are tested against into .tools/servers: Datasette and a CouchDB-compatible
# one. Does nothing when they are there.
set -euo pipefail
source "$(dirname "$0")/common.sh"

wishes=tests/journeys/servers
servers=.tools/servers
# The environment of Python knows its own place, so this is part of what is wanted.
wanted="$root $(cat "$wishes/requirements.txt" "$wishes/package-lock.json" | cksum)"
if [ "$(cat "$servers/ready" 2>/dev/null)" = "$wanted" ] && [ -x "$servers/python/bin/datasette" ] &&
  [ -x "$servers/node_modules/.bin/pouchdb-server" ]; then
  exit 0
fi
rm -f "$servers/ready"
mkdir -p "$servers"

# A Python of at least 3.10 (the readers of files want 3.11) that can make an environment of its own: Debian's cannot without python3-venv.
find_python() {
  local one
  for one in python3 /usr/bin/python3; do
    "$one" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 10))' 2>/dev/null && python=$one && return
  done
  return 1
}

python=
find_python || { install_from_debian python3 python3-venv && find_python; } ||
  fail "Python 3.10 or newer with venv is missing: install it (on Debian: sudo apt-get install python3 python3-venv) and try again."
say "Fetching Datasette (PyPI)"
rm -rf "$servers/python"
"$python" -m venv "$servers/python" &&
  "$servers/python/bin/pip" install --quiet --disable-pip-version-check --no-deps -r "$wishes/requirements.txt" ||
  fail "Datasette could not be fetched from PyPI: look at what stands above, see to a network, and try again."

command -v npm >/dev/null || install_from_debian nodejs npm ||
  fail "Node.js with npm is missing: install them (on Debian: sudo apt-get install nodejs npm) and try again."
say "Fetching pouchdb-server (npm)"
cp "$wishes/package.json" "$wishes/package-lock.json" "$servers/"
# No script of any of these packages runs: what has to be compiled comes ready in them.
npm --prefix "$servers" ci --ignore-scripts --no-audit --no-fund --loglevel=error ||
  fail "pouchdb-server could not be fetched from npm: look at what stands above, see to a network, and try again."

echo "$wanted" >"$servers/ready"

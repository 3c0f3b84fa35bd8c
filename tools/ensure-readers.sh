#!/usr/bin/env bash
# Makes sure that there are programs of others to open the files with which coordinators save responses: openpyxl and pandas
# in .tools/readers, LibreOffice Calc and PSPP (which reads what SPSS reads) from Debian. Does nothing when they are there.
set -euo pipefail
source "$(dirname "$0")/common.sh"

wishes=tests/journeys/readers/requirements.txt
readers=.tools/readers

has_calc() {
  { command -v soffice || command -v libreoffice; } >/dev/null &&
    { compgen -G '/usr/lib*/libreoffice/program/libsclo.so' || compgen -G '/opt/libreoffice*/program/libsclo.so'; } >/dev/null
}
has_calc || install_from_debian libreoffice-calc-nogui || true
has_calc ||
  fail "The tests need LibreOffice Calc: install it (on Debian: sudo apt-get install --no-install-recommends libreoffice-calc-nogui) and try again."

command -v pspp >/dev/null || install_from_debian pspp || true
command -v pspp >/dev/null ||
  fail "The tests need PSPP: install it (on Debian: sudo apt-get install --no-install-recommends pspp) and try again."

# The environment of Python knows its own place, so this is part of what is wanted.
wanted="$root $(cksum <"$wishes")"
if [ "$(cat "$readers/ready" 2>/dev/null)" = "$wanted" ] && [ -x "$readers/python/bin/python" ]; then
  exit 0
fi
rm -f "$readers/ready"
mkdir -p "$readers"

# A Python of at least 3.11 that can make an environment of its own: Debian's cannot without python3-venv.
find_python() {
  local one
  for one in python3 /usr/bin/python3; do
    "$one" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && python=$one && return
  done
  return 1
}

python=
find_python || { install_from_debian python3 python3-venv && find_python; } ||
  fail "Python 3.11 or newer with venv is missing: install it (on Debian: sudo apt-get install python3 python3-venv) and try again."
say "Fetching openpyxl and pandas (PyPI, some 40 MB)"
rm -rf "$readers/python"
"$python" -m venv "$readers/python" &&
  "$readers/python/bin/pip" install --quiet --disable-pip-version-check --no-deps -r "$wishes" ||
  fail "openpyxl and pandas could not be fetched from PyPI: look at what stands above, see to a network, and try again."
"$readers/python/bin/python" -c 'import openpyxl, pandas' ||
  fail "pandas does not start with $("$python" --version): remove .tools/readers, install a newer Python, and try again."

echo "$wanted" >"$readers/ready"

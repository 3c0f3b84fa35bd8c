#!/usr/bin/env bash
# Makes sure that there are the programs which speak the texts of the studies.
set -euo pipefail
source "$(dirname "$0")/common.sh"

has_voices || install_from_debian espeak-ng lame || true
has_voices ||
  fail "Nothing can be spoken: install espeak-ng and lame (on Debian: sudo apt-get install espeak-ng lame) and try again."

#!/usr/bin/env bash
# Makes sure that there is a Chromium with its driver to run tests in.
set -euo pipefail
source "$(dirname "$0")/common.sh"

has_browser() {
  command -v chromedriver >/dev/null &&
    { command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null
}

has_browser || install_from_debian chromium chromium-driver || true
has_browser ||
  fail "The tests need Chromium and its driver: install them (on Debian: sudo apt-get install chromium chromium-driver) and try again."

#!/usr/bin/env bash
# Makes sure that there are browsers with their drivers to run tests in: Chromium, and with "all" Firefox and WebKitGTK too.
set -euo pipefail
source "$(dirname "$0")/common.sh"

geckodriver_version=0.37.1

has_chromium() {
  command -v chromedriver >/dev/null &&
    { command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null
}

has_chromium || install_from_debian chromium chromium-driver || true
has_chromium ||
  fail "The tests need Chromium and its driver: install them (on Debian: sudo apt-get install chromium chromium-driver) and try again."

# Letters of all languages, as a tablet has them. Others are no harm: pictures and line breaks differ a little.
if command -v fc-list >/dev/null && [ -z "$(fc-list 'Noto Sans Arabic' family)" ]; then
  install_from_debian fonts-noto-core || echo "The letters of this machine are used (on Debian: sudo apt-get install fonts-noto-core)."
fi

[ "${1-}" = all ] || exit 0

has_firefox() { command -v firefox-esr >/dev/null || command -v firefox >/dev/null; }

has_firefox || install_from_debian firefox-esr || true
has_firefox ||
  fail "The tests need Firefox: install it (on Debian: sudo apt-get install firefox-esr) and try again."

if ! command -v geckodriver >/dev/null || ! geckodriver --version | grep -Eq '^geckodriver 0\.(3[6-9]|[4-9][0-9])\.'; then
  say "Building geckodriver $geckodriver_version, which drives Firefox (one or two minutes, once)"
  # Without its own profile it is built in a third of the time.
  CARGO_TARGET_DIR=.tools/target CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_OPT_LEVEL=0 \
    cargo install geckodriver --locked --version "$geckodriver_version" --root .tools --force
  rm -rf .tools/target
fi

has_webkit() {
  command -v WebKitWebDriver >/dev/null && command -v Xvfb >/dev/null &&
    /usr/bin/python3 -c 'import gi; gi.require_version("Gtk", "3.0"); gi.require_version("WebKit2", "4.1")' 2>/dev/null
}

has_webkit || install_from_debian webkit2gtk-driver gir1.2-webkit2-4.1 python3-gi xvfb || true
has_webkit ||
  fail "The tests need WebKitGTK, its driver and a screen for it: install them (on Debian: sudo apt-get install webkit2gtk-driver gir1.2-webkit2-4.1 python3-gi xvfb) and try again."

# shellcheck shell=bash
# Shared by the scripts in this folder: `source` it, it runs nothing by itself. Works from the root of the repository.
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit
root=$PWD

# Our own tools come first, so that Trunk and Cargo find them in the right version.
export PATH="$root/.tools/bin:$root/node_modules/.bin:$PATH"
# The scripts and the Makefile look for programs there.
export CARGO_TARGET_DIR=$root/target

say() { printf '\n== %s\n' "$*"; }

# One sentence with the remedy, and stop.
fail() {
  printf '\n%s\n' "$*" >&2
  exit 1
}

# A build in full takes about 5 GB. An error in the middle of it would say less.
check_disk() {
  local free
  free=$(df -Pk . | awk 'NR == 2 { print int($4 / 1024 / 1024) }')
  [ "$free" -ge 6 ] || fail "Only $free GB free on this disk and a build needs 6: make room (make clean helps) and try again."
}

# The programs that speak the texts of the studies.
has_voices() { command -v espeak-ng >/dev/null && command -v lame >/dev/null; }

# install PACKAGE...: from Debian, if that can be done without asking for a password.
install_from_debian() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
  say "Installing $* (Debian)"
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
}

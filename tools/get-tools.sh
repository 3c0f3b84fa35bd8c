#!/usr/bin/env bash
# Puts the tools of the build into .tools/bin and node_modules. Does nothing when they are there.
set -euo pipefail
source "$(dirname "$0")/common.sh"

# Trunk.toml names them too, and fails on others.
trunk_version=0.21.14
wasm_bindgen_version=0.2.130
binaryen_version=132

command -v cargo >/dev/null ||
  fail "Rust is missing: install it with rustup (https://rustup.rs), open a new terminal and try again."

# The toolchain can change under our feet, so this is looked at every time.
if [ ! -d "$(rustc --print sysroot)/lib/rustlib/wasm32-unknown-unknown" ]; then
  command -v rustup >/dev/null ||
    fail "This Rust cannot build for the browser: install Rust with rustup (https://rustup.rs), or your system's package for the target wasm32-unknown-unknown."
  say "Adding the target wasm32-unknown-unknown to Rust"
  rustup target add wasm32-unknown-unknown
fi

# What the tools are made from; when it is as it was the last time, all is there.
wanted="trunk $trunk_version $(cat tools/wasm-bindgen/{Cargo.*,src/bin/*} package-lock.json | cksum)"
if [ "$(cat .tools/ready 2>/dev/null)" = "$wanted" ] && [ -x .tools/bin/trunk ] && [ -x .tools/bin/wasm-bindgen ] &&
  [ -x .tools/bin/wasm-bindgen-test-runner ] && [ -x node_modules/.bin/wasm-opt ] && [ -f node_modules/axe-core/axe.min.js ]; then
  exit 0
fi
check_disk
mkdir -p .tools/bin

# has PROGRAM "WHAT IT SAYS TO --version"
has() { [ "$("$1" --version 2>/dev/null || true)" = "$2" ]; }

# borrow PROGRAM "VERSION LINE": links the one that is installed on this machine, if it is of the right version.
borrow() {
  local own
  own=$(PATH=${PATH#"$root/.tools/bin:"} command -v "$1") && has "$own" "$2" && ln -sf "$own" ".tools/bin/$1"
}

if has .tools/bin/trunk "trunk $trunk_version"; then
  :
elif borrow trunk "trunk $trunk_version"; then
  say "Using the Trunk $trunk_version of this machine"
else
  say "Building Trunk $trunk_version, which builds the pages (5 to 10 minutes, once)"
  # Without its own profile it is built in half the time, and without default features it carries no TLS: it may not
  # download anything here.
  CARGO_TARGET_DIR=.tools/target CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_OPT_LEVEL=0 \
    cargo install trunk --locked --version "$trunk_version" --no-default-features --root .tools --force
  rm -rf .tools/target
fi

# Never one that is installed on this machine: ours takes the coordinator's page apart besides.
bindgen_tools="tools/wasm-bindgen $(cat tools/wasm-bindgen/{Cargo.*,src/bin/*} | cksum)"
if [ "$(cat .tools/wasm-bindgen 2>/dev/null)" = "$bindgen_tools" ] &&
  has .tools/bin/wasm-bindgen "wasm-bindgen $wasm_bindgen_version" &&
  has .tools/bin/wasm-bindgen-test-runner "wasm-bindgen-test-runner $wasm_bindgen_version"; then
  :
else
  say "Building wasm-bindgen $wasm_bindgen_version and its test runner (2 to 4 minutes, once)"
  CARGO_TARGET_DIR=.tools/target cargo install --path tools/wasm-bindgen --locked --root .tools --force
  rm -rf .tools/target
fi
echo "$bindgen_tools" >.tools/wasm-bindgen

if ! has node_modules/.bin/wasm-opt "wasm-opt version $binaryen_version (version_$binaryen_version)" ||
  [ ! -f node_modules/axe-core/axe.min.js ]; then
  command -v npm >/dev/null || install_from_debian nodejs npm ||
    fail "Node.js with npm is missing: install them (on Debian: sudo apt-get install nodejs npm) and try again."
  say "Fetching wasm-opt $binaryen_version and axe-core (npm packages)"
  npm ci --no-audit --no-fund
fi

echo "$wanted" >.tools/ready

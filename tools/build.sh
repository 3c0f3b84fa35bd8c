#!/usr/bin/env bash
# Builds the site into dist/site. Does nothing when nothing has changed since the last time.
# With QUICK=1 into dist/quick: the same app, many times larger, built in a fraction of the time. For whoever works on it.
set -euo pipefail
source "$(dirname "$0")/common.sh"

sources=(src build locales json public style tools/site tools/build.sh index.html coordinator.html Trunk.toml Cargo.toml Cargo.lock .cargo)
# Folders count too: one becomes newer when a file in it is removed.
# A site without clips is built again as soon as they can be made.
if [ -z "${QUICK:-}" ] && [ -f dist/built ] && [ -f dist/site/index.html ] && { [ ! -f dist/without-clips ] || ! has_voices; } &&
  [ -z "$(find "${sources[@]}" -newer dist/built -print -quit)" ]; then
  exit 0
fi
check_disk

stage=dist/stage profile=wasm-release
[ -z "${QUICK:-}" ] || { stage=dist/quick-stage && profile=wasm-quick; }
rm -rf "$stage"
mkdir -p "$stage"
# What is changed while we build is built the next time.
touch "$stage/started"

say "Fetching the crates of the app"
# Trunk and its Cargo stay off the network.
cargo fetch --locked --quiet

say "Building the participant's page and the worker that sends"
trunk build index.html --cargo-profile "$profile" --dist "$stage/site"
put_instrument_styles "$stage/site/style"

say "Building the coordinator's page"
trunk build coordinator.html --cargo-profile "$profile" --dist "$stage/coordinator"
mv "$stage/coordinator" "$stage/site/coordinator"
# Trunk takes what wasm-bindgen always writes; the parts that come later lie beside it.
cp "$CARGO_TARGET_DIR"/wasm-bindgen/*/coordinator-*.wasm "$stage/site/coordinator"

if [ -z "${QUICK:-}" ]; then
  say "Making the wasm smaller"
  cargo run --release --locked --quiet -p site -- slim "$stage/site"
  # The stack comes first in memory, and nothing else lies in its last kilobyte: to know that is worth some 800 bytes.
  smaller() {
    xargs -0 -P "$(nproc)" -I{} wasm-opt -Oz --quiet --low-memory-unused --strip-producers --strip-target-features "$@" {} -o {}
  }
  # What every tablet downloads is made smaller until nothing more comes of it; of the coordinator's page that is worth less than a
  # hundredth, and takes five times as long.
  find "$stage/site" -maxdepth 1 -name '*.wasm' -print0 | smaller --converge
  find "$stage/site/coordinator" -name '*_bg.wasm' -print0 | smaller
  # A part does not say what it is compiled for: what Rust takes for granted.
  find "$stage/site/coordinator" -name 'coordinator-*.wasm' -print0 | smaller --strip-debug --enable-mutable-globals \
    --enable-sign-ext --enable-nontrapping-float-to-int --enable-bulk-memory --enable-multivalue --enable-reference-types
fi

say "Speaking the texts of the studies"
if ! tools/ensure-voices.sh; then
  echo "The site is built without clips: a tablet then speaks with its own voices and with recordings."
  touch "$stage/without-clips"
fi
cargo run --release --locked --quiet -p site -- speak "$stage/site" .tools/voices

say "Naming files by their content, writing the service worker, compressing"
cargo run --release --locked --quiet -p site -- ${QUICK:+quick} "$stage/site"

if [ -n "${QUICK:-}" ]; then
  rm -rf dist/quick
  mv "$stage/site" dist/quick
  rm -rf "$stage"
  echo "Built: dist/quick"
  exit 0
fi

# Only now, so that a build that fails leaves the old site as it was.
rm -rf dist/site
mv "$stage/site" dist/site
mv "$stage/started" dist/built
rm -f dist/without-clips
[ ! -f "$stage/without-clips" ] || mv "$stage/without-clips" dist/
rm -rf "$stage"
echo "Built: dist/site"

#!/usr/bin/env bash
# How fast store and sender are against JavaScript by hand, and results at the second question against the first, in one run in one
# browser; then how fast the participant's page is against one written by hand. Ends with 1 if a floor or a limit is missed.
# BENCH=store or BENCH=page does one of the two; what the second takes from the environment stands in
# tests/journeys/src/bin/speed/main.rs.
set -euo pipefail
source "$(dirname "$0")/common.sh"
trap 'fail "The benchmark failed in the step above: its own words tell what."' ERR

case "${BENCH-}" in
'' | store | page) ;;
*) fail "BENCH is \"$BENCH\", but it can only be store or page." ;;
esac

tools/ensure-browser.sh
CHROMEDRIVER=$(command -v chromedriver)
export CHROMEDRIVER

say "Building the collector"
cargo build --release --locked -p collector

# What was missed; told at the end, so that one part does not keep back the numbers of the other.
missed=

# stores ARGUMENT...: store, sender and results.
stores() {
  # The page of the benchmark reads the collector's address from a file: its own server hands out this folder.
  mkdir -p target/bench
  work=$(mktemp -d -p target/bench)
  : >"$work/index.html"
  target/release/collector --site "$work" --data "$work/data.sqlite" --port 0 >"$work/collector" &
  collector=$!
  trap 'kill "$collector" 2>/dev/null || :; wait "$collector" 2>/dev/null || :; rm -rf "$work" target/bench/address' EXIT
  until grep -q '^listening on ' "$work/collector"; do
    kill -0 "$collector" 2>/dev/null || fail "The collector did not start."
    sleep 0.1
  done
  sed -n 's/^listening on //p' "$work/collector" >target/bench/address

  say "Measuring store, sender and results, some minutes: the quieter the machine, the steadier the numbers"
  WASM_BINDGEN_TEST_TIMEOUT=1800 cargo test --locked --profile wasm-release --target wasm32-unknown-unknown \
    --no-default-features --features browser --test bench -- --nocapture "$@" | tee "$work/said"
  if grep -q MISSED "$work/said"; then missed+=" A floor of the store is missed."; fi
  # The next part has the machine to itself.
  kill "$collector"
  wait "$collector" || :
}

# The participant's page.
page() {
  [ -f dist/site/index.html ] || fail "There is no built app in dist/site: run make build first."
  say "Building what measures the page"
  cargo build --locked -p journeys --bin speed
  say "Measuring the page, some twenty minutes: passes on a busy machine do not count"
  if ! target/debug/speed; then missed+=" The page has missed a limit, or could not be measured."; fi
}

if [ "${BENCH-}" != page ]; then stores "$@"; fi
if [ "${BENCH-}" != store ]; then page; fi

if [ -n "$missed" ]; then
  trap - ERR
  fail "${missed# } Run it once more on a quiet machine before you look for the reason."
fi

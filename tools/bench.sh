#!/usr/bin/env bash
# How fast store and sender are against JavaScript by hand, and results at the second question against the first, in one run in one
# browser. Ends with 1 if a floor is missed.
set -euo pipefail
source "$(dirname "$0")/common.sh"
trap 'fail "The benchmark failed in the step above: its own words tell what."' ERR

tools/ensure-browser.sh
CHROMEDRIVER=$(command -v chromedriver)
export CHROMEDRIVER

say "Building the collector"
cargo build --release --locked -p collector

# The page of the benchmark reads the collector's address from a file: its own server hands out this folder.
mkdir -p target/bench
work=$(mktemp -d -p target/bench)
: >"$work/index.html"
target/release/collector --site "$work" --data "$work/data.sqlite" --port 0 >"$work/collector" &
collector=$!
trap 'kill "$collector" 2>/dev/null; wait "$collector" 2>/dev/null; rm -rf "$work" target/bench/address' EXIT
until grep -q '^listening on ' "$work/collector"; do
  kill -0 "$collector" 2>/dev/null || fail "The collector did not start."
  sleep 0.1
done
sed -n 's/^listening on //p' "$work/collector" >target/bench/address

say "Measuring, some minutes: the quieter the machine, the steadier the numbers"
WASM_BINDGEN_TEST_TIMEOUT=1800 cargo test --locked --profile wasm-release --target wasm32-unknown-unknown \
  --no-default-features --features browser --test bench -- --nocapture "$@" | tee "$work/said"

if grep -q MISSED "$work/said"; then
  trap - ERR
  fail "A floor is missed. Run it once more on a quiet machine before you look for the reason."
fi

#!/usr/bin/env bash
# Kills a browser at random moments, hundreds of times, and looks each time what it has kept. The site is there already.
set -euo pipefail
source "$(dirname "$0")/common.sh"

tools/ensure-browser.sh
cargo build --release --locked -p collector
say "Killing a browser ${KILLS:=200} times"
export KILLS
BETEKENIS_SITE=$root/dist/site BETEKENIS_COLLECTOR=$root/target/release/collector \
  CHROMEDRIVER=$(command -v chromedriver) cargo test --locked -p journeys --test soak -- --nocapture

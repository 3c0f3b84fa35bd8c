#!/usr/bin/env bash
# Takes the pictures of the app that the manifest and the documents show.
set -euo pipefail
source "$(dirname "$0")/common.sh"

tools/ensure-browser.sh
cargo build --release --locked -p collector
say "Taking screenshots"
BETEKENIS_SITE=$root/dist/site BETEKENIS_COLLECTOR=$root/target/release/collector \
  CHROMEDRIVER=$(command -v chromedriver) cargo run --locked -p journeys --bin screenshots

#!/usr/bin/env bash
# All tests, from the quick ones to the journeys through the built app. The tools and the site are there already.
set -euo pipefail
source "$(dirname "$0")/common.sh"
trap 'fail "A test or build failed in the step above: its own words tell what; once mended, run make test again."' ERR
check_disk

tools/ensure-browser.sh all
tools/ensure-servers.sh
tools/ensure-voices.sh
CHROMEDRIVER=$(command -v chromedriver)
export CHROMEDRIVER

say "Tests of rules, formats and jobs (native)"
cargo test --locked --no-default-features

say "Tests of the coordinator's sentences (native)"
cargo test --locked --lib ui::

say "Tests of the collector"
cargo test --locked -p collector

say "Tests of the tool that finishes the site"
# Also the one that lets the real programs speak.
cargo test --locked -p site -- --include-ignored

say "Tests of the store in Chromium and in Firefox"
cargo test --locked --target wasm32-unknown-unknown --no-default-features --features browser --test browser
GECKODRIVER=$(command -v geckodriver) \
  cargo test --locked --target wasm32-unknown-unknown --no-default-features --features browser --test browser

tools/build.sh

say "What a tablet downloads"
cargo run --release --locked --quiet -p site -- size dist/site

say "Building the collector"
cargo build --release --locked -p collector

export BETEKENIS_SITE=$root/dist/site BETEKENIS_COLLECTOR=$root/target/release/collector
say "Journeys through the built app, in Chromium"
cargo test --locked -p journeys

# walk ENGINE JOURNEY: all journeys but that one. On a busy machine these two lose a tap now and then: what fails is walked
# once more, one journey after the other, and that decides.
walk() {
  local journeys=(cargo test --locked -p journeys --test journeys -- --skip "$2")
  say "Journeys through the built app, in $1"
  BETEKENIS_ENGINE=$1 "${journeys[@]}" || {
    say "Once more, one after the other"
    BETEKENIS_ENGINE=$1 "${journeys[@]}" --test-threads 1
  }
}

# Firefox without a screen takes its own bars to have the focus once Tab has gone round.
walk firefox a_keyboard_is_enough
# WebKitGTK is not sure of a server that comes and goes.
walk webkit nothing_counts_as_sent

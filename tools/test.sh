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

# Firefox without a screen takes its own bars to have the focus once Tab has gone round, and WebKitGTK is not sure of a
# server that comes and goes: those two journeys are not for them.
say "Journeys through the built app, in Firefox"
BETEKENIS_ENGINE=firefox cargo test --locked -p journeys --test journeys -- --skip a_keyboard_is_enough

say "Journeys through the built app, in WebKit"
BETEKENIS_ENGINE=webkit cargo test --locked -p journeys --test journeys -- --skip nothing_counts_as_sent

#!/usr/bin/env bash
# Form and lints, with every warning an error.
set -euo pipefail
source "$(dirname "$0")/common.sh"
trap close EXIT

cargo clippy --version >/dev/null 2>&1 && cargo fmt --version >/dev/null 2>&1 ||
  fail "rustfmt or clippy is missing: rustup component add rustfmt clippy"

lint() { tests "Lints: $1" cargo clippy --locked "${@:2}" -- -D warnings; }

# `cargo fmt --all` mends it.
tests "Form" cargo fmt --all --check
tests "Form of the wasm-bindgen tools" cargo fmt --manifest-path tools/wasm-bindgen/Cargo.toml --check
lint "rules, formats and jobs (native)" --no-default-features --all-targets
lint "collector, tools and journeys" -p small-json -p collector -p site -p journeys --all-targets
lint "the app in the browser" --target wasm32-unknown-unknown --lib --bins
lint "the participant's page without the coordinator's" \
  --target wasm32-unknown-unknown --no-default-features --features ui --lib --bin participant
lint "tests and benchmark of the store in the browser" \
  --target wasm32-unknown-unknown --no-default-features --features browser --test browser --test bench

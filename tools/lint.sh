#!/usr/bin/env bash
# Form and lints, with every warning an error.
set -euo pipefail
source "$(dirname "$0")/common.sh"
trap 'fail "Mend what stands above (cargo fmt --all mends the form) and run make lint again."' ERR

cargo clippy --version >/dev/null 2>&1 && cargo fmt --version >/dev/null 2>&1 ||
  fail "rustfmt or clippy is missing: rustup component add rustfmt clippy"

say "Form"
cargo fmt --all --check
cargo fmt --manifest-path tools/wasm-bindgen/Cargo.toml --check

say "Lints: rules, formats and jobs (native)"
cargo clippy --locked --no-default-features --all-targets -- -D warnings

say "Lints: collector, tools and journeys"
cargo clippy --locked -p collector -p site -p journeys --all-targets -- -D warnings

say "Lints: the app in the browser"
cargo clippy --locked --target wasm32-unknown-unknown --lib --bins -- -D warnings

say "Lints: tests and benchmark of the store in the browser"
cargo clippy --locked --target wasm32-unknown-unknown --no-default-features --features browser --test browser --test bench -- -D warnings

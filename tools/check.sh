#!/usr/bin/env bash
# What can be told in a minute after a change, once it has been compiled: form, lints and tests of the rules. No browser.
set -euo pipefail
source "$(dirname "$0")/common.sh"
trap close EXIT

cargo clippy --version >/dev/null 2>&1 && cargo fmt --version >/dev/null 2>&1 ||
  fail "rustfmt or clippy is missing: rustup component add rustfmt clippy"

# `cargo fmt --all` mends it.
tests "Form" cargo fmt --all --check
tests "Lints: rules, formats and jobs" cargo clippy --locked -p betekenis -p small-json --no-default-features --all-targets -- -D warnings
tests "Rules, formats, jobs and the coordinator's sentences" \
  cargo test --locked -p betekenis -p small-json --lib --test it

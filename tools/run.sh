#!/usr/bin/env bash
# Starts the collector on the built site, in the place of this script, so that Ctrl-C reaches it.
# Settings come in the environment: HOST PORT DATA TLS_CERT TLS_KEY.
set -euo pipefail
source "$(dirname "$0")/common.sh"

options=(--site dist/site --data "$DATA" --host "$HOST" --port "$PORT")
if [ -n "${TLS_CERT:-}${TLS_KEY:-}" ]; then
  [ -f "${TLS_CERT:-}" ] && [ -f "${TLS_KEY:-}" ] ||
    fail "For https give two files that exist: make run TLS_CERT=cert.pem TLS_KEY=key.pem."
  options+=(--tls-cert "$TLS_CERT" --tls-key "$TLS_KEY")
fi

say "Building the collector"
cargo build --release --locked -p collector

mkdir -p "$(dirname "$DATA")"
exec target/release/collector "${options[@]}"

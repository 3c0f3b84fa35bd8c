#!/usr/bin/env bash
# Builds the app without taking pains, starts the collector on it, and builds again on every save: pages that are open load
# again by themselves. Ctrl-C ends all of it. Settings come in the environment: HOST PORT DATA.
set -euo pipefail
source "$(dirname "$0")/common.sh"
check_disk

# Folders count too: one becomes newer when a file in it is removed.
watched=(src build locales json public style collector tools/site index.html coordinator.html Cargo.toml Cargo.lock .cargo)
profile=wasm-quick
wasm=$CARGO_TARGET_DIR/wasm32-unknown-unknown/$profile
parts=dist/dev-parts # Stays, since most of it is the same the next time.
mkdir -p "$parts" "$(dirname "$DATA")"
work=$(mktemp -d dist/dev-XXXXXX)

collector='' # Its process, while it runs.
end() {
  [ -z "$collector" ] || { kill "$collector" 2>/dev/null && wait "$collector" 2>/dev/null; } || :
  rm -rf "$work"
}
trap end EXIT
trap 'exit 0' INT TERM HUP

# newer MARK PATH...: something in one of these is newer than the mark.
newer() { [ ! -e "$1" ] || [ -n "$(find "${@:2}" -newer "$1" -print -quit)" ]; }

# The profile of `make quick`, but what is changed every minute is not made smaller at all: three times as soon on the screen.
for_browser() {
  cargo build --locked --quiet --target wasm32-unknown-unknown --profile "$profile" \
    --config "profile.$profile.package.betekenis.opt-level=0" "$@"
}

# The workers hold nothing of the interface: they are built again only when something else has changed.
build_workers() {
  [ ! -e "$work/workers" ] || newer "$work/workers" json Cargo.toml Cargo.lock .cargo src/[!u]* || return 0
  for_browser --no-default-features --features browser --bin sender --bin reporter && touch -r "$work/next" "$work/workers"
}

# What JavaScript needs of the programs, where they have been built anew.
bind() {
  local name
  for name in participant coordinator sender reporter; do
    newer "$parts/$name.js" "$wasm/$name.wasm" || continue
    wasm-bindgen --target web --no-typescript --out-dir "$parts" "$wasm/$name.wasm" || return
  done
}

# The pages with their workers, as index.html and coordinator.html name them to Trunk, which would do everything each time.
build_pages() {
  for_browser --bin participant --bin coordinator && build_workers && bind || return
  local stage=$work/stage
  rm -rf "$stage"
  mkdir -p "$stage/coordinator"
  cp -r public/. style "$stage" && put_instrument_styles "$stage/style" &&
    cp index.html "$parts"/{participant,sender}* "$stage" &&
    cp coordinator.html "$stage/coordinator/index.html" &&
    cp src/browser/reporter-boot.js "$parts"/{coordinator,reporter}* "$stage/coordinator" &&
    "$CARGO_TARGET_DIR/debug/site" dev "$stage" "$(date +%s).$SECONDS" || return
  rm -rf "$work/site"
  mv "$stage" "$work/site"
}

build_programs() { cargo build --locked --quiet -p collector -p site; }

# Starts the collector, or starts it again when it was built anew.
run_collector() {
  local program=$CARGO_TARGET_DIR/debug/collector
  newer "$work/started" "$program" || return 0
  [ -z "$collector" ] || { kill "$collector" && wait "$collector" || :; }
  touch "$work/started"
  "$program" --site "$work/site" --data "$DATA" --host "$HOST" --port "$PORT" &
  collector=$!
}

say "Building everything, the first time some minutes"
while :; do
  # What is saved while we build is built the next time.
  touch "$work/next"
  from=$SECONDS
  # The program that finishes the folder is needed first; after that the screen comes first.
  if { [ -n "$collector" ] || build_programs; } && build_pages; then
    say "Built in $((SECONDS - from)) s: http://$HOST:$PORT/ and http://$HOST:$PORT/coordinator/"
    build_programs && run_collector || say "The collector could not be built: mend what is said above, and save."
  else
    say "Not built, and the pages stay as they were: mend what is said above, and save."
  fi
  mv "$work/next" "$work/mark"
  until newer "$work/mark" "${watched[@]}"; do
    [ -z "$collector" ] || kill -0 "$collector" 2>/dev/null ||
      fail "The collector has ended, and says above why. Is the port taken? Try make dev PORT=$((PORT + 1))."
    sleep 0.3
  done
done

#!/usr/bin/env bash
# All tests, from the quick ones to the journeys through the built app. With `ENGINE FILE...` those journeys alone, none left out
# for being long; ENGINE is chromium, firefox or webkit. The tools are there already.
set -euo pipefail
source "$(dirname "$0")/common.sh"
trap close EXIT
check_disk

# Together, so that what they stand on is compiled once, in one form.
members=(-p collector -p site -p journeys)
only=("$@")

folder=tests/journeys/tests

# sources FILE: that file of journeys, then its modules, which lie in the folder of its name.
sources() {
  local one
  for one in "$folder/$1.rs" "$folder/$1"/*.rs; do
    [ ! -f "$one" ] || echo "$one"
  done
}

# not_walked ENGINE FILE: the journeys of that file that are not walked there, and why. They say so themselves:
#   /// Not in firefox: ...           above a journey
#   /// Left to `make screens`: ...   above one that is walked only when it is asked for
#   //! Only in chromium: ...         on top of a file
# Before the name of a journey in a module stands that of the module.
not_walked() {
  sources "$2" | xargs awk -v engine="$1" -v all="${#only[@]}" -v root="$folder/$2.rs" '
    FNR == 1 { module = "" }
    FNR == 1 && FILENAME != root { module = FILENAME; sub(/.*\//, "", module); sub(/\.rs$/, "::", module) }
    sub(/^\/\/! Only in /, "") && !index($0, engine) { whole = substr($0, index($0, ": ") + 2) }
    sub(/^\/\/\/ Not in /, "") && index(substr($0, 1, index($0, ": ")), engine) { why = substr($0, index($0, ": ") + 2) }
    sub(/^\/\/\/ Left to /, "") && !all { why = "left to " $0 }
    /^#\[tokio::test|^#\[test/ { is_journey = 1 }
    /^(async )?fn / {
      sub(/^(async )?fn /, "")
      reason = why ? why : whole
      sub(/\.$/, "", reason)
      if (is_journey && reason) print module substr($0, 1, index($0, "(") - 1) "\t" reason
      why = is_journey = ""
    }'
}

# journeys ENGINE FILE [OPTION...]: walks journeys of that file in that engine.
journeys() {
  env BETEKENIS_ENGINE="$1" cargo test --locked "${members[@]}" --test "$2" -- --exact "${@:3}" \
    ${threads:+--test-threads "$threads"} ${only:+--nocapture}
}

# A browser can die under a journey: WebKitGTK does when one of its signals comes between two lines of GLib ("getauxval () failed:
# Interrupted system call"). So in a run of all tests what failed is walked once more by itself, and the closing table tells of it.
# More than this many times in a run there is a fault to find.
most_repeats=2

# walk_again ENGINE FILE: the journeys that failed in the part before.
walk_again() {
  local line name again=("${fell[@]}")
  [ ${#only[@]} = 0 ] && [ ${#again[@]} != 0 ] && [ $((${#twice[@]} + ${#again[@]})) -le $most_repeats ] || return 0
  # From here on it counts what comes of them now.
  failed=$((failed - ${#again[@]}))
  lost=("${lost[@]:0:${#lost[@]}-${#again[@]}}")
  for line in "${again[@]}"; do
    name=${line%%$'\t'*}
    twice+=("in $1: $name (the first time it said: ${line#*$'\t'})")
    tests "Once more in $1: $name" journeys "$1" "$2" "$name"
  done
}

# walk ENGINE FILE...: those files of journeys, in that engine.
walk() {
  local engine=$1 file name why skip n
  shift
  for file in "$@"; do
    skip=()
    while IFS=$'\t' read -r name why; do
      skip+=(--skip "$name")
      left_out+=("in $engine: $name ($why)")
      skipped=$((skipped + 1))
    done < <(not_walked "$engine" "$file")
    n=$(sources "$file" | xargs cat | grep -cE '^#\[(tokio::)?test')
    [ $((${#skip[@]} / 2)) -lt "$n" ] || continue
    part "Journeys in $engine: $file" journeys "$engine" "$file" "${skip[@]}" || walk_again "$engine" "$file"
  done
}

build_journeys() {
  # The collector in the form that its own tests have: to compile it once more, for speed, takes longer than all that it saves here.
  export BETEKENIS_SITE=$root/dist/site BETEKENIS_COLLECTOR=$root/target/debug/collector
  part "Building the site" tools/build.sh
  part "Building the collector" cargo build --locked "${members[@]}" --bin collector
  part "Building the journeys" cargo test --locked "${members[@]}" --no-run
}

if [ ${#only[@]} != 0 ]; then
  part "Browsers and what else the journeys need" tools/ensure-browser.sh "$([ "$1" = chromium ] || echo all)"
  CHROMEDRIVER=$(command -v chromedriver)
  export CHROMEDRIVER
  build_journeys
  walk "$@"
  exit
fi

part "Browsers" tools/ensure-browser.sh all
part "Servers, voices and readers" bash -c 'tools/ensure-servers.sh && tools/ensure-voices.sh && tools/ensure-readers.sh'
CHROMEDRIVER=$(command -v chromedriver)
GECKODRIVER=$(command -v geckodriver)
export CHROMEDRIVER

tests "Rules, formats, jobs and the coordinator's sentences" \
  cargo test --locked -p betekenis -p small-json --lib --test it
# Also the test that lets the real programs speak.
tests "The collector, and the tool that finishes the site" \
  cargo test --locked "${members[@]}" --lib --bin collector --bin site --test it -- --include-ignored
store=(cargo test --locked --target wasm32-unknown-unknown --no-default-features --features browser --test browser)
tests "The store in Chromium" "${store[@]}"
tests "The store in Firefox" env GECKODRIVER="$GECKODRIVER" "${store[@]}"
build_journeys
tests "What a tablet downloads" cargo run --release --locked --quiet -p site -- size dist/site

all=("$folder"/*.rs)
all=("${all[@]##*/}")
walk chromium "${all[@]%.rs}"
walk firefox journeys
# It loses taps when two of it run at once.
threads=1 walk webkit journeys

# shellcheck shell=bash
# Shared by the scripts in this folder: `source` it, it runs nothing by itself. Works from the root of the repository.
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit
root=$PWD

# Our own tools come first, so that Trunk and Cargo find them in the right version.
export PATH="$root/.tools/bin:$root/node_modules/.bin:$PATH"
# The scripts and the Makefile look for programs there.
export CARGO_TARGET_DIR=$root/target

say() { printf '\n== %s\n' "$*"; }

# One sentence with the remedy, and stop.
fail() {
  printf '\n%s\n' "$*" >&2
  exit 1
}

# A build in full takes about 5 GB. An error in the middle of it would say less.
check_disk() {
  local free
  free=$(df -Pk . | awk 'NR == 2 { print int($4 / 1024 / 1024) }')
  [ "$free" -ge 6 ] || fail "Only $free GB free on this disk and a build needs 6: make room (make clean helps) and try again."
}

# put_instrument_styles FOLDER: how the instruments look, into the folder of style sheets: one file for each face, of all kinds.
# Of a kind that has a folder for a face, what lies in it follows in order of the alphabet.
put_instrument_styles() {
  local face kind sheet sheets
  for face in screen paper show; do
    sheets=()
    for kind in src/instruments/*/; do
      for sheet in "$kind$face.css" "$kind$face"/*.css; do
        [ ! -f "$sheet" ] || sheets+=("$sheet")
      done
    done
    cat "${sheets[@]}" >"$1/instruments-$face.css" || return
  done
}

# The programs that speak the texts of the studies.
has_voices() { command -v espeak-ng >/dev/null && command -v lame >/dev/null; }

# install PACKAGE...: from Debian, if that can be done without asking for a password.
install_from_debian() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
  say "Installing $* (Debian)"
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
}

# --- A run of several parts: how long each took, and what its tests said ---------------------------------------------

passed=0 failed=0 skipped=0
# The lines of the closing table; what was skipped, what failed and what was walked twice, by name.
table=() left_out=() lost=() twice=()
# The tests that failed in the last part, each with the first line of what it said, after a tab.
fell=()

clock() { printf '%d:%02d' $(($1 / 60)) $(($1 % 60)); }

# failures LOG: the tests that failed, each with the first line of what it said, after a tab.
failures() {
  awk '
    /^test .+ \.\.\. (FAILED|FAIL)$/ { names[++n] = $2 }
    /^---- .+ stdout ----$/ { at = $2 }
    at && said { why[at] = $0; at = said = "" }
    at && /panicked at / { said = 1 }
    END { for (i = 1; i <= n; i++) print names[i] "\t" why[names[i]] }' "$1"
}

# part NAME COMMAND...: runs it under that name. If it fails there is nothing to go on with.
part() {
  local name=$1 from=$SECONDS log state='' line n
  shift
  say "$name"
  log=$(mktemp)
  "$@" 2>&1 | tee "$log" || state=FAILED
  # Every program of tests ends with such a line, also one in a browser.
  read -r -a n < <(awk '/^test result:/ { p += $4; f += $6; i += $8 } END { print p + 0, f + 0, i + 0 }' "$log")
  passed=$((passed + n[0])) failed=$((failed + n[1])) skipped=$((skipped + n[2]))
  fell=()
  if [ -n "$state" ]; then
    while IFS= read -r line; do
      fell+=("$line") lost+=("$name: ${line%%$'\t'*}")
    done < <(failures "$log")
    # What did not get as far as its tests has failed as a whole.
    [ "${n[1]}" != 0 ] || { failed=$((failed + 1)) && lost+=("$name"); }
  fi
  rm -f "$log"
  table+=("$(printf '%6s  %s%s' "$(clock $((SECONDS - from)))" "$name" "${state:+ - $state}")")
  [ -z "$state" ]
}

# tests NAME COMMAND...: the same; if it fails, those after it run all the same.
tests() { part "$@" || :; }

# close: at the end, however it came. The last line says how many passed, failed and were skipped.
close() {
  local code=$?
  say "What took how long"
  printf '%s\n' "${table[@]}" "$(clock $SECONDS | xargs printf '%6s')  in all"
  [ ${#left_out[@]} = 0 ] || printf 'skipped %s\n' "${left_out[@]}"
  [ ${#twice[@]} = 0 ] || printf 'walked twice: %s\n' "${twice[@]}"
  [ ${#lost[@]} = 0 ] || printf 'failed: %s\n' "${lost[@]}"
  [ "$failed" = 0 ] || { code=1 && printf '\nWhat failed says above what is wrong. Once that is mended, run it again.\n'; }
  if [ $((passed + failed + skipped)) = 0 ]; then
    printf '\n%d parts, and all is well\n' ${#table[@]}
  else
    printf '\n%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
  fi
  exit "$code"
}

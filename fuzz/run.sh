#!/usr/bin/env bash
# Fuzzes the parsers with AFL++ (apt: afl++): fuzz/run.sh [SECONDS] [TARGET...]; 600 seconds each unless told otherwise.
# Findings and statistics lie in artifacts/fuzz/TARGET; exit code 1 when something was found.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-600}
shift || true
command -v afl-fuzz > /dev/null || { echo 'afl-fuzz is missing: apt-get install afl++'; exit 2; }
export DOTNET_NOLOGO=1 DOTNET_TieredPGO=0 DOTNET_gcServer=0
export AFL_SKIP_BIN_CHECK=1 AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_NO_UI=1 AFL_NO_AFFINITY=1

# The counters go into a copy: the libraries of the build, and of plain/ for looking at findings, stay as they are.
work=artifacts/fuzz
program=$work/program
rm -rf "$program" "$work/plain"
dotnet publish DeepEM.Fuzz -c Release -v q -o "$work/plain"
cp -r "$work/plain" "$program"
fuzz() { dotnet "$work/plain/DeepEM.Fuzz.dll" "$@"; }
fuzz instrument "$program/DeepEM.Engine.dll" > "$work/types.txt"
targets=("$@")
if [[ ${#targets[@]} -eq 0 ]]; then mapfile -t targets < <(fuzz list); fi

found=0
printf '%-12s %12s %10s %8s %8s %8s\n' target executions 'per s' corpus crashes hangs
for target in "${targets[@]}"; do
    out=$work/$target
    rm -rf "$out"
    afl-fuzz -i "fuzz/seeds/$target" -o "$out" -V "$seconds" -t 1000 -m none -- \
        dotnet "$program/DeepEM.Fuzz.dll" run "$target" > "$work/$target.log" 2>&1 \
        || { tail -n 20 "$work/$target.log"; found=1; continue; }
    stat() { sed -nE "s/^$1 *: *//p" "$out/default/fuzzer_stats"; }
    printf '%-12s %12s %10s %8s %8s %8s\n' "$target" "$(stat execs_done)" "$(stat execs_per_sec)" \
        "$(stat corpus_count)" "$(stat saved_crashes)" "$(stat saved_hangs)"
    if [[ $(stat saved_crashes) -ne 0 || $(stat saved_hangs) -ne 0 ]]; then found=1; fi
done
exit "$found"

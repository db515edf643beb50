#!/usr/bin/env bash
# How long one call of Topaz's program takes from its start to picks written: median of 7 calls, as RELION makes them,
# for one image of 1024 x 1024 pixels with particles of 36 pixels. Prints wall clock and CPU time in seconds.
# Usage: benchmarks/cold-start.sh [PROGRAM [THREADS]]
#   PROGRAM  the folder of a published program (default: publishes one, ReadyToRun and self-contained)
#   THREADS  CPU threads (default 1)
# The first image of a job is looked at in several sizes, which the others of the job are not: it is printed apart.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
threads=${2:-1}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [[ -n ${1:-} ]]; then
    program=$(realpath "$1")
else
    program=$work/program
    dotnet publish "$root/DeepEM.Cli" -c Release -r linux-x64 --self-contained -p:PublishReadyToRun=true -v q \
        -o "$program" > "$work/publish.log" || { cat "$work/publish.log"; exit 1; }
fi

"$program/deepem" simulate --out "$work/sim" --count 1 --size 1024 --pixel-size 4.58 --diameter 165 --seed 3 -q > /dev/null
"$program/deepem" topaz-compat install "$work/bin" > /dev/null
mkdir "$work/proc"
cp "$work"/sim/*.mrc "$work/proc/rank000000.mrc"

call() { # prints wall and CPU seconds of one call
    local start end
    start=$(date +%s.%N)
    "$work/bin/deepem-topaz" extract -t -4 -r 18 -d 0 -x 4 -j "$threads" \
        -o "$work/proc/rank000000.txt" "$work/proc/rank000000.mrc"
    end=$(date +%s.%N)
    echo "$start $end"
}

measure() { # CALLS: medians
    for _ in $(seq "$1"); do
        TIMEFORMAT='%U %S'
        { time call > "$work/wall"; } 2> "$work/cpu"
        paste -d' ' "$work/wall" "$work/cpu"
    done | python3 -c '
import statistics, sys
rows = [[float(word) for word in line.split()] for line in sys.stdin]
wall = statistics.median(row[1] - row[0] for row in rows)
cpu = statistics.median(row[2] + row[3] for row in rows)
print(f"wall {wall:.2f} s, CPU {cpu:.2f} s")'
}

echo "first image of a job: $(measure 1)"
echo "every other, median of 7: $(measure 7)"
echo "picks: $(($(wc -l < "$work/proc/rank000000.txt") - 1))"

#!/usr/bin/env bash
# Two builds of DeepEM in turn, A B A B ..., so that a slow minute meets both: cold start, 60 micrographs, networks.
#
#   benchmarks/old-and-new.sh OLD OUT [ROUNDS [SECONDS]]
#
# OLD      the program of the other build (DeepEM.Cli/bin/Release/net10.0/deepem in its tree)
# OUT      folder for the raw outputs and the table, made when missing
# ROUNDS   how often everything is measured, 5: the median of the ratios counts;  SECONDS for each figure of bench, 3
set -euo pipefail
if [[ $# -lt 2 || $# -gt 4 || $1 == -* ]]; then sed -n '2,10s/^# \{0,1\}//p' "$0" >&2; exit 2; fi
root=$(cd "$(dirname "$0")/.." && pwd)
old=$(realpath "$1")
mkdir -p "$2"
out=$(cd "$2" && pwd)
rounds=${3:-5}
seconds=${4:-3}
export LC_ALL=C DOTNET_NOLOGO=1
dotnet build "$root/DeepEM.Cli" -c Release -v q >&2
new=$root/DeepEM.Cli/bin/Release/net10.0/deepem
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
rm -f "$out"/*.txt "$out"/*.json

"$new" simulate --out "$work/small" --count 1 --size 1024 --seed 3 > "$out/simulate.log"
"$new" simulate --out "$work/one" --count 1 --size 4096 --seed 4 >> "$out/simulate.log"
mkdir "$work/sixty"
for ((i = 0; i < 60; i++)); do ln "$work/one/mic_000.mrc" "$work/sixty/mic_$i.mrc"; done

# took NAME BUILD COMMAND...: wall seconds as a line of OUT/NAME-BUILD.txt.
took() {
    local name=$1 build=$2 begun ended
    shift 2
    rm -rf "$work/picks"
    begun=$(date +%s.%N)
    "$@" > "$out/last.log" 2>&1 || { cat "$out/last.log" >&2; exit 1; }
    ended=$(date +%s.%N)
    awk -v a="$begun" -v b="$ended" 'BEGIN { printf "%.4f\n", b - a }' >> "$out/$name-$build.txt"
}

for ((round = 0; round <= rounds; round++)); do
    echo "round $round of $rounds (0 warms up)" >&2
    for build in old new; do
        deepem=${!build}
        took version "$build" "$deepem" --version
        took cold "$build" "$deepem" pick "$work/small" --diameter 165 --pictures 0 --out "$work/picks"
        took sixty "$build" "$deepem" pick "$work/sixty" --diameter 165 --pictures 0 --out "$work/picks"
    done
    for network in A B C; do
        for build in old new; do
            "${!build}" bench --networks --only "$network" --device cpu --seconds "$seconds" \
                --json "$out/$network-$build-$round.json" > /dev/null
        done
    done
done

median() { sort -g | awk '{ v[NR] = $1 } END { if (NR) print (v[int((NR + 1) / 2)] + v[int((NR + 2) / 2)]) / 2 }'; }
# The first line of each file is the warming up.
row() { # name, words
    paste <(tail -n +2 "$out/$1-old.txt") <(tail -n +2 "$out/$1-new.txt") > "$out/$1-pairs.txt"
    printf '| %s | %.3f | %.3f | %.3f |\n' "$2" "$(cut -f1 "$out/$1-pairs.txt" | median)" \
        "$(cut -f2 "$out/$1-pairs.txt" | median)" "$(awk '{ print $2 / $1 }' "$out/$1-pairs.txt" | median)"
}
figures() { sed -n "s/^ *\"$1\": *\([0-9.eE+-]*\),\{0,1\}$/\1/p" "$2"; }
network() { # figure, words: all are rates or times of the same name in both
    for ((round = 0; round <= rounds; round++)); do
        for build in old new; do figures "$1" "$out/${1:0:1}-$build-$round.json" >> "$out/$1-$build.txt"; done
    done
    row "$1" "$2"
}
{
    echo '| what | old | new | new / old, median of pairs |'
    echo '|---|---|---|---|'
    row version 'deepem --version, s'
    row cold 'one micrograph of 1024 x 1024, process and all, s'
    row sixty '60 micrographs of 4096 x 4096, s'
    for n in A B C; do
        network "$n.train.patches_per_s" "$n training, windows/s (more is better)"
        network "$n.infer.patches_per_s" "$n inference, windows/s (more is better)"
        network "$n.dense4.ms" "$n dense, stride 4, ms"
    done
} | tee "$out/table.md"

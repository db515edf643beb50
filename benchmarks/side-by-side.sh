#!/usr/bin/env bash
# DeepEM beside libtorch and ONNX Runtime on the networks A, B and C, in one run (docs/benchmarks.md).
#
#   benchmarks/side-by-side.sh OUT [BASELINE [THREADS [SECONDS [ROUNDS]]]]
#
# OUT       folder for the raw outputs and the table (made when missing)
# BASELINE  folder with the libraries' run.sh, ../shared/baseline when left out; without it only DeepEM is measured
# THREADS   all processors when left out;  SECONDS for each figure, 4;  ROUNDS over everything, 3: the median counts
set -euo pipefail
if [[ $# -lt 1 || $# -gt 5 || $1 == -* ]]; then sed -n '2,9s/^# \{0,1\}//p' "$0" >&2; exit 2; fi
root=$(cd "$(dirname "$0")/.." && pwd)
mkdir -p "$1"
out=$(cd "$1" && pwd)
baseline=${2:-$root/../shared/baseline}
threads=${3:-$(nproc)}
seconds=${4:-4}
rounds=${5:-3}
export LC_ALL=C DOTNET_NOLOGO=1

has_baseline=true
if [[ ! -x $baseline/run.sh ]]; then
    echo "There is no $baseline/run.sh: only DeepEM is measured." >&2
    has_baseline=false
fi

dotnet build "$root/DeepEM.Cli" -c Release -v q >&2
deepem() { dotnet "$root/DeepEM.Cli/bin/Release/net10.0/deepem.dll" "$@"; }
libraries() { "$baseline/run.sh" "$@" --threads "$threads" --secs "$seconds"; }

rm -f "$out"/{torch,onnx,deepem}-[ABC]-*.{txt,json}
{ uname -srm; grep -m1 'model name' /proc/cpuinfo || true; echo "threads: $threads"; uptime; deepem --version; } \
    > "$out/machine.txt"
# One network after the other, the libraries and DeepEM in turn, so that a slow minute meets all of them.
for ((round = 1; round <= rounds; round++)); do
    for network in A B C; do
        echo "round $round of $rounds, network $network" >&2
        if $has_baseline; then
            { libraries train --cfg "$network" --batch 128; libraries infer --cfg "$network" --batch 64; } \
                > "$out/torch-$network-$round.txt"
            libraries onnx --cfg "$network" > "$out/onnx-$network-$round.txt"
        fi
        deepem bench --networks --only "$network" --device cpu --threads "$threads" --seconds "$seconds" \
            --json "$out/deepem-$network-$round.json" > "$out/deepem-$network-$round.txt"
    done
done
uptime >> "$out/machine.txt"

median() { sort -g | awk '{ v[NR] = $1 } END { if (NR) print (v[int((NR + 1) / 2)] + v[int((NR + 2) / 2)]) / 2 }'; }
ours() { sed -n "s/^ *\"$1\": *\([0-9.eE+-]*\),\{0,1\}$/\1/p" "$out"/deepem-"${1:0:1}"-*.json | median; }
# theirs FILE-PREFIX LINE-PATTERN NUMBER-PATTERN: the median over the rounds of a number on a line, empty without one.
theirs() { { cat "$out/$1"-*.txt 2> /dev/null || true; } | sed -n "/$2/s/.*$3.*/\1/p" | median; }
row() { # subject, DeepEM, library, kind of number (more or less is better)
    awk -v s="$1" -v a="$2" -v b="$3" -v kind="$4" 'BEGIN {
        if (b == "") { printf "| %s | %.5g | - | - |\n", s, a; exit }
        printf "| %s | %.5g | %.5g | %.2f |\n", s, a, b, kind == "more" ? a / b : b / a }'
}

{
    echo '| work | DeepEM | library | times as fast |'
    echo '|---|---|---|---|'
    for n in A B C; do
        row "$n training, batch 128, windows/s (libtorch)" \
            "$(ours "$n.train.patches_per_s")" "$(theirs "torch-$n" '^train .*batch=128' 'median \([0-9]*\))')" more
        row "$n inference, batch 64, windows/s (libtorch)" \
            "$(ours "$n.infer.patches_per_s")" "$(theirs "torch-$n" '^infer .*batch=64' 'median \([0-9]*\))')" more
        row "$n inference, batch 64, windows/s (ONNX Runtime)" \
            "$(ours "$n.infer.patches_per_s")" "$(theirs "onnx-$n" '^onnx infer .*batch=64' 'median \([0-9]*\))')" more
        for stride in 4 1; do
            onnx=$(theirs "onnx-$n" "^onnx dense .*stride=$stride" 'med=\([0-9.]*\) ms')
            row "$n 1024×1024, stride $stride, the same windows, ms (ONNX Runtime)" \
                "$(ours "$n.dense$stride.inside_ms")" "$onnx" less
            row "$n 1024×1024, stride $stride, DeepEM to the edge, ms (ONNX Runtime)" \
                "$(ours "$n.dense$stride.ms")" "$onnx" less
        done
    done
} > "$out/table.md"
cat "$out/machine.txt" "$out/table.md"

if $has_baseline; then
    others=$(cat "$out"/{torch,onnx}-*.txt | sed -n 's/.*others=\([0-9.]*\).*/\1/p' | sort -g | tail -n 1)
    if awk -v o="$others" 'BEGIN { exit !(o > 0.1) }'; then
        echo "Other programs used up to $others processors meanwhile: measure again on a quiet machine." >&2
    fi
fi

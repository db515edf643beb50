#!/usr/bin/env bash
# The general model on real micrographs at ten pixel sizes and at wrong diameters; prints what docs/accuracy.md shows.
# Usage: benchmarks/first-contact.sh [DATA [OUT [SPLIT]]]
#   DATA   folder with klh/, apoferritin/, betagal/, each with train/ and test/ (default ../shared/data)
#   OUT    where micrographs and picks go (default artifacts/first-contact)
#   SPLIT  test or train (default: test)
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
data=$(realpath "${1:-$root/../shared/data}")
out=${2:-$root/artifacts/first-contact}
split=${3:-test}
mkdir -p "$out"
dotnet build "$root/DeepEM.Cli" -c Release -v q > "$out/build.log"
dotnet build "$root/DeepEM.Bench" -c Release -v q >> "$out/build.log"
deepem=$root/DeepEM.Cli/bin/Release/net10.0/deepem
bench=$root/DeepEM.Bench/bin/Release/net10.0/DeepEM.Bench

# Picks with one pixel size and diameter, and prints the row: how the labels' places are found stays the same.
row() { # set, what, micrographs, truth, ignore, diameter given, true diameter
    local picks=$out/$1/picks-$2
    "$deepem" pick "$3" --diameter "$6" --out "$picks" --overwrite --pictures 0 > "$picks.log" 2>&1 || true
    "$deepem" evaluate --truth "$4" --picks "$picks" --diameter "$7" --micrographs "$3" \
        ${5:+--ignore "$5"} --json "$picks.json" > "$picks.evaluation.log" 2>&1 || true
    python3 - "$1" "$2" "$picks.json" "$picks.log" <<'PY'
import json, re, sys
name, what, path, log = sys.argv[1:]
try:
    r = json.load(open(path))["radii"][0]
    row = [r["average_precision"], r["best_f1"], r["f1"], r["precision"], r["recall"]]
except (OSError, KeyError, TypeError) as error:
    row = [repr(error)]
said = re.search(r"seen at ([0-9.]+) px", open(log).read())
print("|", " | ".join([name, what, said.group(1) if said else "-"] +
                      [f"{v:.3f}" if isinstance(v, float) else str(v) for v in row]), "|", flush=True)
PY
}

scaled() { # from, to, scale
    mkdir -p "$2"
    for file in "$1"/*.star; do
        awk -v s="$3" 'NF == 2 && $1 ~ /^[0-9.]+$/ { printf "%.2f %.2f\n", $1 * s, $2 * s; next } { print }' \
            "$file" > "$2/$(basename "$file")"
    done
}

echo "| set | A/px or diameter | seen, px | AP | best F1 | F1 | precision | recall |"
for set in ${SETS:-apoferritin klh betagal}; do
    case $set in
        klh) diameter=350 pixel=2.2 sizes="1.1 1.3 1.5 1.8 2.0 2.2 2.6 3.0 3.6 4.4" ;;
        apoferritin) diameter=130 pixel=2.0 sizes="1.0 1.3 1.5 1.65 1.75 1.85 2.0 2.2 2.4 2.6 3.2 4.0" ;;
        betagal) diameter=190 pixel=1.77 sizes="0.95 1.1 1.3 1.5 1.77 2.0 2.3 2.6 3.0 3.54" ;;
    esac
    mkdir -p "$out/$set"
    for size in ${SIZES:-$sizes}; do
        scale=$(python3 -c "print($pixel / $size)")
        here=$out/$set/$size
        "$bench" resample "$data/$set/$split" "$here/micrographs" "$scale" "$pixel"
        ignore=
        scaled "$data/$set/$split/truth" "$here/truth" "$scale"
        if [[ -d $data/$set/$split/ignore ]]; then
            ignore=$here/ignore
            scaled "$data/$set/$split/ignore" "$ignore" "$scale"
        fi
        row "$set" "$size" "$here/micrographs" "$here/truth" "$ignore" "$diameter" "$diameter"
        if [[ $size == "$pixel" ]]; then
            for factor in ${FACTORS:-0.7 0.85 0.9 1.1 1.2 1.4}; do
                given=$(python3 -c "print(round($diameter * $factor, 1))")
                row "$set" "${given}A" "$here/micrographs" "$here/truth" "$ignore" "$given" "$diameter"
            done
        fi
        rm -rf "$here"
    done
done

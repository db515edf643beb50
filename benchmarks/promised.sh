#!/usr/bin/env bash
# What thresholds.csv says of picks, beside what labels say: noise rate and expected precision against 1 - precision.
# Usage: benchmarks/promised.sh NAME PICKS TRUTH DIAMETER PIXELSIZE RADIUS [IGNORE]
#   NAME   stands in every row
#   PICKS  folder that deepem pick wrote with the general model; a glob in quotes adds several up
#   TRUTH  folder of labels; {} in it stands for the name of the folder of picks without -picks
# The program must have been built; DEEPEM names another one.
# Prints a row for each threshold; the bar is 0.05 where the measured rate is at most 0.1.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
name=$1 truth=$3 diameter=$4 pixel=$5 radius=$6 ignore=${7:-}
deepem=${DEEPEM:-$root/DeepEM.Cli/bin/Release/net10.0/deepem}
tables=()
for picks in $2; do
    stem=$(basename "${picks%-picks}")
    "$deepem" evaluate --truth "${truth//\{\}/$stem}" --picks "$picks" --diameter "$diameter" --pixel-size "$pixel" \
        --radius "$radius" ${ignore:+--ignore "$ignore"} --curve "$picks.promised.png" > "$picks.promised.log" 2>&1
    tables+=("$picks")
done
"${PYTHON:-python3}" - "$name" "${tables[@]}" <<'PY'
import csv, sys
name, folders = sys.argv[1], sys.argv[2:]
sums = {}
for folder in folders:
    promised = csv.DictReader(line for line in open(folder + "/thresholds.csv") if not line.startswith("#"))
    curve = [(float(row["threshold"]), int(row["picks"]), int(row["matched"]))
             for row in csv.DictReader(open(folder + ".promised.csv"))]
    for row in promised:
        threshold, picks = float(row["threshold"]), int(row["picks"])
        kept = [point for point in curve if point[0] >= threshold]
        if not kept or not row["noise_rate"]:
            continue
        _, seen, matched = kept[-1]
        one = sums.setdefault(threshold, [0, 0, 0.0, 0.0])
        one[0] += seen
        one[1] += seen - matched
        one[2] += seen * float(row["noise_rate"])
        one[3] += seen * (1 - float(row["expected_precision"]))
print("| set | threshold | picks | 1 - precision | noise rate | 1 - expected precision |")
for threshold, (picks, wrong, noise, expected) in sorted(sums.items()):
    print(f"| {name} | {threshold:.2f} | {picks} | {wrong / picks:.3f} | {noise / picks:.3f} | {expected / picks:.3f} |")
PY

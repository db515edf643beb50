#!/usr/bin/env bash
# What verification and training without a label give: prints tables of docs/verification.md.
# Usage: benchmarks/verification.sh DATA [OUT [PART...]]
#   DATA  sets with labels: DATA/SET/{train,test}/*.mrc with truth/ and perhaps ignore/ beside them
#   OUT   where models and picks go (default artifacts/verification)
#   PART  real       trained without a label on the training micrographs of a set, figures on its test micrographs
#         sorted     one screen of KLH averages sorted, the truth standing in for the person, and a network trained on that
#         simulated  as real, on simulated micrographs, two pairs of seeds at a signal-to-noise ratio of 0.02, two at 0.1
#         noise      20 micrographs of nothing but noise: the verdict on the averages of some hundred maxima of each
#         large      deepem verify of 50 micrographs of 4096 x 4096 px with 200 picks each: time, and size of the report
# simulated needs SIMULATOR, as benchmarks/simulated.sh does. python3 is needed, by noise with numpy. DEEPEM names a program that is built.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
data=$(realpath "${1:?names the folder of the sets}")
out=${2:-$root/artifacts/verification}
parts=("${@:3}")
[[ ${#parts[@]} -gt 0 ]] || parts=(real sorted simulated noise large)
python=${PYTHON:-python3}
mkdir -p "$out"
out=$(realpath "$out")
deepem=${DEEPEM:-}
if [[ -z $deepem ]]; then
    dotnet build "$root/DeepEM.Cli" -c Release -v q > "$out/build.log"
    deepem=$root/DeepEM.Cli/bin/Release/net10.0/deepem
fi

# One-to-one at a quarter of the diameter, by the general model and by the one that was trained.
evaluated() { # name, diameter, folder with test micrographs, options of evaluate
    local name=$1 diameter=$2 test=$3
    for which in general trained; do
        here=$out/$name-$which
        model=(--model "$out/$name.deepem")
        [[ $which == trained ]] || model=(--diameter "$diameter")
        "$deepem" pick "$test" "${model[@]}" --out "$here" --overwrite --pictures 0 > "$here.log" 2>&1
        "$deepem" evaluate --truth "$test/truth" --picks "$here" --micrographs "$test" --diameter "$diameter" \
            --json "$here.json" --curve "$here.curve.png" "${@:4}" > "$here.evaluation.log" 2>&1
        "$python" - "$here.json" "$name, $which" <<'PY'
import json, sys
r = min(json.load(open(sys.argv[1]))["radii"], key=lambda one: abs(one["radius"] - 0.25) if "radius" in one else 0)
print("|", " | ".join([sys.argv[2]] + [f"{r[k]:.3f}" for k in
      ("average_precision", "best_f1", "f1", "precision", "recall")]), "|", flush=True)
PY
    done
}

trained() { # name, diameter, folder with training micrographs
    command time -f "$1: %e s, %U s of processor" "$deepem" train "$3" --diameter "$2" --out "$out/$1.deepem" \
        --overwrite -q 2>&1 > "$out/$1.train.log" | tail -n 1
}

head="| set, model | AP | best F1 | F1 | precision | recall |"

real() {
    echo "$head"
    for set in "apoferritin 130" "klh 350" "betagal 190"; do
        read -r name diameter <<< "$set"
        trained "$name" "$diameter" "$data/$name/train"
        ignore=()
        [[ ! -d $data/$name/test/ignore ]] || ignore=(--ignore "$data/$name/test/ignore")
        evaluated "$name" "$diameter" "$data/$name/test" "${ignore[@]}"
    done
}

# A class is good where most of its picks lie on a label, within half a diameter; places to ignore count for nothing.
goodClasses() { # table of picks, folder with labels, radius in pixels: prints a good class a line
    "$python" - "$@" <<'PY'
import collections, csv, math, os, sys
def places(path):
    if not os.path.exists(path):
        return []
    columns, found = [], []
    for line in open(path):
        words = line.split()
        if words and words[0].startswith("_rln"):
            columns.append(words[0])
        elif len(words) == len(columns) > 0:
            row = dict(zip(columns, words))
            found.append((float(row["_rlnCoordinateX"]), float(row["_rlnCoordinateY"])))
    return found
table, folder, radius = sys.argv[1], sys.argv[2], float(sys.argv[3])
known, on, off = {}, collections.Counter(), collections.Counter()
for pick in csv.DictReader(open(table)):
    name = os.path.splitext(os.path.basename(pick["micrograph"]))[0] + ".star"
    if name not in known:
        known[name] = [places(os.path.join(folder, part, name)) for part in ("truth", "ignore")]
    near = [any(math.dist(place, (float(pick["x"]), float(pick["y"]))) <= radius for place in each)
            for each in known[name]]
    if near[0] or not near[1]:
        (on if near[0] else off)[int(pick["class"])] += 1
for number in sorted(on | off):
    if on[number] > off[number]:
        print(number)
    print(f"class {number}: {on[number]} of {on[number] + off[number]} on a label", file=sys.stderr)
PY
}

sorted() {
    local here=$out/klh-sorted train=$data/klh/train test=$data/klh/test
    "$deepem" pick "$train" --diameter 350 --out "$here-picks" --overwrite --pictures 0 -q > "$here.log" 2>&1
    "$deepem" verify "$train" --picks "$here-picks" --diameter 350 --out "$here-verified" --overwrite -q \
        >> "$here.log" 2>&1
    goodClasses "$here-verified/verification.csv" "$train" 80 > "$here.good.txt"
    "$deepem" train "$train" --from-verification "$here-verified" --classes "$here.good.txt" --diameter 350 \
        --out "$here.deepem" --overwrite -q >> "$here.log" 2>&1
    echo "good: $(paste -sd ' ' "$here.good.txt")"
    echo "$head"
    evaluated klh-sorted 350 "$test" --ignore "$test/ignore"
}

simulated() {
    echo "$head"
    for pair in "401 411 0.02" "402 412 0.02" "403 413 0.1" "404 414 0.1"; do
        read -r train test snr <<< "$pair"
        for part in "train $train 3" "test $test 2"; do
            read -r folder seed count <<< "$part"
            here=$out/simulated-$train/$folder
            ${SIMULATOR:?names the independent simulator} "$here" "$count" "$seed" "$snr" > /dev/null
            mkdir -p "$here/truth"
            for file in "$here"/*_truth.star; do
                mv "$file" "$here/truth/$(basename "${file%_truth.star}").star"
            done
        done
        trained "simulated-$train-$snr" 165 "$out/simulated-$train/train"
        evaluated "simulated-$train-$snr" 165 "$out/simulated-$train/test"
        rm -rf "$out/simulated-$train"
    done
}

noise() {
    echo "| seed | verdict, G, its lower end, H, H0, G of noise, H of noise |"
    for seed in $(seq 501 520); do
        here=$out/noise-$seed
        "$deepem" simulate --out "$here" --count 1 --size 2048 --particles 0 --seed "$seed" -q > "$here.log" 2>&1
        # Simulated ice has lumps, which are there and average: with random phases only the spectrum is left.
        "$python" - "$here"/*.mrc "$seed" <<'PY'
import sys
import numpy as np
raw = open(sys.argv[1], "rb").read()
width, height = np.frombuffer(raw, "<i4", 2)
image = np.frombuffer(raw, "<f4", width * height, len(raw) - 4 * width * height).reshape(height, width)
white = np.fft.rfft2(np.random.default_rng(int(sys.argv[2])).standard_normal(image.shape))
noise = np.fft.irfft2(np.abs(np.fft.rfft2(image)) * white / np.abs(white), image.shape).astype("<f4")
open(sys.argv[1], "wb").write(raw[:len(raw) - noise.nbytes] + noise.tobytes())
PY
        "$deepem" pick "$here" --diameter 165 --threshold 0.000001 --out "$here-picks" --overwrite --pictures 0 -q \
            >> "$here.log" 2>&1 || true
        "$deepem" verify "$here" --picks "$here-picks" --diameter 165 --out "$here-verified" --overwrite -q \
            >> "$here.log" 2>&1 || true
        echo "| $seed | $(sed -n 2p "$here-verified/guard.csv" 2> /dev/null || tail -n 1 "$here.log") |"
        rm -rf "$here" "$here-picks" "$here-verified"
    done
}

large() {
    here=$out/large
    "$deepem" simulate --out "$here" --count 50 --size 4096 --particles 200 --seed 601 -q > "$here.log" 2>&1
    command time -f "50 micrographs: %e s, %U s of processor, %M KB" "$deepem" verify "$here" --picks "$here/truth" \
        --diameter 165 --out "$here-verified" --overwrite -q 2>&1 > "$here.verify.log" | tail -n 1
    echo "report: $(stat -c %s "$here-verified/report.html") bytes"
    rm -rf "$here"
}

for part in "${parts[@]}"; do
    echo "== $part"
    "$part"
done

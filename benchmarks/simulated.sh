#!/usr/bin/env bash
# Simulated micrographs of seeds that nothing was chosen with: prints tables of docs/accuracy.md.
# Usage: benchmarks/simulated.sh [OUT [PART...]]
#   OUT   where micrographs and picks go (default artifacts/simulated)
#   PART  general   the general model, ten seeds at a signal-to-noise ratio of 0.1 and of 0.02
#         trained   trained on six micrographs at 0.02, tested on three of another seed, five pairs
#         crowded   the general model, 600 particles of 150 A on 1024 x 1024 px, pushed apart and by chance, three seeds each
#                   at 0.02, 0.03 and 0.05
#         noise     the general model, nine micrographs without a particle, five diameters
#         diameter  deepem diameter, ten invented particles
# The first two need SIMULATOR, a command that is called as SIMULATOR DIR COUNT SEED SNR and writes NAME.mrc and
# NAME_truth.star into DIR: an independent simulator of particles of 165 A at 1.5 A a pixel. python3 is needed, by noise
# with numpy. DEEPEM names a program that is built already.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
out=${1:-$root/artifacts/simulated}
parts=("${@:2}")
[[ ${#parts[@]} -gt 0 ]] || parts=(general trained crowded noise diameter)
python=${PYTHON:-python3}
mkdir -p "$out"
out=$(realpath "$out")
deepem=${DEEPEM:-}
if [[ -z $deepem ]]; then
    dotnet build "$root/DeepEM.Cli" -c Release -v q > "$out/build.log"
    deepem=$root/DeepEM.Cli/bin/Release/net10.0/deepem
fi

simulated() { # folder, micrographs, seed, signal-to-noise ratio
    ${SIMULATOR:?names the independent simulator} "$1" "$2" "$3" "$4" > /dev/null
    mkdir -p "$1/truth"
    for file in "$1"/*_truth.star; do
        mv "$file" "$1/truth/$(basename "${file%_truth.star}").star"
    done
}

evaluated() { # folder, picks, what; removes the micrographs, which are large
    "$deepem" evaluate --truth "$1/truth" --picks "$2" --micrographs "$1" --diameter "${diameter:-165}" --radius 0.36 \
        --json "$2.json" --curve "$2.curve.png" > "$2.evaluation.log" 2>&1
    rm -f "$1"/*.mrc
    "$python" - "$2" "$3" <<'PY'
import csv, json, os, sys
picks, what = sys.argv[1:]
r = json.load(open(picks + ".json"))["radii"][0]
survey = os.path.join(picks, "finished", "survey.json")
survey = json.load(open(survey)) if os.path.exists(survey) else {}
empty = sum(int(row["picks"]) == 0 for row in csv.DictReader(open(os.path.join(picks, "picks.csv"))))
figures = [r[k] for k in ("average_precision", "best_f1", "f1", "precision", "recall")]
print("|", " | ".join([what] + [f"{v:.3f}" for v in figures] +
                      [str(survey.get("seen_diameter", "-")), str(survey.get("inverted", "-")), str(empty)]), "|", flush=True)
PY
}

head="AP | best F1 | F1 | precision | recall | seen, px | inverted | without picks |"

general() {
    echo "| SNR, seed | $head"
    for snr in 0.1 0.02; do
        for seed in 201 202 203 204 205 206 207 208 209 210; do
            here=$out/general-$snr-$seed
            simulated "$here" 1 "$seed" "$snr"
            "$deepem" pick "$here" --diameter 165 --out "$here-picks" --overwrite --pictures 0 > "$here.log" 2>&1
            evaluated "$here" "$here-picks" "$snr, $seed"
        done
    done
}

trained() {
    echo "| train, test | $head"
    for pair in "301 311" "302 312" "303 313" "304 314" "305 315"; do
        here=$out/trained-${pair/ /-}
        simulated "$here/train" 6 "${pair% *}" 0.02
        "$deepem" train "$here/train" --picks "$here/train/truth" --diameter 165 --seed 1 --overwrite \
            --out "$here/model.deepem" > "$here/train.log" 2>&1
        rm -f "$here/train"/*.mrc
        simulated "$here/test" 3 "${pair#* }" 0.02
        "$deepem" pick "$here/test" --model "$here/model.deepem" --out "$here/picks" --overwrite --pictures 0 \
            > "$here/pick.log" 2>&1
        evaluated "$here/test" "$here/picks" "$pair"
    done
}

crowded() {
    echo "| packing, SNR, seed | $head"
    for packing in relaxed random; do
        for snr in 0.02 0.03 0.05; do
            for seed in 201 202 203; do
                here=$out/crowded-$packing-$snr-$seed
                "$deepem" simulate --out "$here" --count 3 --size 1024 --pixel-size 4.5 --diameter 150 --particles 600 \
                    --packing "$packing" --snr "$snr" --seed "$seed" > "$here.simulate.log" 2>&1
                "$deepem" pick "$here" --diameter 150 --out "$here-picks" --overwrite --pictures 0 > "$here.log" 2>&1
                diameter=150 evaluated "$here" "$here-picks" "$packing, $snr, $seed"
            done
        done
    done
}

# Three micrographs each of the simulator's own noise with its lumps of ice, of white noise, and of pink noise on a gradient.
noise() {
    mkdir -p "$out/noise"
    "$deepem" simulate --out "$out/noise" --count 3 --size 4096 --particles 0 --seed 201 > "$out/noise.simulate.log" 2>&1
    "$python" - "$out/noise" <<'PY'
import struct, sys
import numpy as np
side, pixel_size = 4096, 1.5
for kind in ("white", "pink"):
    for seed in (201, 202, 203):
        noise = np.random.default_rng(seed).standard_normal((side, side), dtype=np.float32)
        if kind == "pink":
            f = np.hypot(np.fft.fftfreq(side)[:, None], np.fft.rfftfreq(side)[None, :])
            f[0, 0] = 1
            noise = np.fft.irfft2(np.fft.rfft2(noise) / np.sqrt(f), s=noise.shape)
            noise = noise / noise.std() + 0.5 * np.arange(side)[None, :] / side
        header = bytearray(1024)
        struct.pack_into("<10i", header, 0, side, side, 1, 2, 0, 0, 0, side, side, 1)
        struct.pack_into("<6f", header, 40, side * pixel_size, side * pixel_size, pixel_size, 90, 90, 90)
        struct.pack_into("<3i", header, 64, 1, 2, 3)
        header[208:216] = b"MAP \x44\x44\x00\x00"
        with open(f"{sys.argv[1]}/{kind}{seed}.mrc", "wb") as file:
            file.write(header)
            file.write(noise.astype("<f4").tobytes())
PY
    for diameter in 70 100 165 250 400; do
        "$deepem" pick "$out/noise" --diameter "$diameter" --out "$out/noise-$diameter" --overwrite --pictures 0 \
            > "$out/noise-$diameter.log" 2>&1
        echo "$diameter A, picks on each:" $(awk -F, 'NR > 1 && $1 !~ /^micrograph/ { print $1 ": " $2 ";" }' \
            "$out/noise-$diameter/picks.csv")
    done
    rm -rf "$out/noise"
}

diameter() {
    dotnet build "$root/DeepEM.Bench" -c Release -v q > "$out/build.log"
    bench=$root/DeepEM.Bench/bin/Release/net10.0/DeepEM.Bench
    echo "| seed | shape | true, A | found, A | error |"
    seed=201
    for diameter in 100 115 131 150 172 197 226 259 297 340; do
        shape=$(cut -d' ' -f$(((seed - 201) % 4 + 1)) <<< "ball shell cylinder longish")
        here=$out/diameter-$seed
        "$bench" invent "$here" "$seed" "$diameter" "$shape"
        "$deepem" diameter "$here" --out "$here-found" --overwrite > "$here.log" 2>&1 || true
        "$python" - "$here-found/diameter.json" "$seed" "$shape" "$diameter" <<'PY'
import json, sys
path, seed, shape, true = sys.argv[1:]
found = json.load(open(path))["Settings"]["DiameterAngstrom"]
print("|", seed, "|", shape, "|", true, "|", f"{found:.0f} | {100 * (found / float(true) - 1):+.0f} % |" if found else "- | - |",
      flush=True)
PY
        rm -rf "$here"
        seed=$((seed + 1))
    done
}

for part in "${parts[@]}"; do
    echo "== $part"
    "$part"
done

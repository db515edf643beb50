#!/usr/bin/env bash
# Trains and picks on real and simulated micrographs and prints a hash of everything that results: two builds that
# print the same lines compute the same bytes.
#
#   benchmarks/same-bytes.sh [DATA [OUT [DEEPEM]]]
#
# DATA    folder with klh/, apoferritin/, betagal/ (default ../shared/data; without it only simulated micrographs)
# OUT     where models and picks go, replaced (default artifacts/same-bytes)
# DEEPEM  the program, to compare with another build (default: this tree, built first)
#
# diff <(benchmarks/same-bytes.sh DATA OUT1 OLD/deepem) <(benchmarks/same-bytes.sh DATA OUT2)
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
data=$(realpath -m "${1:-$root/../shared/data}")
out=$(realpath -m "${2:-$root/artifacts/same-bytes}")
if [[ $# -ge 3 ]]; then
    deepem=$(realpath "$3")
else
    dotnet build "$root/DeepEM.Cli" -c Release -v q >&2
    deepem=$root/DeepEM.Cli/bin/Release/net10.0/deepem
fi
rm -rf "$out" && mkdir -p "$out"
# Names of micrographs go into STAR files: relative ones are the same for every build.
cd "$out"
quietly() { "$deepem" "$@" > log.txt 2>&1 || { cat log.txt >&2; exit 1; }; }

# The records hold folders and times, and the ledger of what is finished the build; everything else must agree.
hashes() {
    find "$1" -type f ! -name '*settings.json' ! -path '*/finished/*' ! -name '*.jsonl' -print0 | sort -z | xargs -0 sha256sum
}

for set in klh apoferritin betagal; do
    [[ -d $data/$set ]] || continue
    case $set in
        klh) diameter=350 pixel=2.2 ;;
        apoferritin) diameter=130 pixel=2.0 ;;
        betagal) diameter=190 pixel=1.77 ;;
    esac
    ln -s "$data/$set" "$set"
    mkdir "$set-out"
    options=(--diameter "$diameter" --pixel-size "$pixel")
    quietly train "$set/train" --picks "$set/train/truth" "${options[@]}" --seed 1 --out "$set-out/all.deepem"
    quietly train "$set/train" --picks "$set/train/truth" "${options[@]}" --seed 2 --labels 25 --epochs 4 \
        --out "$set-out/few.deepem"
    for model in all few; do
        quietly pick "$set/test" --model "$set-out/$model.deepem" --pixel-size "$pixel" --pictures 1 --write-masks \
            --out "$set-out/$model"
    done
    quietly pick "$set/test" "${options[@]}" --out "$set-out/general"
    hashes "$set-out"
done

quietly simulate --out sim --count 4 --size 1024 --seed 5
mkdir sim-out
quietly train sim --picks sim/truth --diameter 165 --rounds 2 --epochs 3 --out sim-out/rounds.deepem
quietly train sim --picks sim/truth --diameter 165 --objective pu --epochs 2 --out sim-out/pu.deepem
quietly pick sim --model sim-out/rounds.deepem --box --out sim-out/rounds
quietly pick sim --diameter 165 --turns 1 --out sim-out/general
hashes sim
hashes sim-out

#!/usr/bin/env bash
# Trains on the training micrographs of each real data set, picks the test micrographs and evaluates; prints what
# docs/accuracy.md shows. Usage: benchmarks/accuracy.sh [DATA [OUT [SET...]]]
#   DATA  folder with klh/, apoferritin/, betagal/, each with train/ and test/ (default ../shared/data)
#   OUT   where models, picks and figures go (default artifacts/accuracy)
#   SET   klh, apoferritin, betagal, klh-published (default: the first three; the last takes half an hour)
# SCORER=path/to/score_reference.py holds the figures against an independent scorer as well (python3, numpy, scipy).
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
data=$(realpath "${1:-$root/../shared/data}")
out=${2:-$root/artifacts/accuracy}
sets=("${@:3}")
[[ ${#sets[@]} -gt 0 ]] || sets=(klh apoferritin betagal)
mkdir -p "$out"
dotnet build "$root/DeepEM.Cli" -c Release -v q > "$out/build.log"
deepem=$root/DeepEM.Cli/bin/Release/net10.0/deepem

for name in "${sets[@]}"; do
    set=${name%-published}
    case $set in
        klh) diameter=350 pixel=2.2 radius=40 ;;
        apoferritin) diameter=130 pixel=2.0 radius=16.25 ;;
        betagal) diameter=190 pixel=1.77 radius=26.836 ;;
        *) echo "unknown set $name"; exit 2 ;;
    esac
    options=(--seed 1)
    [[ $name == *-published ]] && options+=(--preset klh)
    ignore=()
    [[ -d $data/$set/test/ignore ]] && ignore=(--ignore "$data/$set/test/ignore")

    echo "== $name"
    rm -rf "${out:?}/$name" && mkdir -p "$out/$name"
    "$deepem" train "$data/$set/train" --picks "$data/$set/train/truth" --diameter "$diameter" --pixel-size "$pixel" \
        --out "$out/$name/model.deepem" "${options[@]}" ${EXTRA:-}
    "$deepem" pick "$data/$set/test" --model "$out/$name/model.deepem" --pixel-size "$pixel" --out "$out/$name/picks"
    "$deepem" evaluate --truth "$data/$set/test/truth" --picks "$out/$name/picks" --diameter "$diameter" \
        --pixel-size "$pixel" "${ignore[@]}" --json "$out/$name/evaluation.json" \
        --pictures "$out/$name/pictures" --curve "$out/$name/precision-recall.png"

    if [[ -n ${SCORER:-} ]]; then
        for kind in autopick all; do
            mkdir -p "$out/$name/only-$kind"
            cp "$out/$name/picks/"*_"$kind".star "$out/$name/only-$kind/"
            echo "independent scorer, _$kind.star:"
            ${PYTHON:-python3} "$SCORER" --truth "$data/$set/test/truth" --picks "$out/$name/only-$kind" --radius "$radius" \
                "${ignore[@]}"
        done
    fi
done

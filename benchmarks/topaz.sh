#!/usr/bin/env bash
# Picks the test micrographs of each real data set with the general model twice: by `deepem pick`, and as RELION has
# Topaz do it (binned, standardised, a radius, a logit for a threshold), at the same threshold; prints F1 of both.
# Usage: benchmarks/topaz.sh [DATA [OUT [SCALE]]]
#   DATA   folder with klh/, apoferritin/, betagal/, each with test/ (default ../shared/data)
#   OUT    where picks and figures go (default artifacts/topaz)
#   SCALE  how many times smaller RELION makes micrographs (default 4, the least it uses)
# DEEPEM=path/to/deepem takes a build that is there.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
data=$(realpath "${1:-$root/../shared/data}")
out=${2:-$root/artifacts/topaz}
scale=${3:-4}
mkdir -p "$out"
if [[ -z ${DEEPEM:-} ]]; then
    dotnet build "$root/DeepEM.Cli" -c Release -v q > "$out/build.log"
    DEEPEM=$root/DeepEM.Cli/bin/Release/net10.0/deepem
fi

f1() { # PICKS: F1 of all picks in a folder or file
    "$DEEPEM" evaluate --truth "$data/$set/test/truth" --picks "$1" --diameter "$diameter" --pixel-size "$pixel" \
        "${ignore[@]}" --json "$out/$set/f1.json" -q > /dev/null
    python3 -c "import json,sys; print(f'{json.load(open(sys.argv[1]))[\"radii\"][0][\"f1\"]:.3f}')" "$out/$set/f1.json"
}

for set in klh apoferritin betagal; do
    case $set in
        klh) diameter=350 pixel=2.2 ;;
        apoferritin) diameter=130 pixel=2.0 ;;
        betagal) diameter=190 pixel=1.77 ;;
    esac
    ignore=()
    [[ -d $data/$set/test/ignore ]] && ignore=(--ignore "$data/$set/test/ignore")
    rm -rf "${out:?}/$set" && mkdir -p "$out/$set"
    "$DEEPEM" pick "$data/$set/test" --diameter "$diameter" --pixel-size "$pixel" --pictures 0 -q \
        --out "$out/$set/picks" > /dev/null
    read -r threshold logit radius < <(python3 - "$out/$set/picks/settings.json" "$diameter" "$pixel" "$scale" <<'END'
import json, math, sys
t = json.load(open(sys.argv[1]))["Settings"]["Threshold"]
diameter, pixel, scale = map(float, sys.argv[2:])
print(t, math.log(t / (1 - t)), round(diameter / (2 * pixel * scale)))
END
)
    "$DEEPEM" topaz preprocess "$data/$set/test/"*.mrc -s "$scale" -o "$out/$set/small"
    "$DEEPEM" topaz extract -t "$logit" -r "$radius" -d 0 -x "$scale" -o "$out/$set/topaz.txt" "$out/$set/small/"*.mrc
    echo "$set: F1 $(f1 "$out/$set/picks") by pick, $(f1 "$out/$set/topaz.txt") as Topaz" \
        "(threshold $threshold, ${scale} times smaller, radius $radius)"
done

#!/usr/bin/env bash
# Picks 100 and 10,000 micrographs in one run each, and prints the peak memory of both and how long a second run on
# the finished 10,000 takes.
#
#   benchmarks/many-micrographs.sh [OUT [DEEPEM]]
#
# OUT     where micrographs and picks go, replaced (default artifacts/many-micrographs; some 200 MB)
# DEEPEM  the program (default: this tree, built first)
#
# Ten simulated micrographs of 512 px, and hard links to them. Needs GNU time as /usr/bin/time.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
out=$(realpath -m "${1:-$root/artifacts/many-micrographs}")
if [[ $# -ge 2 ]]; then
    deepem=$(realpath "$2")
else
    dotnet build "$root/DeepEM.Cli" -c Release -v q >&2
    deepem=$root/DeepEM.Cli/bin/Release/net10.0/deepem
fi
rm -rf "$out" && mkdir -p "$out/in"
cd "$out"
"$deepem" simulate --out made --count 10 --size 512 --pixel-size 3 --diameter 165 > /dev/null
for ((i = 0; i < 10000; i++)); do
    printf 'made/mic_%03d.mrc in/mic_%05d.mrc\n' $((i % 10)) "$i"
done | xargs -n 2 -P 4 ln
ls in/mic_000*.mrc > 100.txt
ls in/*.mrc > 10000.txt

measure() {
    local name=$1 list=$2 folder=$3
    /usr/bin/time -f '%M %e %U' -o time.txt \
        "$deepem" pick "@$list.txt" --diameter 165 --pictures 0 --device cpu --threads 2 --out "$folder" > log.txt
    read -r kilobytes wall processor < time.txt
    printf '%-24s peak %4d MB  wall %7.1f s  CPU %7.1f s  %s\n' \
        "$name" $((kilobytes / 1000)) "$wall" "$processor" "$(head -1 log.txt)"
}

measure '100 micrographs' 100 picks-100
measure '10,000 micrographs' 10000 picks-10000
measure '10,000, finished' 10000 picks-10000

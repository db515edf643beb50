#!/usr/bin/env bash
# All that is to be tested and measured on a GPU, in one run of less than ten minutes (docs/gpu.md).
#
#   benchmarks/gpu.sh OUT [--only STEP,STEP...] [--size N] [--seconds S] [--count N] [--pack FILE]
#
# OUT        folder for the results, eight files at most (made when missing)
# --only     these steps alone: tests repeat registers networks kernels torch pipeline train table
# --size     side of the micrographs, 4096;  --count how many of them the pipeline takes, 200
# --seconds  for each figure, 1;  --pack what benchmarks/gpu-pack.sh wrote, artifacts/gpu/pack.tar.xz
#
# Needs the driver of an NVIDIA GPU, Python and, for the step torch, PyTorch; no SDK, no network. Steps come in the order
# of what is wanted most. Each has a limit of its own and leaves a line in OUT/summary.txt: a run that is cut short
# keeps what it has. Exit code 0: all steps passed; 1: some did not; 3: there is no CUDA device, OUT/machine.txt says why.
# shellcheck disable=SC2317 # Steps are called by their names.
set -euo pipefail
usage() { sed -n '2,15s/^# \{0,1\}//p' "$0" >&2; exit 2; }
if [[ $# -lt 1 || $1 == -* ]]; then usage; fi
root=$(cd "$(dirname "$0")/.." && pwd)
mkdir -p "$1"
out=$(cd "$1" && pwd)
shift
only=tests,repeat,registers,networks,kernels,torch,pipeline,train,table
size=4096 seconds=1 count=200 pack=$root/artifacts/gpu/pack.tar.xz
while [[ $# -gt 0 ]]; do
    if [[ $# -lt 2 ]]; then usage; fi
    case $1 in
        --only) only=$2 ;;
        --size) size=$2 ;;
        --seconds) seconds=$2 ;;
        --count) count=$2 ;;
        --pack) pack=$2 ;;
        *) usage ;;
    esac
    shift 2
done

end=$((SECONDS + 550))
shared=/dev/shm
if [[ ! -w $shared ]]; then shared=${TMPDIR:-/tmp}; fi
work=$(mktemp -d "$shared/deepem-gpu.XXXXXX")
trap 'rm -rf "$work"' EXIT
export HOME=$work LC_ALL=C.UTF-8 DOTNET_CLI_TELEMETRY_OPTOUT=1 PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
export root out work size seconds count
threads=$(nproc)
export threads
: > "$out/summary.txt"
: > "$out/repeat.txt"
: > "$out/kernels.txt"

tar -xJf "$pack" -C "$work"
export PATH=$work/pack:$PATH
{
    uname -srm
    grep -m1 'model name' /proc/cpuinfo || true
    echo "processors: $threads"
    nvidia-smi -q -d CLOCK,MEMORY,COMPUTE 2>&1 || true
    deepem --version
    deepem devices
} > "$out/machine.txt" 2>&1 || true
if ! grep -q '^cuda' "$out/machine.txt"; then
    {
        echo "There is no CUDA device. What there is:"
        ls -l /dev/nvidia* 2>&1 || true
        ldconfig -p 2> /dev/null | grep cuda || true
        python3 -c "import ctypes; print('cuInit:', ctypes.CDLL('libcuda.so.1').cuInit(0))" 2>&1 | tail -n 1 || true
    } | tee -a "$out/machine.txt" >&2
    echo 'no CUDA device' >> "$out/summary.txt"
    exit 3
fi

# Each step leaves a few words in $work/note for its line of the summary.
note() { echo "$*" > "$work/note"; }

now() { date +%s.%N; }

# figure KEY VALUE: adds a figure to deepem.json.
figure() {
    python3 - "$out/deepem.json" "$@" << 'PYTHON'
import json, os, sys
path, key, value = sys.argv[1:]
figures = json.load(open(path)) if os.path.exists(path) else {}
figures[key] = float(value)
json.dump(figures, open(path, "w"), indent=1)
PYTHON
}

micrographs() { # four of them, with what is true of them
    if [[ ! -e $work/sim/micrographs.star ]]; then
        rm -rf "$work/sim"
        deepem simulate --out "$work/sim" --count 4 --size "$size" --seed 5 --threads "$threads" -q > /dev/null
    fi
}

step_tests() {
    local code=0 failed
    (cd "$work/pack" && DeepEM.Tests --filter 'FullyQualifiedName~Cuda' --progress off --no-ansi) \
        > "$out/tests.txt" 2>&1 || code=$?
    note "$(sed -n 's/^ *\(total\|failed\|succeeded\|skipped\): */\1 /p' "$out/tests.txt" | paste -sd ' ')"
    if [[ $code -ne 0 ]]; then
        # Once more, one launch after the other: a test that fails now too is not a matter of order.
        failed=$(sed -n 's/^failed \([A-Za-z0-9_]*\).*/Name~\1/p' "$out/tests.txt" | sort -u | head -n 20 | paste -sd '|')
        (cd "$work/pack" && CUDA_LAUNCH_BLOCKING=1 timeout 40 DeepEM.Tests --progress off --no-ansi \
            --filter "FullyQualifiedName~Cuda&(${failed:-Name~_})") >> "$out/tests.txt" 2>&1 || true
    fi
    return "$code"
}

# The same bytes twice, and the picks of the processor.
step_repeat() {
    micrographs
    local name
    for name in a b cpu; do
        deepem pick "$work/sim" --diameter 165 --pictures 0 --threads "$threads" -q --out "$work/$name" \
            --device "$([[ $name == cpu ]] && echo cpu || echo cuda)" >> "$out/repeat.txt"
    done
    local code=0 table
    for table in "$work"/a/*_*.star; do
        cmp "$table" "$work/b/${table##*/}" >> "$out/repeat.txt" 2>&1 || code=1
    done
    note "$([[ $code -eq 0 ]] && echo 'the same bytes twice' || echo 'OTHER BYTES'); $(python3 - "$work" << 'PYTHON'
import glob, math, os, sys
def picks(path):
    names, places = [], []
    for line in open(path):
        words = line.split()
        if words and words[0].startswith("_rln"):
            names.append(words[0])
        elif len(words) == len(names) > 1:
            places.append([float(words[names.index(f"_rlnCoordinate{axis}")]) for axis in "XY"])
    return places
near = all_picks = 0
for path in glob.glob(os.path.join(sys.argv[1], "cpu", "*_autopick.star")):
    ours = picks(os.path.join(sys.argv[1], "a", os.path.basename(path)))
    for place in picks(path):
        all_picks += 1
        near += any(math.dist(place, other) < 0.5 for other in ours)
print(f"{near} of {all_picks} picks of the processor within 0.5 px")
open(os.path.join(sys.argv[1], "near"), "w").write("1" if all_picks and near >= 0.99 * all_picks else "0")
PYTHON
)"
    if [[ $code -ne 0 || $(< "$work/near") != 1 ]]; then return 1; fi
}

# The assembler of PyTorch's wheel is newer than the one that the gate has.
step_registers() {
    local code=0
    DEEPEM_PTXAS=$(timeout 10 find / -xdev -path '*triton*/bin/ptxas' -type f 2> /dev/null | head -n 1 || true)
    export DEEPEM_PTXAS
    note "ptxas: ${DEEPEM_PTXAS:-none}"
    if [[ -z $DEEPEM_PTXAS ]]; then return 0; fi
    (cd "$work/pack" && DeepEM.Tests --filter 'Name~Every_kernel_assembles' --progress off --no-ansi \
        --output detailed) >> "$out/kernels.txt" 2>&1 || code=$?
    return "$code"
}

# One after the other, so that one that fails costs one.
step_networks() {
    local name code=0
    for name in A B C; do
        deepem bench --networks --only "$name" --device cuda --threads "$threads" --seconds "$seconds" \
            --json "$work/$name.json" >> "$out/kernels.txt" 2>&1 || { code=1; continue; }
        python3 - "$out/deepem.json" "$work/$name.json" << 'PYTHON'
import json, os, sys
figures = json.load(open(sys.argv[1])) if os.path.exists(sys.argv[1]) else {}
figures.update(json.load(open(sys.argv[2])))
json.dump(figures, open(sys.argv[1], "w"), indent=1)
PYTHON
    done
    note "$(sed -n 's/^ *"\(A.train.patches_per_s\)": \([0-9.]*\).*/\1 \2/p' "$out/deepem.json")"
    return "$code"
}

step_kernels() {
    deepem bench --device cuda --threads "$threads" --seconds 0.5 >> "$out/kernels.txt" 2>&1
}

step_torch() {
    local code=0
    python3 "$root/benchmarks/gpu_torch.py" "$out/torch.json" --seconds 0.7 > "$work/torch.log" 2>&1 || code=$?
    note "$(tail -n 1 "$work/torch.log")"
    return "$code"
}

# pick_many DEVICE N: the micrographs of one second, by the difference of a long and a short run.
pick_many() {
    local device=$1 many=$2 few=8 n start times=()
    for n in "$few" "$many"; do
        rm -rf "$work/many" "$work/picked"
        mkdir "$work/many"
        local files=("$work"/sim/*.mrc) i
        for ((i = 0; i < n; i++)); do ln "${files[i % ${#files[@]}]}" "$work/many/m$i.mrc"; done
        start=$(now)
        deepem pick "$work/many" --diameter 165 --pictures 0 --device "$device" --threads "$threads" -q \
            --out "$work/picked" > /dev/null
        times+=("$(python3 -c "print($(now) - $start)")")
    done
    figure "pipeline.$device.seconds for $many" "${times[1]}"
    figure "pipeline.$device.micrographs a second" \
        "$(python3 -c "print(($many - $few) / max(1e-3, ${times[1]} - ${times[0]}))")"
}

step_pipeline() {
    micrographs
    (nvidia-smi dmon -s u -c 20 > "$work/use.txt" 2>&1 || true) &
    pick_many cuda "$count"
    pick_many cpu "$((count / 5 > 8 ? count / 5 : 16))"
    wait
    { echo 'nvidia-smi dmon -s u:'; cat "$work/use.txt"; } >> "$out/machine.txt"
    note "$(sed -n 's/^ *"pipeline.\(cuda\|cpu\).micrographs a second": \([0-9.]*\).*/\1 \2 micrographs a second/p' \
        "$out/deepem.json" | paste -sd ' ')"
}

step_train() {
    micrographs
    local name start
    for name in one two; do
        start=$(now)
        deepem train "$work/sim" --picks "$work/sim/truth" --diameter 165 --epochs 2 --device cuda \
            --threads "$threads" -q --out "$work/$name.deepem" >> "$out/repeat.txt" 2>&1
        python3 -c "print('training: %.1f s' % ($(now) - $start))" >> "$out/repeat.txt"
    done
    cmp "$work/one.deepem" "$work/two.deepem" >> "$out/repeat.txt" 2>&1
    note 'the same model twice'
}

step_table() { python3 "$root/benchmarks/gpu_table.py" "$out"; }

declare -A limits=([tests]=165 [repeat]=60 [registers]=30 [networks]=90 [kernels]=50 [torch]=110 [pipeline]=90
    [train]=50 [table]=10)
status=0
for step in ${only//,/ }; do
    if [[ -z ${limits[$step]:-} ]]; then echo "There is no step $step." >&2; exit 2; fi
    left=$((end - SECONDS))
    limit=$((limits[$step] < left ? limits[$step] : left))
    if ((limit < 5)) && [[ $step != table ]]; then
        echo "$step: no time was left" >> "$out/summary.txt"
        status=1
        continue
    fi
    note ''
    start=$SECONDS code=0
    timeout --kill-after=5 "$((limit > 5 ? limit : 5))" bash -euo pipefail -c "$(declare -f); step_$step" || code=$?
    if [[ $code -ne 0 ]]; then status=1; fi
    echo "$step: exit code $code, $((SECONDS - start)) s; $(< "$work/note")" | tee -a "$out/summary.txt"
done
exit "$status"

#!/usr/bin/env bash
# Packs the tests and the program for a machine with a GPU that has neither the SDK nor a network (docs/gpu.md).
#
#   benchmarks/gpu-pack.sh
#
# Writes artifacts/gpu/pack.tar.xz: DeepEM.Tests with a runner of its own, and deepem, both self-contained, linux-x64.
# benchmarks/gpu.sh unpacks and runs it.
set -euo pipefail
if [[ $# -gt 0 ]]; then sed -n '2,7s/^# \{0,1\}//p' "$0" >&2; exit 2; fi
cd "$(dirname "$0")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
most=$((64 * 1024 * 1024))
out=artifacts/gpu
rm -rf "$out/pack"
mkdir -p "$out"

# The runner is asked for here alone: with it, dotnet test would not run the tests of the project any more.
dotnet restore DeepEM.sln --locked-mode -v q >&2
dotnet publish DeepEM.Tests -c Release --no-restore -r linux-x64 --self-contained -p:EnableNUnitRunner=true \
    -p:RunAnalyzersDuringBuild=false -p:EnforceCodeStyleInBuild=false -v q -o "$out/pack" >&2
find "$out/pack" \( -name '*.xml' -o -name '*.pdb' \) -delete
tar -C "$out" -cf - pack | xz -3 -T 0 > "$out/pack.tar.xz.part"
mv "$out/pack.tar.xz.part" "$out/pack.tar.xz"
rm -r "$out/pack"
size=$(stat -c %s "$out/pack.tar.xz")
echo "$out/pack.tar.xz: $((size / 1000000)) MB"
if ((size > most)); then
    echo "That is more than $((most / 1024 / 1024)) MiB." >&2
    exit 1
fi

#!/usr/bin/env bash
# Builds all that is given away, from what is committed, and tries it out: release/build.sh [FOLDER]
#   deepem-VERSION-linux-x64.tar.gz   a folder that runs as it is, with the .NET runtime
#   deepem-VERSION-win-x64.zip        the same for Windows
#   DeepEM.VERSION.nupkg              the program as a .NET tool
#   DeepEM.Engine.VERSION.nupkg, DeepEM.Kernels.VERSION.nupkg    the libraries, with their documentation
#   SHA256SUMS
# Compiled ahead of time (ReadyToRun) for a quick start, and never trimmed: kernels are made at run time. Libraries lie
# beside the program: nothing is unpacked into a home folder, which a service or a container may not have.
set -euo pipefail
cd "$(dirname "$0")/.."
out=$(realpath -m "${1:-artifacts/release}")
version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' Directory.Build.props)
stamp=$(git log -1 --format=%ct)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export CI= DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 LC_ALL=C.UTF-8
rm -rf "$out"
mkdir -p "$out" "$work/source"

# What is not committed is in no release.
git archive HEAD | tar -x -C "$work/source"
quick=(-c Release -v q -p:DebugType=none -p:RunAnalyzersDuringBuild=false -p:EnforceCodeStyleInBuild=false)

for system in linux-x64 win-x64; do
    name=deepem-$version-$system
    echo "== $name"
    (cd "$work/source" && dotnet publish DeepEM.Cli "${quick[@]}" -r "$system" --self-contained \
        -p:PublishReadyToRun=true -p:PublishTrimmed=false -p:PublishSingleFile=false -o "$work/$name" > "$work/log" 2>&1) \
        || { cat "$work/log"; exit 1; }
    rm -f "$work/$name"/DeepEM.*.xml
    cp LICENSE THIRD-PARTY-NOTICES.md release/Dockerfile release/deepem.def "$work/$name"
done

# The completions come from the program itself.
for system in linux-x64 win-x64; do
    mkdir "$work/deepem-$version-$system/completion"
    for shell in bash zsh fish; do
        "$work/deepem-$version-linux-x64/deepem" completion $shell \
            > "$work/deepem-$version-$system/completion/deepem.$shell"
    done
    find "$work/deepem-$version-$system" -exec touch -h -d "@$stamp" {} +
done
tar -C "$work" --sort=name --owner=0 --group=0 --numeric-owner -c "deepem-$version-linux-x64" \
    | gzip -9n > "$out/deepem-$version-linux-x64.tar.gz"
(cd "$work" && python3 -m zipfile -c "$out/deepem-$version-win-x64.zip" "deepem-$version-win-x64")

echo '== packages'
for project in DeepEM.Kernels DeepEM.Engine DeepEM.Cli; do
    # One package for all systems: without the list of systems that folders are published for.
    (cd "$work/source" && dotnet pack $project "${quick[@]}" -p:RuntimeIdentifiers= -o "$out" > "$work/log" 2>&1) \
        || { cat "$work/log"; exit 1; }
done

(cd "$out" && sha256sum -- *.tar.gz *.zip *.nupkg > SHA256SUMS)
release/smoke.sh "$out"
ls -l "$out"

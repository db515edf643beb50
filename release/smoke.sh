#!/usr/bin/env bash
# Tries what release/build.sh made: release/smoke.sh FOLDER
# The folder for Linux runs in a root of its own that holds nothing but the C library, /proc and three devices, as in an
# empty container: without .NET, first without HOME, then with one that cannot be written to, then with one that is not
# there. As another user than root it runs without that root, with a clean environment.
set -euo pipefail
out=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(cd "$out" && sha256sum --quiet -c SHA256SUMS)
say() { printf 'ok: %s\n' "$1"; }

mkdir -p "$work/root"/{opt,tmp,home,lib64,proc,dev}
tar -xzf "$out"/deepem-*-linux-x64.tar.gz -C "$work/root/opt" --strip-components=0
mv "$work/root/opt"/deepem-*-linux-x64 "$work/root/opt/deepem"
folder=$work/root/opt/deepem

# The system's own libraries that the program and the runtime name.
ldd "$folder/deepem" "$folder"/*.so 2> /dev/null | sed -n 's/.* => \(\/[^ ]*\) .*/\1/p; s/^\t\(\/lib64[^ ]*\) .*/\1/p' \
    | grep -v "^$folder" | sort -u | while read -r library; do
        mkdir -p "$work/root$(dirname "$library")"
        cp -L "$library" "$work/root$library"
    done

if [[ $EUID -eq 0 ]] && unshare --mount true 2> /dev/null; then
    inside() { # variables of the environment, --, the command
        local set=()
        while [[ $1 != -- ]]; do set+=("$1"); shift; done
        shift
        unshare --mount --pid --fork bash -c '
            root=$1; shift
            mount --bind "$root" "$root"
            mount -o remount,bind,ro "$root"
            mount -t proc proc "$root/proc"
            mount -t tmpfs none "$root/tmp"
            mount -t tmpfs none "$root/dev"
            for device in null zero urandom; do
                touch "$root/dev/$device"
                mount --bind "/dev/$device" "$root/dev/$device"
            done
            [[ -z ${KEEP-} ]] || mount --bind "$KEEP" "$root/tmp"
            exec env -i "${@:2:$1}" "$(command -v chroot)" "$root" "${@:2+$1}"' - "$work/root" "${#set[@]}" "${set[@]}" "$@"
    }
    program=/opt/deepem/deepem
    data=/tmp
    where='in an empty root that cannot be written to'
else
    inside() {
        local set=()
        while [[ $1 != -- ]]; do set+=("$1"); shift; done
        shift
        env -i "${set[@]}" "$@"
    }
    program=$folder/deepem
    data=$work/keep
    where='with an empty environment'
fi

mkdir "$work/keep"
export KEEP=$work/keep
for home in NONE=1 HOME=/home HOME=/nowhere; do
    version=$(inside $home -- "$program" --version)
    [[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]] || { echo "--version printed '$version'"; exit 1; }
    inside $home -- "$program" devices > "$work/devices" 2> /dev/null
    grep -q '^cpu' "$work/devices"
    inside $home -- "$program" simulate --out "$data/sim" --count 1 --size 1024 -q > "$work/log" 2>&1 \
        || { cat "$work/log"; exit 1; }
    inside $home -- "$program" pick "$data/sim" --diameter 165 --out "$data/picks" -q > "$work/log" 2>&1 \
        || { cat "$work/log"; exit 1; }
    [[ -s $work/keep/picks/autopick.star && -s $work/keep/picks/overview.png ]]
    inside $home -- "$program" serve --project "$data/project" --no-browser -q > "$work/page" 2> "$work/log" &
    server=$!
    for _ in $(seq 100); do grep -q 'DeepEM is at' "$work/page" && break; sleep 0.1; done
    grep -q 'DeepEM is at' "$work/page" || { cat "$work/log"; exit 1; }
    address=$(sed -n 's/^DeepEM is at //p' "$work/page")
    python3 - "$address" << 'END'
import sys, urllib.request
address, key = sys.argv[1].split("?")
browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
browser.open(f"{address}?{key}").read()
assert b"<!doctype html>" in browser.open(address).read()
head = {"Content-Type": "application/json", "X-DeepEM": "1"}
browser.open(urllib.request.Request(address + "api/quit", b"{}", head)).read()
END
    wait "$server" || { cat "$work/log"; exit 1; }
    rm -rf "$work/keep"/*
    say "version $version, devices, one picking with pictures, a page, ${home/NONE=1/no HOME}, $where"
done
[[ -z $(find "$work/root/home" -mindepth 1) ]]
unset KEEP

unpacked=$(python3 -m zipfile -l "$out"/deepem-*-win-x64.zip)
for file in deepem.exe deepem.dll coreclr.dll libSkiaSharp.dll LICENSE; do
    grep -q "/$file " <<< "$unpacked" || { echo "the folder for Windows lacks $file"; exit 1; }
done
say 'the folder for Windows has its parts (not run here)'

if ! command -v dotnet > /dev/null; then
    echo 'skipped: the packages, as there is no dotnet here'
    exit 0
fi
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
version=$(sed 's/.*deepem-\(.*\)-linux-x64.tar.gz/\1/' <<< "$(ls "$out"/deepem-*-linux-x64.tar.gz)")
cached=${NUGET_PACKAGES:-$HOME/.nuget/packages}

# Not into the machine's own store of packages: there a later build of the same version would not replace it.
NUGET_PACKAGES=$work/packages dotnet tool install DeepEM --version "$version" --tool-path "$work/tools" \
    --source "$out" > "$work/log" 2>&1 || { cat "$work/log"; exit 1; }
[[ $("$work/tools/deepem" --version) == "$version" ]]
"$work/tools/deepem" devices | grep -q '^cpu'
say 'the .NET tool is installed from its package and runs'

mkdir "$work/library"
cat > "$work/library/library.csproj" << END
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
    <RestorePackagesPath>$work/packages</RestorePackagesPath>
    <RestoreFallbackFolders>$cached</RestoreFallbackFolders>
    <RestoreAdditionalProjectSources>$out</RestoreAdditionalProjectSources>
  </PropertyGroup>
  <ItemGroup><PackageReference Include="DeepEM.Engine" Version="$version" /></ItemGroup>
</Project>
END
cat > "$work/library/Program.cs" << 'END'
Console.WriteLine(DeepEM.Engine.Learning.Models.GeneralModel.For(180).DiameterAngstrom);
END
[[ $(dotnet run --project "$work/library" 2>&1 | tail -n 1) == 180 ]] || {
    dotnet run --project "$work/library"
    exit 1
}
for package in Engine Kernels; do
    python3 -m zipfile -l "$out/DeepEM.$package.$version.nupkg" | grep -q "lib/net10.0/DeepEM.$package.xml"
done
say 'a program that uses the library is built from its package, which has its documentation'

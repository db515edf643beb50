#!/usr/bin/env python3
"""Writes OUT/table.md from OUT/deepem.json and OUT/torch.json, as benchmarks/gpu.sh leaves them.

    benchmarks/gpu_table.py OUT

PyTorch's figure is the best of its ways: eager, channels last, and a CUDA graph. What was not measured is a dash.
"""
import json
import os
import sys


def read(folder, name):
    try:
        with open(os.path.join(folder, name)) as file:
            return json.load(file)
    except FileNotFoundError:
        return {}


def best(figures, start, lower):
    values = [v for k, v in figures.items() if k.startswith(start) and isinstance(v, (int, float))]
    return (min if lower else max)(values) if values else None


def text(value):
    return "-" if value is None else f"{value:.5g}" if abs(value) < 100000 else f"{value:.0f}"


def ratio(ours, theirs, lower):
    if not ours or not theirs:
        return "-"
    return f"{theirs / ours if lower else ours / theirs:.2f}"


def rows(ours, theirs):
    for name in ("A", "B", "C", "default"):
        for title, key, ours_key, lower in (
            ("training, batch 128, windows/s", "train", "train.patches_per_s", False),
            ("inference, batch 64, windows/s", "infer", "infer.patches_per_s", False),
            ("1024 × 1024, stride 4, the same windows, ms", "dense4", "dense4.inside_ms", True),
            ("1024 × 1024, stride 1, the same windows, ms", "dense1", "dense1.inside_ms", True),
        ):
            mine = ours.get(f"{name}.{ours_key}")
            full = best(theirs, f"{name}.{key}.fp32.", lower)
            rounded = best(theirs, f"{name}.{key}.tf32.", lower)
            if mine is None and full is None and rounded is None:
                continue
            yield (f"{name} {title}", text(mine), text(full), text(rounded), ratio(mine, full, lower),
                   ratio(mine, rounded, lower))


def main():
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    folder = sys.argv[1]
    ours, theirs = read(folder, "deepem.json"), read(folder, "torch.json")
    lines = ["| work | DeepEM | PyTorch, TF32 off | TF32 on | times as fast, TF32 off | TF32 on |",
             "|---|---|---|---|---|---|"]
    lines += ["| " + " | ".join(row) + " |" for row in rows(ours, theirs)]
    pipeline = [(key, value) for key, value in ours.items() if key.startswith("pipeline.")]
    if pipeline:
        lines += ["", "| micrographs, from MRC in memory to STAR | |", "|---|---|"]
        lines += [f"| {key[len('pipeline.'):]} | {text(value)} |" for key, value in pipeline]
    if theirs.get("versions"):
        lines += ["", ", ".join(f"{key} {value}" for key, value in theirs["versions"].items())]
    errors = [f"{key[:-len('.error')]}: {value}" for key, value in theirs.items() if key.endswith(".error")]
    if errors:
        lines += ["", "Not measured:", ""] + [f"- {error}" for error in errors]
    with open(os.path.join(folder, "table.md"), "w") as file:
        file.write("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""PyTorch on the networks that DeepEM is measured on, on one GPU (docs/gpu.md).

    benchmarks/gpu_torch.py OUT.json [--seconds S] [--networks A,B,C,default] [--device cuda] [--size 1024]

Needs nothing but PyTorch. The file is written anew after each figure, so that a run that is cut short keeps what it has.
Keys, each with TF32 off (fp32) and on (tf32), medians:

    A.train.fp32.eager, .channels_last, .graph     windows a second: batches of 128 that lie on the GPU, gradient descent
                                                   with momentum on the cross-entropy; graph: a CUDA graph of the step
    A.infer.fp32.eager, .channels_last             windows a second: batches of 64, from pinned host memory and back
    A.dense4.fp32.ms, A.dense1.fp32.ms             milliseconds: all windows inside an image, every 4 px and every pixel
"""
import argparse
import json
import statistics
import sys
import time

# Window side, (maps, kernel, pooling) of each stage, whether sigmoids and mean pooling.
NETWORKS = {
    "A": (64, [(8, 7, 2), (16, 5, 2), (32, 3, 2)], False),
    "B": (180, [(6, 21, 2), (12, 15, 2), (12, 10, 3)], True),
    "C": (128, [(6, 15, 2), (12, 10, 2), (12, 5, 2)], True),
    "default": (64, [(16, 9, 2), (32, 5, 2), (64, 3, 2)], False),
}
TRAIN_BATCH, INFER_BATCH = 128, 64
STEPS = 16  # between two waits for the GPU, as DeepEM is measured


def output_side(side, stages):
    for _, kernel, pool in stages:
        side = (side - kernel + 1) // pool
    return side


def make_network(torch, name):
    functional = torch.nn.functional
    side, stages, mean = NETWORKS[name]

    class Network(torch.nn.Module):
        def __init__(self):
            super().__init__()
            channels = 1
            self.convolutions = torch.nn.ModuleList()
            for maps, kernel, pool in stages:
                self.convolutions.append(torch.nn.Conv2d(channels, maps, kernel))
                # A mean over pixels that do not touch is a convolution of every map with itself.
                self.register_buffer(f"mean{len(self.convolutions)}", torch.full((maps, 1, pool, pool), pool**-2.0))
                channels = maps
            self.dense = torch.nn.Conv2d(channels, 1, output_side(side, stages))

        def forward(self, x):
            for convolution, (_, _, pool) in zip(self.convolutions, stages):
                x = convolution(x)
                x = torch.sigmoid(x) if mean else torch.relu(x)
                x = functional.avg_pool2d(x, pool) if mean else functional.max_pool2d(x, pool)
            return self.dense(x).flatten()

        def all_windows(self, x, stride):
            """The scores of all windows of a grid: poolings that the grid can do without become dilations."""
            dilation = jump = 1
            for number, (convolution, (maps, _, pool)) in enumerate(zip(self.convolutions, stages), 1):
                x = functional.conv2d(x, convolution.weight, convolution.bias, dilation=dilation)
                x = torch.sigmoid(x) if mean else torch.relu(x)
                if stride % (jump * pool) == 0:
                    x = functional.avg_pool2d(x, pool) if mean else functional.max_pool2d(x, pool)
                    jump *= pool
                else:
                    if mean:
                        x = functional.conv2d(x, getattr(self, f"mean{number}"), dilation=dilation, groups=maps)
                    else:
                        x = functional.max_pool2d(x, pool, 1, 0, dilation)
                    dilation *= pool
            return functional.conv2d(x, self.dense.weight, self.dense.bias, dilation=dilation)

    torch.manual_seed(1)
    return Network()


def median_seconds(call, wait, seconds):
    """Median time of a call and the wait for it, after a quarter of the time for warming up."""
    end = time.perf_counter() + seconds / 4
    while True:
        call()
        wait()
        if time.perf_counter() >= end:
            break
    times = []
    end = time.perf_counter() + seconds
    while len(times) < 3 or time.perf_counter() < end:
        start = time.perf_counter()
        call()
        wait()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


class Measurement:
    def __init__(self, torch, arguments):
        self.torch = torch
        self.device = torch.device(arguments.device)
        self.seconds = arguments.seconds
        self.size = arguments.size
        self.on_gpu = self.device.type == "cuda"

    def wait(self):
        if self.on_gpu:
            self.torch.cuda.synchronize()

    def layout(self, channels_last):
        return self.torch.channels_last if channels_last else self.torch.contiguous_format

    def train(self, name, how):
        torch = self.torch
        layout = self.layout(how == "channels_last")
        side = NETWORKS[name][0]
        network = make_network(torch, name).to(self.device, memory_format=layout)
        windows = torch.randn(TRAIN_BATCH, 1, side, side, device=self.device).to(memory_format=layout)
        labels = torch.randint(0, 2, (TRAIN_BATCH,), device=self.device).float()
        optimiser = torch.optim.SGD(network.parameters(), lr=1e-3, momentum=0.9)
        loss = torch.nn.BCEWithLogitsLoss()

        def step():
            optimiser.zero_grad(set_to_none=True)
            loss(network(windows), labels).backward()
            optimiser.step()

        if how == "graph":
            # As PyTorch's manual has it: a few steps on another stream, then one that is recorded.
            stream = torch.cuda.Stream()
            stream.wait_stream(torch.cuda.current_stream())
            with torch.cuda.stream(stream):
                for _ in range(5):
                    step()
            torch.cuda.current_stream().wait_stream(stream)
            optimiser.zero_grad(set_to_none=True)
            graph = torch.cuda.CUDAGraph()
            with torch.cuda.graph(graph):
                loss(network(windows), labels).backward()
                optimiser.step()
            once = graph.replay
        else:
            once = step

        def steps():
            for _ in range(STEPS):
                once()

        return STEPS * TRAIN_BATCH / median_seconds(steps, self.wait, self.seconds)

    def infer(self, name, how):
        torch = self.torch
        layout = self.layout(how == "channels_last")
        side = NETWORKS[name][0]
        network = make_network(torch, name).to(self.device, memory_format=layout).eval()
        windows = torch.randn(INFER_BATCH, 1, side, side)
        scores = torch.empty(INFER_BATCH)
        if self.on_gpu:
            windows, scores = windows.pin_memory(), scores.pin_memory()

        def score():
            there = windows.to(self.device, non_blocking=True).to(memory_format=layout)
            scores.copy_(network(there), non_blocking=True)

        with torch.no_grad():
            return INFER_BATCH / median_seconds(score, self.wait, self.seconds)

    def dense(self, name, stride):
        torch = self.torch
        network = make_network(torch, name).to(self.device).eval()
        image = torch.randn(1, 1, self.size, self.size, device=self.device)
        with torch.no_grad():
            self.check(network, name, image, stride)
            return 1000 * median_seconds(lambda: network.all_windows(image, stride), self.wait, self.seconds)

    def check(self, network, name, image, stride):
        """The scores of an image are those of its windows; TF32 rounds to ten bits."""
        side = NETWORKS[name][0]
        scores = network.all_windows(image, stride)
        for row, column in ((0, 0), (1, 3), (scores.shape[2] - 1, scores.shape[3] - 1)):
            top, left = row * stride, column * stride
            window = image[:, :, top : top + side, left : left + side].contiguous()
            difference = abs(float(network(window)[0]) - float(scores[0, 0, row, column]))
            if not difference < 0.02:
                raise AssertionError(f"a window's score differs by {difference}")


def versions(torch, on_gpu):
    about = {"torch": torch.__version__}
    if on_gpu:
        about.update(
            cuda=torch.version.cuda, cudnn=torch.backends.cudnn.version(), device=torch.cuda.get_device_name(0)
        )
    return about


def plan(names, on_gpu):
    """What is measured, in the order of what is wanted most."""
    ways = ["eager", "channels_last"] + (["graph"] if on_gpu else [])
    for precision in ("fp32", "tf32") if on_gpu else ("fp32",):
        for name in names:
            for how in ways:
                yield f"{name}.train.{precision}.{how}", precision, "train", (name, how)
            for how in ways[:2]:
                yield f"{name}.infer.{precision}.{how}", precision, "infer", (name, how)
            for stride in (4, 1):
                yield f"{name}.dense{stride}.{precision}.ms", precision, "dense", (name, stride)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out")
    parser.add_argument("--seconds", type=float, default=0.7, help="seconds for each figure")
    parser.add_argument("--networks", default=",".join(NETWORKS))
    parser.add_argument("--device", default="cuda")
    parser.add_argument("--size", type=int, default=1024, help="side of the image, pixels")
    arguments = parser.parse_args()
    names = arguments.networks.split(",")
    for name in names:
        if name not in NETWORKS:
            parser.error(f"there is no network {name}; there are {', '.join(NETWORKS)}")

    import torch

    on_gpu = arguments.device.startswith("cuda")
    torch.backends.cudnn.benchmark = True
    figures = {"versions": versions(torch, on_gpu)}
    measurement = Measurement(torch, arguments)
    failed = 0
    for key, precision, what, settings in plan(names, on_gpu):
        torch.backends.cuda.matmul.allow_tf32 = precision == "tf32"
        torch.backends.cudnn.allow_tf32 = precision == "tf32"
        try:
            figures[key] = getattr(measurement, what)(*settings)
        except Exception as problem:  # one figure that cannot be had must not cost the others
            figures[f"{key}.error"] = f"{type(problem).__name__}: {problem}"[:300]
            failed += 1
        with open(arguments.out, "w") as file:
            json.dump(figures, file, indent=1)
        print(key, figures.get(key, figures.get(f"{key}.error")), flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

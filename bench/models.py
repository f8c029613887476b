"""Images a second, ours beside PyTorch's: every figure from a process of its own, in turn, so that what disturbs one disturbs all."""

import math
import os
import re
import statistics
import subprocess
import sys
import time

BATCH = 16
SECONDS = 4
# Ours, the library that has the same network, and its input size.
MODELS = {
    "resnet-50": ("torchvision", "resnet50", 224),
    "mobilenet-v1-symmetric": ("timm", "mobilenetv1_100", 224),
    "inception-v3": ("torchvision", "inception_v3", 299),
    "densenet-121": ("torchvision", "densenet121", 224),
}
PEERS = ["eager", "best"]


def network(library, name):
    import torch

    if library == "torchvision":
        import torchvision

        more = {"aux_logits": False, "init_weights": True} if name == "inception_v3" else {}
        return getattr(torchvision.models, name)(weights=None, **more)
    import timm

    return timm.create_model(name, pretrained=False)


def images_per_second(step):
    step()
    passes = 0
    start = time.perf_counter()
    while passes < 2 or time.perf_counter() - start < SECONDS:
        step()
        passes += 1
    return passes * BATCH / (time.perf_counter() - start)


def peer(how, mode, library, name, size):
    """Prints what PyTorch does: eager as people run it, or at its best."""
    import torch

    torch.manual_seed(1)
    torch.set_num_threads(os.cpu_count())
    model = network(library, name)
    images = torch.randn(BATCH, 3, size, size)
    best = how == "best"
    if best:
        model = model.to(memory_format=torch.channels_last)
        images = images.to(memory_format=torch.channels_last)
    if mode == "evaluation":
        model.eval()
        with torch.inference_mode():
            if best:
                model = torch.jit.optimize_for_inference(torch.jit.freeze(torch.jit.trace(model, images)))
                model(images)  # the second call still compiles
            print(images_per_second(lambda: model(images)))
        return
    model.train()
    labels = torch.arange(BATCH) % 1000
    optimizer = torch.optim.SGD(model.parameters(), lr=1e-3, momentum=0.9, nesterov=True, weight_decay=1e-4)
    forward = torch.compile(model) if best else model

    def step():
        optimizer.zero_grad(set_to_none=True)
        torch.nn.functional.cross_entropy(forward(images), labels).backward()
        optimizer.step()

    if best:
        step()
    print(images_per_second(step))


def ours(name):
    printed = subprocess.run(
        ["./transfer-study", "check", name, f"--seconds={SECONDS}"], check=True, capture_output=True, text=True
    ).stdout
    return {mode: float(re.search(rf"{mode}\s+([0-9.]+) images/s", printed)[1]) for mode in ("evaluation", "training")}


def python(how, mode, library, name, size):
    command = [sys.executable, __file__, "--peer", how, mode, library, name, str(size)]
    ended = subprocess.run(command, capture_output=True, text=True)
    if ended.returncode != 0:
        print(f"  {how} {mode} of {name} failed: {ended.stderr.strip().splitlines()[-1:]}", flush=True)
        return math.nan
    return float(ended.stdout.split()[-1])


def spread(values):
    """Median, and in brackets the smallest and the largest."""
    known = [v for v in values if not math.isnan(v)]
    return f"{statistics.median(known):.2f} [{min(known):.2f}, {max(known):.2f}]" if known else "-"


def main(rounds, names):
    print("| network | | ours, images/s | eager | its best | ours / eager | ours / its best |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for name in names:
        library, reference, size = MODELS[name]
        figures = {mode: {"ours": [], **{how: [] for how in PEERS}} for mode in ("evaluation", "training")}
        for _ in range(rounds):
            for mode, value in ours(name).items():
                figures[mode]["ours"].append(value)
            for mode in figures:
                for how in PEERS:
                    figures[mode][how].append(python(how, mode, library, reference, size))
        for mode, by in figures.items():
            ratios = {how: [a / b for a, b in zip(by["ours"], by[how])] for how in PEERS}
            row = [name, mode] + [spread(by[k]) for k in ("ours", *PEERS)] + [spread(ratios[how]) for how in PEERS]
            print("| " + " | ".join(row) + " |", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--peer"]:
        peer(*sys.argv[2:6], int(sys.argv[6]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 3, sys.argv[2:] or list(MODELS))

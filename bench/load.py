"""From a weights file to the network, ours beside PyTorch's: every figure from a process of its own, in turn."""

import os
import pathlib
import statistics
import subprocess
import sys
import time

FOLDER = pathlib.Path("bench/target/load")
KINDS = {"pth": "resnet50.pth", "old pth": "resnet50-old.pth", "safetensors": "resnet50.safetensors"}
WARM = 5


def files():
    """Written once: random weights load like trained ones."""
    import torch
    import torchvision
    from safetensors.torch import save_file

    FOLDER.mkdir(parents=True, exist_ok=True)
    state = torchvision.models.resnet50(weights=None).state_dict()
    torch.save(state, FOLDER / KINDS["pth"])
    torch.save(state, FOLDER / KINDS["old pth"], _use_new_zipfile_serialization=False)
    save_file(state, FOLDER / KINDS["safetensors"])


def peak():
    """The most memory that was resident at once, in MiB."""
    for line in open("/proc/self/status"):
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024


def peer(file):
    """Prints the seconds of a first load and of later ones, and the peak after the first."""
    import torch
    import torchvision
    from safetensors.torch import load_file

    torch.set_num_threads(os.cpu_count())
    before = peak()

    def load():
        start = time.perf_counter()
        model = torchvision.models.resnet50(weights=None)
        made = time.perf_counter()
        state = load_file(file) if file.endswith(".safetensors") else torch.load(file, weights_only=True)
        model.load_state_dict(state)
        return time.perf_counter() - start, time.perf_counter() - made

    first = load()
    most = peak() - before
    warm = [load() for _ in range(WARM)]
    middle = [statistics.median(column) for column in zip(*warm)]
    print(first[0], middle[0], most, middle[1])


def ours(file):
    jars = [str(jar) for jar in pathlib.Path("worker/target").glob("worker-*.jar")]
    line = [
        os.environ["BENCH_JAVA"],
        "-XX:+UseSerialGC",
        "-XX:MaxRAMPercentage=25",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-cp",
        ":".join(["bench/target/classes", "worker/target/lib/*"] + jars),
        "io.transferstudy.bench.load.LoadBench",
        file,
        str(WARM),
    ]
    # As workers run (study's WorkerEnvironment).
    more = {"MALLOC_MMAP_MAX_": "0", "MALLOC_TRIM_THRESHOLD_": str(1 << 40), "MALLOC_ARENA_MAX": "1"}
    return run(line, {**os.environ, **more})


def run(line, environment=None):
    ended = subprocess.run(line, capture_output=True, text=True, env=environment)
    if ended.returncode != 0:
        sys.exit(ended.stderr)
    return [float(figure) for figure in ended.stdout.splitlines()[-1].split()]


def spread(values, digits=2):
    """Median, and in brackets the smallest and the largest."""
    return f"{statistics.median(values):.{digits}f} [{min(values):.{digits}f}, {max(values):.{digits}f}]"


def main(rounds):
    if not all((FOLDER / name).exists() for name in KINDS.values()):
        subprocess.run([sys.executable, __file__, "--files"], check=True)
    print("| file | ours first / again, s | PyTorch first / again, s | ours / PyTorch, first | again | ours, peak MiB / file | PyTorch's |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for kind, name in KINDS.items():
        file = str(FOLDER / name)
        size = os.path.getsize(file) / 2**20
        pathlib.Path(file).read_bytes()  # into the page cache
        pairs = [(ours(file), run([sys.executable, __file__, "--peer", file])) for _ in range(rounds)]
        column = lambda who, i: [pair[who][i] for pair in pairs]
        ratio = lambda i: [pair[0][i] / pair[1][i] for pair in pairs]
        row = [kind]
        row += [f"{spread(column(who, 0))} / {spread(column(who, 1))}" for who in (0, 1)]
        row += [spread(ratio(0)), spread(ratio(1))]
        row += [f"{spread(column(who, 2), 0)} / {size:.0f}" for who in (0, 1)]
        print("| " + " | ".join(row) + " |", flush=True)
        print(f"  sha256 {spread(column(0, 3))} s; PyTorch without making the network {spread(column(1, 3))} s again", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--peer"]:
        peer(sys.argv[2])
    elif sys.argv[1:2] == ["--files"]:
        files()
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)

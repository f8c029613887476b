"""Images a second from files to normalised batches, ours beside torchvision's: every figure from a process of its own, in turn."""

import os
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile
import time

BATCH = 64
SIZE = 224
WARM, SECONDS = 4, 3
ENTRIES = 4096  # in a pass: few files are named again and again, so that no pass ends soon
MEAN, STD = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]
CLASS_PATH = "bench/target/classes:worker/target/classes:study/target/classes"
OURS = {"libturbojpeg": None, "ImageIO": "off"}
PEERS = ["processes", "threads"]


def files(folder):
    found = sorted(p for p in pathlib.Path(folder).rglob("*") if p.suffix.lower() in (".jpg", ".jpeg"))
    return found * max(1, -(-ENTRIES // len(found)))


class Photos:
    def __init__(self, folder, mode):
        from torchvision import transforms as t

        self.files = files(folder)
        square = (
            [t.RandomResizedCrop(SIZE), t.RandomHorizontalFlip()]
            if mode == "training"
            else [t.Resize(256, t.InterpolationMode.BICUBIC), t.CenterCrop(SIZE)]
        )
        self.transform = t.Compose([*square, t.ToTensor(), t.Normalize(MEAN, STD)])

    def __len__(self):
        return len(self.files)

    def __getitem__(self, index):
        from PIL import Image

        with Image.open(self.files[index]) as image:
            return self.transform(image.convert("RGB")), 0


def by_processes(photos, mode, workers):
    import torch

    loader = torch.utils.data.DataLoader(
        photos, BATCH, shuffle=mode == "training", num_workers=workers, persistent_workers=True, drop_last=True
    )
    while True:
        for images, _ in loader:
            yield len(images)


def by_threads(photos, mode, workers):
    """What a DataLoader would be if its workers were threads, which Pillow lets run while it decodes and resizes."""
    import concurrent.futures

    import torch

    pool = concurrent.futures.ThreadPoolExecutor(workers)
    order = list(range(len(photos)))
    ahead = []
    while True:
        if mode == "training":
            random.shuffle(order)
        for start in range(0, len(order) - BATCH + 1, BATCH):
            ahead.append([pool.submit(photos.__getitem__, i) for i in order[start : start + BATCH]])
            if len(ahead) > 2:
                images = torch.stack([f.result()[0] for f in ahead.pop(0)])
                yield len(images)


def peer(how, mode, workers, folder):
    import torch

    torch.set_num_threads(1)
    batches = {"processes": by_processes, "threads": by_threads}[how](Photos(folder, mode), mode, workers)
    begin, counting, images = time.perf_counter(), False, 0
    for count in batches:
        now = time.perf_counter()
        if counting:
            images += count
            if now - begin >= SECONDS:
                print(images / (now - begin), flush=True)
                os._exit(0)
        elif now - begin >= WARM:
            begin, counting = now, True


def ours(decoder, mode, workers, folder):
    environment = dict(os.environ)
    environment.pop("TRANSFER_STUDY_TURBOJPEG", None)
    if OURS[decoder]:
        environment["TRANSFER_STUDY_TURBOJPEG"] = OURS[decoder]
    command = [os.environ["BENCH_JAVA"], "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "-cp", CLASS_PATH]
    command += ["io.transferstudy.bench.input.InputBench", mode, str(workers), str(WARM), str(SECONDS), folder, decoder]
    return run(command, environment)


def theirs(how, mode, workers, folder):
    return run([sys.executable, __file__, "--peer", how, mode, str(workers), folder], os.environ)


def run(command, environment):
    ended = subprocess.run(command, capture_output=True, text=True, env=environment)
    if ended.returncode != 0:
        sys.exit(f"{' '.join(command)} failed: {ended.stderr.strip()[-500:]}")
    return float(ended.stdout.split()[-1])


def mosaics(photos, folder, count=16, width=4000, height=3000):
    """Photos side by side at their own size: as sharp, and as costly to decode, as large files get."""
    from PIL import Image

    found, draw = sorted(set(files(photos))), random.Random(1)
    for n in range(count):
        mosaic, y = Image.new("RGB", (width, height)), 0
        while y < height:
            x, row = 0, height
            while x < width:
                with Image.open(draw.choice(found)) as image:
                    mosaic.paste(image.convert("RGB"), (x, y))
                    x, row = x + image.width, min(row, image.height)
            y += row
        mosaic.save(f"{folder}/{n:02}.jpg", quality=90)


def spread(values):
    """Median, and in brackets the smallest and the largest."""
    digits = 0 if statistics.median(values) >= 100 else 2
    return f"{statistics.median(values):.{digits}f} [{min(values):.{digits}f}, {max(values):.{digits}f}]"


def measure(name, folder, rounds):
    for mode in ("training", "evaluation"):
        for workers in (1, 2):
            by = {key: [] for key in (*OURS, *PEERS)}
            for _ in range(rounds):
                for decoder in OURS:
                    by[decoder].append(ours(decoder, mode, workers, folder))
                for how in PEERS:
                    by[how].append(theirs(how, mode, workers, folder))
            best = [max(a, b) for a, b in zip(*(by[how] for how in PEERS))]
            ratios = [spread([a / b for a, b in zip(by[decoder], best)]) for decoder in OURS]
            row = [name, mode, str(workers)] + [spread(by[key]) for key in (*OURS, *PEERS)] + ratios
            print("| " + " | ".join(row) + " |", flush=True)


def main(photos, rounds, kinds):
    print("| files | for | workers | ours, libturbojpeg | ours, ImageIO | DataLoader | Pillow in threads | ours / its faster | ImageIO / its faster |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |", flush=True)
    if "small" in kinds:
        measure("small", photos, rounds)
    if "large" in kinds:
        with tempfile.TemporaryDirectory() as folder:
            mosaics(photos, folder)
            measure("12 megapixels", folder, rounds)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--peer"]:
        peer(sys.argv[2], sys.argv[3], int(sys.argv[4]), sys.argv[5])
    else:
        main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 3, sys.argv[3:] or ["small", "large"])

"""Computes features in a study of two seeds, of which the second reads what the first has left, and prints both."""

import json
import pathlib
import statistics
import subprocess
import sys
import tempfile

MANIFEST = """
apiVersion: transferstudy.io/v1alpha1
kind: TransferStudy
metadata: {{name: features}}
spec:
  worker: {{threads: 2}}
  models: [{{name: mobilenet-v1, weights: {{path: {weights}}}}}]
  datasets: [{{name: images, imageFolder: {{path: {images}, trainPerClass: 10}}}}]
  settings: [{{name: fixed-features}}]
  seeds: [1, 2]
"""


def study(images, weights, folder):
    """Seconds for computing and for reading back, and the number of images."""
    manifest = pathlib.Path(folder, "study.yaml")
    manifest.write_text(MANIFEST.format(images=images.name, weights=weights.name))
    command = ["./transfer-study", "run", manifest, "--slots", "1", "--output", f"{folder}/output"]
    command += ["--data", images.parent, "--weights", weights.parent, "--quiet"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    told = [json.loads(p.read_text()) for p in pathlib.Path(folder).glob("**/results/*/provenance.json")]
    told = [t for t in told if "features" in t]
    computed, read = sorted(told, key=lambda t: t["features"]["reused"])
    assert not computed["features"]["reused"] and read["features"]["reused"], told
    count = sum(computed[part] for part in ("train", "validation", "test"))
    return computed["features"]["seconds"], read["features"]["seconds"], count


def spread(values):
    """Median, and in brackets the smallest and the largest."""
    return f"{statistics.median(values):.3g} [{min(values):.3g}, {max(values):.3g}]"


def main(images, weights, rounds):
    print("| images | computed, s | read back, s | computed / read back |")
    print("| --- | --- | --- | --- |", flush=True)
    computed, read, count = [], [], 0
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            a, b, count = study(images, weights, folder)
            computed.append(a)
            read.append(b)
    ratios = [a / b for a, b in zip(computed, read)]
    print(f"| {count} | {spread(computed)} | {spread(read)} | {spread(ratios)} |")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), int(sys.argv[3]))

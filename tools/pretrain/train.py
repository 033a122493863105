"""Trains shufflenet_v2_x0_5 to tell the formula classes apart, in a given wall time.

The learning rate, the image size and the end are functions of elapsed time over the budget, so
that the run ends on time on a busy machine; the sums are therefore not reproducible bit for bit.
"""

import argparse
import copy
import os
import time

# One thread a worker: OpenMP's barriers stall for seconds when other processes hold a core.
os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import torch
import torch.nn.functional as F
import torchvision

import augment
import weights
from muon import Muon

_REPORT = 50
ARCHITECTURE = "shufflenet_v2_x0_5"


def fraction_of_rate(progress, warm_up=0.03, decay_begin=0.55):
    """Warm-up, plateau, linear decay: any later part of the plateau can be averaged and used."""
    return min(1, 0.02 + progress / warm_up, (1 - progress) / (1 - decay_begin))


class Average:
    """An exponential moving average of parameters and batch-norm statistics."""

    def __init__(self, model, decay):
        self.model, self.decay, self.steps = copy.deepcopy(model).eval(), decay, 0

    @torch.no_grad()
    def update(self, model):
        self.steps += 1
        keep = min(self.decay, (1 + self.steps) / (10 + self.steps))
        for mine, theirs in zip(self.model.state_dict().values(), model.state_dict().values()):
            if mine.is_floating_point():
                mine.lerp_(theirs, 1 - keep)
            else:
                mine.copy_(theirs)


class Batches:
    """Random batches of the memory-mapped data set, each image once an epoch."""

    def __init__(self, path, images_per_class, size, seed):
        self.data = np.load(path, mmap_mode="r")
        self.images_per_class, self.size = images_per_class, size
        self.classes = len(self.data) // images_per_class
        self.rng = np.random.default_rng(seed)
        self.order, self.seen = self.rng.permutation(len(self.data)), 0

    def epochs(self):
        return self.seen / len(self.order)

    def next(self):
        begin = self.seen % len(self.order)
        if begin + self.size > len(self.order):
            self.seen += len(self.order) - begin
            self.order, begin = self.rng.permutation(len(self.data)), 0
        self.seen += self.size
        index = self.order[begin:begin + self.size]
        return torch.from_numpy(self.data[index]), torch.from_numpy(index // self.images_per_class)


def side_at(progress, sides):
    total = sum(share for _, share in sides)
    for side, share in sides:
        progress -= share / total
        if progress < 0:
            return side
    return sides[-1][0]


def parsed_sides(text):
    """[(side, share of the time)] of, for example, 64=70,96=30."""
    pairs = [item.partition("=") for item in text.split(",")]
    return [(int(side), float(share or 1)) for side, _, share in pairs]


def export(model, a, batches):
    """Writes the weights file beside any older one of the same name and returns its path."""
    return weights.save(a.out, a.name, model.state_dict(), {
        "architecture": ARCHITECTURE, "classes": str(batches.classes), "seed": str(a.seed),
        "epochs": f"{batches.epochs() * a.workers:.1f}",
        "data": "fe4j formula images, tools/pretrain",
    })


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True)
    parser.add_argument("--out", required=True, help="folder of the weights files")
    parser.add_argument("--name", default=f"{ARCHITECTURE}.fe4j_formula_v1")
    parser.add_argument("--images", type=int, default=100, help="images a class in the data")
    parser.add_argument("--seconds", type=float, required=True, help="wall time of the training")
    parser.add_argument("--sides", default="48=45,64=30,96=20,128=5", help="size=share of time")
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rate", type=float, default=0.02, help="of Muon, for matrices")
    parser.add_argument("--adam-rate", type=float, default=0.002, help="for everything else")
    parser.add_argument("--decay", type=float, default=0.02)
    parser.add_argument("--smoothing", type=float, default=0.05)
    parser.add_argument("--smallest-area", type=float, default=0.35)
    parser.add_argument("--average", type=float, default=0.995, help="decay of the average")
    parser.add_argument("--export-every", type=float, default=300, help="seconds")
    parser.add_argument("--seed", type=int, default=20261123)
    a = parser.parse_args()

    torch.manual_seed(a.seed)
    batches = Batches(a.data, a.images, a.batch, a.seed)
    model = getattr(torchvision.models, ARCHITECTURE)(num_classes=batches.classes)
    model = model.to(memory_format=torch.channels_last).train()
    model.share_memory()
    start = torch.multiprocessing.get_context("spawn").Process
    begin = time.time() + 5
    workers = [start(target=run, args=(a, model, rank, begin)) for rank in range(a.workers)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


def run(a, model, rank, begin):
    """One worker: its own batches, gradients and momenta; all workers step the same parameters.

    They do so without locks (Hogwild: Niu et al. 2011), so none waits for another.
    """
    torch.manual_seed(a.seed + rank)
    batches = Batches(a.data, a.images, a.batch, a.seed + rank)
    optimizer = Muon(model, a.rate, a.adam_rate, a.decay)
    average = Average(model, a.average) if rank == 0 else None
    sides, step, loss_sum, hits, exported = parsed_sides(a.sides), 0, 0.0, 0, 0.0
    while (progress := (time.time() - begin) / a.seconds) < 1:
        images, labels = batches.next()
        images = augment.augmented(images, side_at(progress, sides), a.smallest_area)
        scores = model(images)
        loss = F.cross_entropy(scores, labels, label_smoothing=a.smoothing)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step(max(0, fraction_of_rate(progress)))
        step += 1
        loss_sum += loss.item()
        hits += (scores.argmax(1) == labels).sum().item()
        if average:
            average.update(model)
        if step % _REPORT == 0:
            elapsed = time.time() - begin
            print(f"{elapsed:6.0f} s  worker {rank}  step {step:6d}  epoch {batches.epochs():6.2f}"
                  f"  side {images.shape[-1]}  loss {loss_sum / _REPORT:.3f}"
                  f"  accuracy {hits / _REPORT / a.batch:.3f}"
                  f"  {step * a.batch / elapsed:.0f} images/s", flush=True)
            loss_sum, hits = 0.0, 0
            if average and elapsed - exported > a.export_every:
                print(export(average.model, a, batches), flush=True)
                exported = elapsed
    if average:
        print(export(average.model, a, batches), "final", flush=True)


if __name__ == "__main__":
    main()

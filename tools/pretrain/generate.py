"""Generates the formula data set: NumPy file (classes * images, side, side, 3) uint8, class-major.

Class c and image i depend on (seed, c, i) only, so any part can be made again alone.
"""

import argparse
import functools
import multiprocessing
import time

import numpy as np

from canvas import Renderer, palette
from drawings import Assemblies, Branches, Bundles, Glyphs, Leaves, Partition
from families import Attractor, Cells, Lattice, Noise, Orbits, Solids, Waves

# Weights of the families in the class list; figures before a ground are two thirds of it.
PLAN = (
    (Attractor, 5), (Orbits, 4), (Solids, 4), (Assemblies, 6), (Glyphs, 5), (Branches, 3),
    (Bundles, 3), (Waves, 3), (Noise, 4), (Cells, 4), (Lattice, 3), (Leaves, 3), (Partition, 2),
)
CYCLE = [family for family, weight in PLAN for _ in range(weight)]
SHARE_WITH_FIXED_COLOURS = 0.25


class FormulaClass:
    """One class: a family, its parameters and, for a quarter of the classes, its colours."""

    def __init__(self, seed, number):
        rng = np.random.default_rng([seed, number])
        self.seed, self.number = seed, number
        self.family = CYCLE[number % len(CYCLE)](rng)
        self.ramp = palette(rng) if rng.uniform() < SHARE_WITH_FIXED_COLOURS else None

    def image(self, index, renderer):
        rng = np.random.default_rng([self.seed, self.number, index])
        with np.errstate(all="ignore"):
            field, mask = self.family.draw(rng, renderer.n)
        return renderer.image(rng, np.nan_to_num(field), mask, self.ramp)


def _fill(job):
    path, seed, number, images, side = job
    data = np.load(path, mmap_mode="r+")
    renderer, formula = _renderer(seed, side), FormulaClass(seed, number)
    for index in range(images):
        data[number * images + index] = formula.image(index, renderer)


@functools.lru_cache(1)
def _renderer(seed, side):
    return Renderer(seed, side)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", required=True, help="the .npy file to write")
    parser.add_argument("--classes", type=int, default=539)
    parser.add_argument("--images", type=int, default=100, help="images a class")
    parser.add_argument("--side", type=int, default=128, help="pixels")
    parser.add_argument("--seed", type=int, default=20261123)
    parser.add_argument("--processes", type=int, default=2)
    a = parser.parse_args()
    np.lib.format.open_memmap(
        a.out, mode="w+", dtype=np.uint8, shape=(a.classes * a.images, a.side, a.side, 3)).flush()
    jobs = [(a.out, a.seed, number, a.images, a.side) for number in range(a.classes)]
    begin = time.time()
    with multiprocessing.Pool(a.processes) as pool:
        for done, _ in enumerate(pool.imap_unordered(_fill, jobs), 1):
            if done % 50 == 0:
                print(f"{done} of {a.classes} classes, {time.time() - begin:.0f} s", flush=True)


if __name__ == "__main__":
    main()

"""The formula families. A class of the data set is a family with fixed random parameters.

The constructor draws the parameters of the class; ``draw(rng, n)`` makes an instance and returns
``(field, mask)``, the mask ``None`` where the formula fills the plane.
"""

import numpy as np

from canvas import Frame, filtered_noise, softened, unit


def outline(angle, m, n1, n2, n3):
    """The superformula's radius, bounded: Gielis, Am. J. Bot. 90 (2003)."""
    c, s = np.abs(np.cos(m * angle / 4)), np.abs(np.sin(m * angle / 4))
    return np.clip((c**n2 + s**n3 + 1e-6) ** (-1 / n1), 0.15, 2.5)


def outline_parameters(rng):
    m = float(rng.integers(1, 10))
    return m, float(np.exp(rng.uniform(-0.9, 1.6))), *np.exp(rng.uniform(-0.5, 2.0, 2)).tolist()


class Attractor:
    """Iterated function systems of two to eight affine maps (FractalDB: Kataoka et al. 2020)."""

    chains, steps, burn_in = 1400, 26, 8

    def __init__(self, rng):
        while True:
            count = int(rng.integers(2, 9))
            self.maps = np.stack([_contraction(rng) for _ in range(count)])
            volume = np.abs(np.linalg.det(self.maps[:, :, :2])) + 0.02
            self.chance = volume / volume.sum()
            xy, _ = self._orbit(rng, self.maps)
            low, high = np.percentile(xy, [1, 99], axis=0)
            cells = ((xy - low) / (high - low + 1e-6) * 24).astype(int).clip(0, 23)
            filled = len(np.unique(cells[:, 0] * 24 + cells[:, 1])) / 576
            if (high - low).min() > 0.3 and (high - low).max() < 20 and 0.12 < filled < 0.85:
                return

    def _orbit(self, rng, maps):
        xy = rng.uniform(-1, 1, (self.chains, 2)).astype(np.float32)
        kept, which = [], []
        choice = rng.choice(len(maps), (self.steps, self.chains), p=self.chance)
        for step in range(self.steps):
            a = maps[choice[step]]
            xy = np.einsum("nij,nj->ni", a[:, :, :2], xy) + a[:, :, 2]
            if step >= self.burn_in:
                kept.append(xy)
                which.append(choice[step])
        return np.concatenate(kept), np.concatenate(which)

    def draw(self, rng, n):
        maps = (self.maps + rng.normal(0, 0.02, self.maps.shape)).astype(np.float32)
        xy, which = self._orbit(rng, maps)
        low, high = np.percentile(xy, [1, 99], axis=0)
        xy = (xy - (low + high) / 2) / (high - low).max() * 1.7
        xy = Frame(rng, turn=0.5).points(xy)
        cell = ((xy + 1) * (n / 2)).astype(int)
        inside = ((cell >= 0) & (cell < n)).all(1)
        index = cell[inside, 1] * n + cell[inside, 0]
        density = np.bincount(index, minlength=n * n).reshape(n, n).astype(np.float32)
        if rng.uniform() < 0.5:
            field = unit(np.log1p(softened(density)))
        else:
            tone = (which[inside] + 0.5) / len(maps)
            total = np.bincount(index, tone, n * n).reshape(n, n).astype(np.float32)
            field = softened(total) / (softened(density) + 1e-3)
        times = 1 if rng.uniform() < 0.6 else 2
        return np.clip(field, 0, 1), np.clip(softened(density, times) * 1.5, 0, 1)


def _contraction(rng):
    (c, s), (d, t) = (_turn(rng), _turn(rng))
    big = rng.uniform(0.3, 0.9)
    stretch = np.diag([big, rng.uniform(0.15, 1) * big * rng.choice([-1, 1])])
    matrix = np.array([[c, -s], [s, c]]) @ stretch @ np.array([[d, -t], [t, d]])
    return np.concatenate([matrix, rng.uniform(-1, 1, (2, 1))], 1).astype(np.float32)


def _turn(rng):
    angle = rng.uniform(0, 2 * np.pi)
    return np.cos(angle), np.sin(angle)


class Orbits:
    """Nested closed lines whose radius is a sum of waves (visual atoms: Takashima et al. 2023)."""

    def __init__(self, rng):
        self.frequency = rng.integers(1, 21, 3)
        self.amplitude = rng.uniform(0.02, 0.3, 3) / np.sqrt(self.frequency)
        self.count = float(rng.integers(1, 9))
        self.width = rng.uniform(0.15, 0.6)
        self.twist = rng.normal(0, 1.2)
        self.filled = rng.uniform() < 0.3

    def draw(self, rng, n):
        x, y = Frame(rng, shift=0.15).pixels(n)
        radius, angle = np.hypot(x, y), np.arctan2(y, x)
        angle = angle + self.twist * radius
        edge = np.full_like(radius, 0.75)
        for f, a, p in zip(self.frequency, self.amplitude, rng.normal(0, 0.5, 3)):
            edge += a * (1 + rng.normal(0, 0.1)) * np.sin(f * angle + p)
        level = radius / np.maximum(edge, 0.1)
        inside = np.clip((1 - level) * 25, 0, 1)
        ring = np.abs((level * self.count) % 1 - 0.5) * 2
        line = np.clip((ring - 1 + self.width) * 6, 0, 1)
        if self.filled:
            return np.clip(0.2 + 0.8 * line, 0, 1), inside
        return np.clip(level, 0, 1), line * np.clip((1.1 - level) * 25, 0, 1)


class Solids:
    """One to four smooth bodies on superformula outlines, lit from a random side."""

    def __init__(self, rng):
        count = int(rng.integers(1, 5))
        self.bodies = [outline_parameters(rng) for _ in range(count)]
        spread = 0.0 if count == 1 else 0.5
        self.centre = rng.uniform(-spread, spread, (count, 2))
        self.size = rng.uniform(0.3, 0.65, count) * (1.2 if count == 1 else 0.8)
        self.power = np.exp(rng.uniform(0, 1.8, count))

    def draw(self, rng, n):
        x, y = Frame(rng).pixels(n)
        height, mask = np.zeros_like(x), np.zeros_like(x)
        for body, centre, size, power in zip(self.bodies, self.centre, self.size, self.power):
            u, v = x - centre[0] - rng.normal(0, 0.04), y - centre[1] - rng.normal(0, 0.04)
            level = np.hypot(u, v) / (size * outline(np.arctan2(v, u) + rng.normal(0, 0.1), *body))
            cap = np.sqrt(np.clip(1 - level**power, 0, 1)) * size
            height = np.maximum(height, cap)
            mask = np.maximum(mask, np.clip((1 - level) * 20, 0, 1))
        gy, gx = np.gradient(softened(height) * n / 2)
        side = rng.uniform(0, 2 * np.pi)
        light = (np.cos(side) * gx + np.sin(side) * gy + 0.8) / np.sqrt(gx**2 + gy**2 + 1)
        gloss = np.clip(light - 0.9, 0, 1) * rng.uniform(0, 4)
        return np.clip(0.2 + 0.55 * light + gloss, 0, 1), mask


class Waves:
    """Interfering gratings, added, multiplied, or one bending the phase of the next."""

    def __init__(self, rng):
        count = int(rng.integers(1, 5))
        self.frequency = np.exp(rng.uniform(np.log(4), np.log(40), count))
        self.angle = rng.uniform(0, np.pi, count)
        self.circular = rng.uniform(size=count) < 0.25
        self.centre = rng.uniform(-1.5, 1.5, (count, 2))
        self.kind = int(rng.integers(4))
        self.edge = np.exp(rng.uniform(-1, 2))

    def draw(self, rng, n):
        x, y = Frame(rng, shift=0.5).pixels(n)
        result = None
        for f, a, circular, c in zip(self.frequency, self.angle, self.circular, self.centre):
            a = a + rng.normal(0, 0.04)
            f = f * np.exp(rng.normal(0, 0.05))
            along = np.hypot(x - c[0], y - c[1]) if circular else np.cos(a) * x + np.sin(a) * y
            phase = f * along + rng.uniform(0, 2 * np.pi)
            if self.kind == 3 and result is not None:
                phase = phase + 1.5 * result
            wave = np.tanh(self.edge * np.sin(phase)) / np.tanh(self.edge)
            if result is None or self.kind == 3:
                result = wave
            else:
                result = (result + wave, result * wave, np.maximum(result, wave))[self.kind]
        return unit(result), None


class Noise:
    """Band-passed, oriented noise through a pointwise function: folds, steps or level lines."""

    def __init__(self, rng):
        self.centre = np.exp(rng.uniform(np.log(2.5), np.log(28)))
        self.band = rng.uniform(0.15, 0.8)
        self.slope = rng.uniform(0, 1.5)
        self.angle = rng.uniform(0, np.pi)
        self.direction = rng.uniform(0, 4) * (rng.uniform() < 0.6)
        self.kind = int(rng.integers(6))
        self.strength = rng.uniform(0, 1)

    def draw(self, rng, n):
        centre = self.centre * np.exp(rng.normal(0, 0.08))
        angle = self.angle + rng.normal(0, 0.25)

        def weight(fx, fy):
            radius = np.sqrt(fx**2 + fy**2) + 1e-3
            ring = np.exp(-0.5 * (np.log(radius / centre) / self.band) ** 2)
            tail = 0.3 * (radius > centre) * (radius / centre) ** -(1.2 + self.slope)
            cosine = np.cos(2 * (np.arctan2(fy, fx) - angle))
            return (ring + tail * (self.slope < 0.8)) * np.exp(self.direction * (cosine - 1))

        v = filtered_noise(rng, n, weight)
        s = self.strength
        v = (
            lambda: np.clip(v, -2.5, 2.5),
            lambda: -np.sqrt(np.abs(v)),
            lambda: np.tanh((3 + 9 * s) * (v - 1.2 * (s - 0.3))),
            lambda: np.floor(v * (1 + 2 * s)),
            lambda: np.clip(1 - np.abs(np.sin((1.5 + 3 * s) * v)) * (3 + 3 * s), 0, 1),
            lambda: np.sin((2 + 3 * s) * v),
        )[self.kind]()
        return unit(v), None


class Cells:
    """Distances to the points of a disturbed lattice (Worley 1996), in several norms."""

    def __init__(self, rng):
        self.density = np.exp(rng.uniform(np.log(1.5), np.log(9)))
        self.aspect = np.exp(rng.normal(0, 0.4))
        self.jitter = rng.uniform(0.1, 1)
        self.offset = rng.choice([0.0, 0.5])
        self.norm = float(rng.choice([1, 2, 2, 2, 4]))
        self.kind = int(rng.integers(6))
        self.edge = rng.uniform(0.05, 0.35)

    def draw(self, rng, n):
        x, y = Frame(rng, shift=0.6).pixels(n)
        x, y = x * self.density * self.aspect + 40, y * self.density / self.aspect + 40
        row = np.floor(y)
        table = ((rng.uniform(size=(3, 64, 64)) - 0.5) * self.jitter).astype(np.float32)
        best = np.full((2,) + x.shape, 9, np.float32)
        tone = np.zeros_like(x)
        for dy in (-1, 0, 1):
            r = row + dy
            column = np.floor(x - self.offset * (r % 2))
            for dx in (-1, 0, 1):
                c = column + dx
                i, j = r.astype(int) % 64, c.astype(int) % 64
                u = np.abs(x - (c + 0.5 + self.offset * (r % 2) + table[0, i, j]))
                v = np.abs(y - (r + 0.5 + table[1, i, j]))
                d = np.hypot(u, v) if self.norm == 2 else (u**self.norm + v**self.norm) ** (
                    1 / self.norm)
                nearer = d < best[0]
                tone = np.where(nearer, table[2, i, j], tone)
                best[1] = np.where(nearer, best[0], np.minimum(best[1], d))
                best[0] = np.where(nearer, d, best[0])
        gap = best[1] - best[0]
        field = (
            lambda: best[0],
            lambda: gap,
            lambda: np.clip(gap / self.edge, 0, 1),
            lambda: unit(tone) * np.clip(gap / self.edge * 2, 0, 1),
            lambda: tone,
            lambda: best[0] * best[1],
        )[self.kind]()
        return unit(field), None


class Lattice:
    """A plane pattern: a superformula motif, or two in turn, on an oblique lattice."""

    def __init__(self, rng):
        self.density = np.exp(rng.uniform(np.log(1.5), np.log(7)))
        self.skew = rng.choice([0, 0.5, rng.uniform(-0.5, 0.5)])
        self.aspect = np.exp(rng.normal(0, 0.25))
        self.motifs = [outline_parameters(rng) for _ in range(2)]
        self.size = rng.uniform(0.15, 0.42, 2)
        self.twofold = rng.uniform() < 0.5
        self.ring = rng.uniform() < 0.3
        self.jitter = rng.choice([0, 0.1, 0.3])
        self.gaps = rng.choice([0, 0, 0.25])

    def draw(self, rng, n):
        x, y = Frame(rng, shift=0.6).pixels(n)
        u = (x + self.skew * y) * self.density * self.aspect + 40
        v = y * self.density / self.aspect + 40
        i, j = np.floor(v).astype(int) % 64, np.floor(u).astype(int) % 64
        table = rng.uniform(-1, 1, (3, 64, 64)).astype(np.float32)
        u = u % 1 - 0.5 + self.jitter * table[0, i, j]
        v = v % 1 - 0.5 + self.jitter * table[1, i, j]
        u = u - self.skew * v
        radius, angle = np.hypot(u, v), np.arctan2(v, u) + rng.normal(0, 0.1)
        levels = [radius / (s * outline(angle, *m)) for m, s in zip(self.motifs, self.size)]
        level = np.where((i + j) % 2 == 0, levels[0], levels[1]) if self.twofold else levels[0]
        sharp = 0.12 * self.density
        motif = np.clip((1 - level) / sharp + 0.5, 0, 1)
        if self.ring:
            motif = motif * np.clip((level - 0.5) / sharp + 0.5, 0, 1)
        motif = motif * (table[2, i, j] > 2 * self.gaps - 1)
        return np.clip(motif * (0.8 + 0.2 * table[2, i, j]), 0, 1).astype(np.float32), None

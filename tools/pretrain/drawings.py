"""The formula families that are drawn: strokes and filled outlines placed by fixed parameters."""

import numpy as np

from canvas import Frame, Sheet
from families import outline, outline_parameters

_TURN = np.linspace(0, 2 * np.pi, 36, endpoint=False)
_ALONG = np.linspace(0, 1, 14)[:, None]


def closed_outline(shape, size, angle, centre):
    """Points of a superformula outline; size is its half width and half height."""
    radius = outline(_TURN, *shape)
    xy = np.stack([np.cos(_TURN) * radius * size[0], np.sin(_TURN) * radius * size[1]], 1)
    c, s = np.cos(angle), np.sin(angle)
    return xy @ np.array([[c, s], [-s, c]]) + centre


def _fit(xy):
    """Middle and scale that bring the points into [-0.85, 0.85]^2."""
    low, high = xy.min(0), xy.max(0)
    return (low + high) / 2, 1.7 / ((high - low).max() + 1e-6)


class Bundles:
    """Bundles of nearly parallel waving lines that cross each other."""

    def __init__(self, rng):
        self.bundles = int(rng.integers(1, 5))
        self.lines = int(np.exp(rng.uniform(np.log(4), np.log(28))))
        self.spread = rng.uniform(0.2, 1.0)
        self.angle = rng.uniform(0, np.pi, self.bundles)
        self.wave = rng.uniform(0, 0.35) * (rng.uniform() < 0.7)
        self.pitch = rng.uniform(2, 9)
        self.disorder = rng.choice([0.02, 0.1, 0.4])
        self.width = np.exp(rng.uniform(np.log(0.012), np.log(0.07)))

    def draw(self, rng, n):
        frame, sheet, mask = Frame(rng), Sheet(n), Sheet(n)
        t = np.linspace(-1.9, 1.9, 24)
        for angle in self.angle:
            c, s = np.cos(angle), np.sin(angle)
            middle, phase = rng.normal(0, 0.25), rng.uniform(0, 2 * np.pi)
            for line in range(self.lines):
                offset = (line / max(self.lines - 1, 1) - 0.5) * 2 * self.spread
                offset += middle + rng.normal(0, 0.3 * self.disorder)
                lean = rng.normal(0, self.disorder)
                v = offset + lean * t + self.wave * np.sin(
                    self.pitch * t + phase + rng.normal(0, self.disorder))
                xy = frame.points(np.stack([c * t - s * v, s * t + c * v], 1))
                sheet.stroke(xy, self.width, rng.uniform(0.15, 1))
                mask.stroke(xy, self.width, 1)
        return sheet.field(), mask.field()


class Branches:
    """Lines that branch again and again by the same angles and ratios."""

    def __init__(self, rng):
        self.children = int(rng.integers(2, 5))
        self.depth = {2: 7, 3: 5, 4: 4}[self.children]
        self.angle = rng.uniform(-1.3, 1.3, self.children)
        self.ratio = rng.uniform(0.5, 0.88, self.children)
        self.curl = rng.normal(0, 0.4)
        self.roots = int(rng.choice([1, 1, 2, 3, 5]))
        self.width = rng.uniform(0.03, 0.12)
        self.thinning = rng.uniform(0.55, 0.85)

    def draw(self, rng, n):
        frame, sheet, mask = Frame(rng, turn=0.25), Sheet(n), Sheet(n)
        start, drawn = np.zeros((self.roots, 2)), []
        heading = -np.pi / 2 + np.arange(self.roots) * 2 * np.pi / self.roots
        length, width = np.full(self.roots, 0.5 if self.roots == 1 else 0.3), self.width
        for level in range(self.depth):
            middle = heading + self.curl * 0.5
            step = lambda a: length[:, None] * 0.5 * np.stack([np.cos(a), np.sin(a)], 1)
            half = start + step(heading)
            end = half + step(middle)
            tone = 0.25 + 0.7 * level / self.depth
            drawn.append((np.stack([start, half, end], 1), width, tone))
            size = (len(heading), self.children)
            heading = (middle[:, None] + self.angle + rng.normal(0, 0.12, size)).ravel()
            length = (length[:, None] * self.ratio * np.exp(rng.normal(0, 0.1, size))).ravel()
            start = np.repeat(end, self.children, 0)
            width *= self.thinning
        middle, scale = _fit(np.concatenate([lines.reshape(-1, 2) for lines, _, _ in drawn]))
        for lines, width, tone in drawn:
            for line in frame.points((lines - middle) * scale):
                sheet.stroke(line, width, tone)
                mask.stroke(line, width, 1)
        return sheet.field(), mask.field()


class Glyphs:
    """Two to six curved strokes in a fixed arrangement, some of them closed and filled."""

    def __init__(self, rng):
        count = int(rng.integers(2, 7))
        control = rng.uniform(-1, 1, (count, 4, 2))
        if rng.uniform() < 0.5:
            control[1:, 0] = control[:-1, 3]
        middle, scale = _fit(control.reshape(-1, 2))
        self.control = (control - middle) * scale
        self.filled = rng.uniform(size=count) < 0.25
        self.width = rng.uniform(0.04, 0.16) * np.exp(rng.normal(0, 0.3, count))
        self.tone = rng.uniform(0, 1, count)

    def draw(self, rng, n):
        frame, sheet, mask = Frame(rng), Sheet(n), Sheet(n)
        control = self.control + rng.normal(0, 0.05, self.control.shape)
        t = _ALONG
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
        thick = np.exp(rng.normal(0, 0.2))
        for p, filled, width, tone in zip(control, self.filled, self.width, self.tone):
            xy = frame.points(sum(w * q for w, q in zip(weights, p)))
            tone = np.clip(tone + rng.normal(0, 0.15), 0.05, 1)
            for target, value in ((sheet, tone), (mask, 1)):
                if filled:
                    target.polygon(xy, value)
                else:
                    target.stroke(xy, width * thick, value)
        return sheet.field(), mask.field()


class Assemblies:
    """Filled outlines in a fixed arrangement, often mirrored: parts that make a figure."""

    def __init__(self, rng):
        count = int(rng.integers(3, 8))
        self.mirrored = rng.uniform() < 0.6
        self.shape = [outline_parameters(rng) for _ in range(count)]
        self.size = rng.uniform(0.06, 0.5, (count, 2)) * rng.choice([0.6, 1.0], (count, 1))
        self.centre = rng.uniform(-0.65, 0.65, (count, 2))
        self.angle = rng.uniform(0, np.pi, count)
        self.tone = rng.uniform(0.05, 1, count)
        edges = np.concatenate([closed_outline(*part) for part in zip(
            self.shape, self.size, self.angle, self.centre)])
        if self.mirrored:
            edges = np.concatenate([edges, edges * [-1, 1]])
        middle, scale = _fit(edges)
        self.centre, self.size = (self.centre - middle) * scale, self.size * scale

    def draw(self, rng, n):
        frame, sheet, mask = Frame(rng), Sheet(n), Sheet(n)
        scatter = rng.normal(0, 0.15)
        for shape, size, centre, angle, tone in zip(
                self.shape, self.size, self.centre, self.angle, self.tone):
            size = size * np.exp(rng.normal(0, 0.1, 2))
            edge = closed_outline(shape, size, angle + rng.normal(0, 0.12),
                                  centre + rng.normal(0, 0.04, 2))
            tone = np.clip(tone + scatter + rng.normal(0, 0.1), 0.03, 1)
            twin = edge * [-1, 1]
            for xy in ((edge, twin) if self.mirrored else (edge,)):
                placed = frame.points(xy)
                sheet.polygon(placed, tone)
                mask.polygon(placed, 1)
        return sheet.field(), mask.field()


class Leaves:
    """Outlines of one kind that fall on each other until the plane is full, or nearly."""

    def __init__(self, rng):
        self.shape = outline_parameters(rng)
        self.aspect = np.exp(rng.uniform(0, 1.3))
        self.angle = rng.uniform(0, np.pi)
        self.disorder = rng.choice([0.1, 0.4, 3.0])
        self.largest = rng.uniform(0.12, 0.6)
        self.exponent = rng.uniform(0.5, 4)
        self.cover = rng.uniform(0.4, 3)
        self.steps = int(rng.choice([2, 4, 100]))

    def draw(self, rng, n):
        frame, sheet = Frame(rng), Sheet(n, rng.uniform())
        area = 0.0
        for _ in range(220):
            size = self.largest * max(rng.uniform() ** self.exponent, 0.12)
            edge = closed_outline(self.shape, (size * self.aspect**0.5, size / self.aspect**0.5),
                                  self.angle + rng.normal(0, self.disorder),
                                  rng.uniform(-1.4, 1.4, 2))
            sheet.polygon(frame.points(edge), np.round(rng.uniform() * self.steps) / self.steps)
            area += 3 * size * size
            if area > self.cover * 7.8:
                break
        return sheet.field(), None


class Partition:
    """A square cut into ever smaller quadrangles, the cuts biased by fixed ratios."""

    def __init__(self, rng):
        self.depth = int(rng.integers(3, 8))
        self.ratio = rng.uniform(0.2, 0.5)
        self.slant = rng.choice([0, 0.1, 0.3])
        self.alternate = rng.uniform() < 0.5
        self.upright = rng.uniform(0.1, 0.9)
        self.gap = rng.choice([0, 0.02, 0.06])
        self.stop = rng.uniform(0, 0.3)
        self.steps = int(rng.choice([1, 3, 100]))

    def draw(self, rng, n):
        frame, sheet = Frame(rng, turn=0.3), Sheet(n, rng.choice([0, 1]))
        corners = np.array([[-1.6, -1.6], [1.6, -1.6], [1.6, 1.6], [-1.6, 1.6]])
        stack = [(corners, 0)]
        while stack:
            p, level = stack.pop()
            if level >= self.depth or (level > 1 and rng.uniform() < self.stop):
                shrunk = p + (p.mean(0) - p) * min(self.gap / (np.ptp(p, 0).min() + 1e-3), 0.5)
                sheet.polygon(frame.points(shrunk),
                              np.round(rng.uniform() * self.steps) / self.steps)
                continue
            upright = level % 2 == 0 if self.alternate else rng.uniform() < self.upright
            if not upright:
                p = np.roll(p, -1, 0)
            cut = self.ratio if rng.uniform() < 0.5 else 1 - self.ratio
            a, b = np.clip(cut + rng.normal(0, 0.03) + rng.normal(0, self.slant, 2) * 0.5, 0.1, 0.9)
            top, bottom = p[0] + a * (p[1] - p[0]), p[3] + b * (p[2] - p[3])
            first = np.stack([p[0], top, bottom, p[3]])
            second = np.stack([top, p[1], p[2], bottom])
            if not upright:
                first, second = np.roll(first, 1, 0), np.roll(second, 1, 0)
            stack += [(first, level + 1), (second, level + 1)]
        return sheet.field(), None

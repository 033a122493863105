"""What all formula families share: coordinates, noise, drawing, palettes and the final rendering.

A family yields a field (n, n) of float32 in [0, 1] and, when it is a figure before a ground, a mask
(n, n) in [0, 1]. Everything here is deterministic in the generator it is given.
"""

import numpy as np
from PIL import Image, ImageDraw

_OVERSAMPLING = 2


class Frame:
    """Coordinates of one instance: turned, scaled, sheared, in light perspective and warped."""

    def __init__(self, rng, turn=0.35, zoom=0.22, shift=0.2):
        angle, shear = rng.normal(0, turn), rng.normal(0, 0.08)
        scale, aspect = np.exp(rng.normal(0, zoom)), np.exp(rng.normal(0, 0.1))
        c, s = np.cos(angle), np.sin(angle)
        self.matrix = (
            np.array([[c, -s], [s, c]]) @ np.array([[1, shear], [0, 1]])
            @ np.diag([scale * aspect, scale / aspect])
        )
        self.inverse = np.linalg.inv(self.matrix)
        self.shift = rng.normal(0, shift, 2)
        self.tilt = rng.normal(0, 0.12, 2)
        self.bend = rng.normal(0, 0.035, (2, 2))
        self.phase = rng.uniform(0, 2 * np.pi, (2, 2))
        self.pitch = rng.uniform(1.5, 4.0, (2, 2))

    def pixels(self, n):
        """Formula coordinates (x, y), each (n, n) float32, of the image plane [-1, 1]^2."""
        line = np.linspace(-1, 1, n, dtype=np.float32)
        px, py = np.meshgrid(line, line)
        depth = np.maximum(1 + self.tilt[0] * px + self.tilt[1] * py, 0.5)
        px, py = (px - self.shift[0]) / depth, (py - self.shift[1]) / depth
        px, py = self._bent(px, py)
        m = self.inverse
        x, y = m[0, 0] * px + m[0, 1] * py, m[1, 0] * px + m[1, 1] * py
        return x.astype(np.float32), y.astype(np.float32)

    def points(self, xy):
        """Image-plane positions of formula points (..., 2)."""
        p = xy @ self.matrix.T
        x, y = self._bent(p[..., 0], p[..., 1])
        depth = np.maximum(1 + self.tilt[0] * x + self.tilt[1] * y, 0.5)
        return np.stack([x * depth + self.shift[0], y * depth + self.shift[1]], -1)

    def _bent(self, x, y):
        bend, pitch, phase = self.bend, self.pitch, self.phase
        return (
            x + bend[0, 0] * np.sin(pitch[0, 0] * y + phase[0, 0])
            + bend[0, 1] * np.sin(pitch[0, 1] * x + phase[0, 1]),
            y + bend[1, 0] * np.sin(pitch[1, 0] * x + phase[1, 0])
            + bend[1, 1] * np.sin(pitch[1, 1] * y + phase[1, 1]),
        )


class Sheet:
    """An antialiased grey drawing on the image plane [-1, 1]^2."""

    def __init__(self, n, tone=0.0):
        self.n = n
        self.image = Image.new("L", (n * _OVERSAMPLING,) * 2, int(255 * tone))
        self.draw = ImageDraw.Draw(self.image)

    def polygon(self, xy, tone):
        self.draw.polygon(self._place(xy), fill=int(255 * tone))

    def stroke(self, xy, width, tone):
        pixels = max(1, int(round(width * self.n * _OVERSAMPLING / 2)))
        self.draw.line(self._place(xy), fill=int(255 * tone), width=pixels, joint="curve")

    def field(self):
        return np.asarray(self.image.reduce(_OVERSAMPLING), np.float32) / 255

    def _place(self, xy):
        return ((np.asarray(xy) + 1) * (self.n * _OVERSAMPLING / 2)).ravel().tolist()


def unit(values):
    """Values stretched to [0, 1]."""
    low, high = float(values.min()), float(values.max())
    return ((values - low) / (high - low + 1e-9)).astype(np.float32)


def softened(field, times=1):
    """A binomial blur, 1-2-1 along both axes."""
    for _ in range(times):
        for axis in (0, 1):
            field = (field * 2 + np.roll(field, 1, axis) + np.roll(field, -1, axis)) * 0.25
    return field


def filtered_noise(rng, n, weight):
    """Gaussian noise (n, n) whose spectrum is weight(fx, fy), in cycles an image; unit variance."""
    fy = (np.fft.fftfreq(n) * n).astype(np.float32)[:, None]
    fx = (np.fft.rfftfreq(n) * n).astype(np.float32)[None, :]
    shape = (n, n // 2 + 1)
    spectrum = rng.standard_normal(shape, np.float32) + 1j * rng.standard_normal(shape, np.float32)
    spectrum = spectrum * weight(fx, fy)
    spectrum[0, 0] = 0
    noise = np.fft.irfft2(spectrum, (n, n)).astype(np.float32)
    return noise / (noise.std() + 1e-9)


def palette(rng):
    """A random colour ramp (256, 3) in [0, 1], its ends apart in luminance."""
    count = int(rng.integers(2, 6))
    hue = rng.uniform() + rng.normal(0, rng.choice([0.04, 0.15, 0.5]), count)
    saturation = rng.beta(1.2, 1.8, count)
    value = np.clip(np.linspace(rng.uniform(0, 0.45), rng.uniform(0.55, 1), count)
                    + rng.normal(0, 0.15, count), 0, 1)
    if rng.uniform() < 0.5:
        value = value[::-1]
    wheel = np.abs((hue[:, None] + np.array([0, 2 / 3, 1 / 3])) % 1 * 6 - 3) - 1
    colours = value[:, None] * (1 - saturation[:, None] * (1 - np.clip(wheel, 0, 1)))
    stops = np.linspace(0, 1, count)
    ramp = np.linspace(0, 1, 256)
    return np.stack([np.interp(ramp, stops, colours[:, c]) for c in range(3)], 1).astype(np.float32)


def coloured(field, ramp):
    return ramp[np.clip(field * 255, 0, 255).astype(np.uint8)]


class Renderer:
    """Turns fields and masks into colour images with ground, light, shadow, blur and noise."""

    def __init__(self, seed, n):
        rng = np.random.default_rng([seed, 999_983])
        self.n = n
        self.grounds = [
            unit(filtered_noise(rng, 2 * n, lambda fx, fy: _power_law(fx, fy, slope)))
            for slope in np.linspace(0.9, 2.6, 48)
        ]

    def cloud(self, rng):
        """A random piece of a noise field with a power-law spectrum, as photographs have."""
        field = self.grounds[rng.integers(len(self.grounds))]
        x, y = rng.integers(0, self.n, 2)
        piece = field[y:y + self.n, x:x + self.n]
        return piece if rng.uniform() < 0.5 else piece.T

    def ground(self, rng):
        kind = rng.uniform()
        ramp = palette(rng)
        if kind < 0.2:
            return np.broadcast_to(ramp[rng.integers(256)], (self.n, self.n, 3))
        if kind < 0.4:
            line = np.linspace(-1, 1, self.n, dtype=np.float32)
            angle = rng.uniform(0, 2 * np.pi)
            slope = np.cos(angle) * line[None, :] + np.sin(angle) * line[:, None]
            return coloured(slope * 0.35 + 0.5, ramp)
        if kind < 0.85:
            return coloured(unit(self.cloud(rng)), ramp)
        return coloured(self._clutter(rng), ramp)

    def image(self, rng, field, mask=None, ramp=None):
        """The finished image (n, n, 3) uint8."""
        ramp = palette(rng) if ramp is None else ramp
        if mask is not None and rng.uniform() < 0.35:
            field = 0.6 * field + 0.4 * unit(self.cloud(rng))
        picture = coloured(field, ramp)
        if rng.uniform() < 0.4:
            picture = picture * self._relief(rng, field)[..., None]
        if mask is not None:
            ground = self.ground(rng)
            if rng.uniform() < 0.4:
                dy, dx = rng.integers(-5, 6, 2)
                shadow = np.roll(softened(mask, 3), (dy, dx), (0, 1))
                ground = ground * (1 - rng.uniform(0.2, 0.7) * shadow)[..., None]
            picture = ground + (picture - ground) * mask[..., None]
        elif rng.uniform() < 0.3:
            picture = picture * (0.5 + unit(self.cloud(rng)))[..., None]
        return self._exposed(rng, picture)

    def _clutter(self, rng):
        sheet = Sheet(self.n, rng.uniform())
        for _ in range(int(rng.integers(4, 30))):
            angles = np.sort(rng.uniform(0, 2 * np.pi, int(rng.integers(3, 9))))
            radius = rng.uniform(0.05, 0.5) * rng.uniform(0.5, 1, len(angles))
            edge = np.stack([np.cos(angles) * radius, np.sin(angles) * radius], 1)
            sheet.polygon(edge + rng.uniform(-1, 1, 2), rng.uniform())
        return sheet.field()

    def _relief(self, rng, field):
        """Lambert shading of the field taken as a height."""
        height = softened(field, int(rng.integers(1, 4))) * rng.uniform(3, 10)
        gy, gx = np.gradient(height)
        angle, rise = rng.uniform(0, 2 * np.pi), rng.uniform(0.4, 1.2)
        light = (np.cos(angle) * gx + np.sin(angle) * gy + rise) / np.sqrt(gx**2 + gy**2 + 1)
        return np.clip(0.35 + 0.75 * light, 0.1, 1.6)

    def _exposed(self, rng, picture):
        if rng.uniform() < 0.5:
            line = np.linspace(-1, 1, self.n, dtype=np.float32)
            a, b = rng.uniform(-0.35, 0.35, 2).astype(np.float32)
            picture = picture * (1 + a * line[None, :, None] + b * line[:, None, None])
        if rng.uniform() < 0.35:
            picture = softened(picture, int(rng.integers(1, 5)))
        picture = picture * np.float32(np.exp(rng.normal(0, 0.15)))
        if rng.uniform() < 0.5:
            sigma = np.float32(rng.uniform(0.005, 0.06))
            picture = picture + sigma * rng.standard_normal(picture.shape, np.float32)
        return (np.clip(picture, 0, 1) * 255).astype(np.uint8)


def _power_law(fx, fy, slope):
    return np.maximum(np.sqrt(fx**2 + fy**2), 1) ** -slope

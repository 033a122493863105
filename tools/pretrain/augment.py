"""Random crops, flips, turns and colours for a whole batch at once."""

import math

import torch
import torch.nn.functional as F

MEAN = torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1)
DEVIATION = torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1)
_LUMINANCE = torch.tensor([0.299, 0.587, 0.114])


def normalized(images):
    """Images (N, 3, H, W) in [0, 1] with ImageNet's mean and deviation taken out."""
    return (images - MEAN) / DEVIATION


def pixels(batch):
    """A uint8 batch (N, H, W, 3) as float (N, 3, H, W) in [0, 1], channels last."""
    return batch.permute(0, 3, 1, 2).float().div_(255)


def augmented(batch, side, smallest_area):
    """A uint8 batch (N, H, W, 3) as normalized random views (N, 3, side, side)."""
    images = pixels(batch)
    n = len(images)
    grid = F.affine_grid(_views(n, smallest_area), (n, 3, side, side), align_corners=False)
    images = F.grid_sample(images, grid, padding_mode="reflection", align_corners=False)
    soft = int(0.15 * n)
    images[:soft] = F.avg_pool2d(images[:soft], 3, 1, 1, count_include_pad=False)
    return _recoloured(images).sub_(MEAN).div_(DEVIATION)


def _views(n, smallest_area):
    area = torch.empty(n).uniform_(smallest_area, 1)
    aspect = torch.empty(n).uniform_(-math.log(4 / 3) / 2, math.log(4 / 3) / 2).exp()
    width, height = (area.sqrt() * aspect).clamp(max=1), (area.sqrt() / aspect).clamp(max=1)
    flip = torch.randint(0, 2, (n,)) * 2 - 1
    turn = torch.randn(n) * 0.12
    x = (torch.rand(n) * 2 - 1) * (1 - width)
    y = (torch.rand(n) * 2 - 1) * (1 - height)
    c, s = turn.cos(), turn.sin()
    top = torch.stack([c * width * flip, -s * height, x], 1)
    bottom = torch.stack([s * width * flip, c * height, y], 1)
    return torch.stack([top, bottom], 1)


def _recoloured(images):
    """Brightness, contrast, saturation and hue as one linear map of the colours of each image."""
    n = len(images)
    grey = _LUMINANCE.expand(3, 3)
    saturation = torch.empty(n, 1, 1).uniform_(0.5, 1.5) * (torch.rand(n, 1, 1) > 0.12)
    angle = torch.randn(n) * 0.25
    matrix = (1 - saturation) * grey + saturation * _turned_hue(angle)
    contrast = torch.empty(n, 1, 1).uniform_(0.6, 1.4)
    brightness = torch.empty(n, 1, 1).uniform_(0.7, 1.3)
    middle = images.mean((1, 2, 3)).view(n, 1, 1) * brightness
    matrix = matrix * contrast * brightness
    flat = images.permute(0, 2, 3, 1).reshape(n, -1, 3)
    flat = torch.baddbmm(middle * (1 - contrast), flat, matrix.transpose(1, 2)).clamp_(0, 1)
    return flat.view(n, *images.shape[2:], 3).permute(0, 3, 1, 2)


def _turned_hue(angle):
    """Turns about the grey axis (Rodrigues), (N, 3, 3)."""
    c, s = angle.cos().view(-1, 1, 1), angle.sin().view(-1, 1, 1) / math.sqrt(3)
    cross = torch.tensor([[0.0, -1, 1], [1, 0, -1], [-1, 1, 0]])
    return c * torch.eye(3) + s * cross + (1 - c) * torch.full((3, 3), 1 / 3)

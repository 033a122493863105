"""Muon (Jordan et al. 2024): momentum whose matrices are made nearly orthogonal before the step.

It moves the 1x1 convolutions of a small network faster than SGD does in a run of few steps. All
other parameters (depthwise kernels, batch norm, fc) take AdamW steps.
"""

import torch


def orthogonal(matrix, steps=5):
    """An approximation of U V^T of matrix = U S V^T, by a quintic Newton-Schulz iteration."""
    a, b, c = 3.4445, -4.7750, 2.0315
    tall = matrix.shape[0] > matrix.shape[1]
    x = matrix.t() if tall else matrix
    x = x / (x.norm() + 1e-7)
    for _ in range(steps):
        gram = x @ x.t()
        x = a * x + (b * gram + c * gram @ gram) @ x
    return x.t() if tall else x


class Muon:
    """Both rules as one optimizer; the rate of step() is a fraction of the two peak rates."""

    def __init__(self, model, peak, adam_peak, decay):
        fc = set(model.fc.parameters())
        matrices, others = [], []
        for p in model.parameters():
            (matrices if p.ndim == 4 and p.shape[1] > 1 and p not in fc else others).append(p)
        self.peak, self.adam_peak, self.decay = peak, adam_peak, decay
        self.matrices = [(p, torch.zeros_like(p)) for p in matrices]
        groups = [{"params": [p for p in others if p.ndim > 1], "weight_decay": decay},
                  {"params": [p for p in others if p.ndim <= 1], "weight_decay": 0.0}]
        self.adam = torch.optim.AdamW(groups, betas=(0.9, 0.98))

    def zero_grad(self):
        for p, _ in self.matrices:
            p.grad = None
        self.adam.zero_grad(set_to_none=True)

    @torch.no_grad()
    def step(self, fraction):
        for group in self.adam.param_groups:
            group["lr"] = self.adam_peak * fraction
        self.adam.step()
        rate = self.peak * fraction
        for p, momentum in self.matrices:
            momentum.mul_(0.95).add_(p.grad)
            update = p.grad.add(momentum, alpha=0.95).flatten(1)
            scale = max(1, update.shape[0] / update.shape[1]) ** 0.5
            p.mul_(1 - rate * self.decay)
            p.sub_(orthogonal(update).view_as(p), alpha=rate * scale)

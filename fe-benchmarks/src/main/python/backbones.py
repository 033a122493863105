"""What scripts need to know about backbones, by the start of their names."""

# Half of a usual batch is enough work, and memory.
LARGE = ("vit_h_14", "efficientnet_v2_l")
SIDES = {"inception_v3": 299, "efficientnet_v2_l": 480}


def batch_of(backbone: str, batch: int) -> int:
    """Returns the images of a batch."""
    return max(1, batch // 2) if backbone.startswith(LARGE) else batch


def side_of(backbone: str) -> int:
    """Returns the pixels of a side of the image."""
    return SIDES.get(backbone.split(".")[0], 224)

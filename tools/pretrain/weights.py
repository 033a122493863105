"""Reads and writes safetensors files: an 8-byte little-endian header length, JSON, raw data.

Format: https://huggingface.co/docs/safetensors#format
"""

import hashlib
import json
import pathlib
import struct

import numpy as np
import torch

_TYPES = {"F16": np.float16, "F32": np.float32, "I64": np.int64}
_NAMES = {np.dtype(kind): name for name, kind in _TYPES.items()}


def encoded(state, metadata):
    """The bytes of a file that holds the tensors of state, floating-point ones as float16.

    The 8-byte integers come first, so that every tensor lies at a multiple of its element size.
    """
    header, chunks, begin = {"__metadata__": metadata}, [], 0
    for name, tensor in sorted(state.items(), key=lambda item: item[1].is_floating_point()):
        array = tensor.detach().cpu().numpy()
        if array.dtype == np.float32:
            array = array.astype(np.float16)
            if not np.isfinite(array).all():
                raise ValueError(f"{name}: a value does not fit into float16")
        data = np.ascontiguousarray(array).tobytes()
        header[name] = {"dtype": _NAMES[array.dtype], "shape": list(array.shape),
                        "data_offsets": [begin, begin + len(data)]}
        chunks.append(data)
        begin += len(data)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + b"".join(chunks)


def save(folder, stem, state, metadata):
    """Writes folder/stem-XXXXXXXX.safetensors, named by its sha256, and returns the path."""
    content = encoded(state, metadata)
    digest = hashlib.sha256(content).hexdigest()
    path = pathlib.Path(folder) / f"{stem}-{digest[:8]}.safetensors"
    path.write_bytes(content)
    return path


def load(path):
    """The tensors of a file as float32 (integers as they are), ready for load_state_dict."""
    content = pathlib.Path(path).read_bytes()
    (length,) = struct.unpack_from("<Q", content)
    header = json.loads(content[8:8 + length])
    header.pop("__metadata__", None)
    state = {}
    for name, entry in header.items():
        begin, end = (8 + length + offset for offset in entry["data_offsets"])
        array = np.frombuffer(content[begin:end], _TYPES[entry["dtype"]]).reshape(entry["shape"])
        array = array.astype(np.float32) if array.dtype == np.float16 else array.copy()
        state[name] = torch.from_numpy(array)
    return state

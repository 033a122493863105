package org.fe4j.backbone;

/** What a backbone is compiled for. */
public enum DeviceKind {
  /** The host's processor. */
  CPU,
  /** An NVIDIA GPU. */
  GPU
}

package org.fe4j.backbone;

/** The floating-point format of weights and activations; features are always float32. */
public enum Precision {
  /** IEEE single precision. */
  FP32,
  /** IEEE half precision. */
  FP16,
  /** bfloat16: single precision's range with 8 bits of precision. */
  BF16
}

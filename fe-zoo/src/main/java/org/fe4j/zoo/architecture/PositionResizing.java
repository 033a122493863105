package org.fe4j.zoo.architecture;

/** What happens to images of another size than a weight file's position embedding was made for. */
public enum PositionResizing {
  /** They are refused, as by the reference implementation. */
  REFUSED,
  /** The embedding is resampled where somebody asks for it, as the reference's loader does. */
  ON_REQUEST,
  /** The embedding is resampled, as the reference implementation does by itself. */
  ALWAYS
}

/**
 * The quick start's images: ten classes of textures in the spirit of rock and sediment photographs,
 * made by formulas, the same to the pixel on every machine.
 *
 * <p>Start at {@link org.fe4j.examples.quickstart.TextureImages}. A {@link
 * org.fe4j.examples.quickstart.RockTexture} makes a surface, a {@code Photograph} takes its
 * picture. Nothing here is random: every number comes from a seed through integer arithmetic.
 */
@NullMarked
package org.fe4j.examples.quickstart;

import org.jspecify.annotations.NullMarked;

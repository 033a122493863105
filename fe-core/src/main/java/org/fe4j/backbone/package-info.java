/**
 * Descriptions of frozen backbones: names, taps, preprocessing, and how to compile one for an
 * engine.
 *
 * <p>Start at {@link org.fe4j.backbone.Backbone}. The public backbones themselves come from
 * providers, such as fe-zoo.
 */
@NullMarked
package org.fe4j.backbone;

import org.jspecify.annotations.NullMarked;

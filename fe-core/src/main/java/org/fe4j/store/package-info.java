/**
 * Features on disk: extracted once, found again by what decides them, never by a name or a path.
 *
 * <p>Start at {@link org.fe4j.store.FeatureStore}. A {@link org.fe4j.store.Recipe} is one way of
 * extraction, an {@link org.fe4j.store.ImageHash} stands for an image, and the two together are the
 * key of a feature; {@link org.fe4j.store.RecipeFolder} holds the features of one recipe in shards.
 * Where features come from is not known here.
 */
@NullMarked
package org.fe4j.store;

import org.jspecify.annotations.NullMarked;

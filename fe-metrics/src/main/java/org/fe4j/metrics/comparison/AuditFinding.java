package org.fe4j.metrics.comparison;

/**
 * What an audit of a model's training said: whether its score hangs on a choice (a learning rate, a
 * scaling) that has nothing to do with the model.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param model the name of the model
 * @param flagged whether the model's place should not be trusted
 * @param text what was found, for people
 */
public record AuditFinding(String model, boolean flagged, String text) {}

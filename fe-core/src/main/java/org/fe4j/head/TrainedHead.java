package org.fe4j.head;

import com.google.common.primitives.ImmutableDoubleArray;

/**
 * A head and how it was trained.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param head the head
 * @param keptEpoch the epoch whose weights it has, from 1
 * @param trainLosses the mean over the train rows of the loss that a row had in its step, an epoch
 *     each
 * @param validationLosses the mean loss over the validation rows after each epoch; empty where
 *     there are no such rows
 */
record TrainedHead(
    LinearHead head,
    int keptEpoch,
    ImmutableDoubleArray trainLosses,
    ImmutableDoubleArray validationLosses) {}

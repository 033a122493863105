package org.fe4j.archive;

/**
 * An entry as the archive describes it; nothing of this is to be trusted.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param name as it stands in the archive
 * @param type what it is
 */
record ArchiveMember(String name, ArchiveEntryType type) {}

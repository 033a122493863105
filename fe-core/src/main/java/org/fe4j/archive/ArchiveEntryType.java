package org.fe4j.archive;

/** What an entry of an archive is; only the first two are unpacked. */
enum ArchiveEntryType {
  FILE("a file"),
  FOLDER("a folder"),
  SYMBOLIC_LINK("a symbolic link"),
  HARD_LINK("a hard link"),
  DEVICE("a device"),
  FIFO("a named pipe"),
  SPARSE_FILE("a file with holes"),
  ENCRYPTED_FILE("an encrypted file"),
  UNKNOWN("of a type or a compression that is not known");

  private final String description;

  ArchiveEntryType(String description) {
    this.description = description;
  }

  @Override
  public String toString() {
    return description;
  }
}

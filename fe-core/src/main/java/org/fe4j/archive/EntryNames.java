package org.fe4j.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.Joiner;
import com.google.common.base.Splitter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The names of an archive's entries: which of them may become files below a folder.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class EntryNames {
  /** What file systems have for a part of a path. */
  private static final int PART_BYTES = 255;

  /** With a folder before it, below what systems have for a path. */
  private static final int PATH_BYTES = 1024;

  private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*", Pattern.DOTALL);
  private static final int REPLACEMENT = 0xFFFD;

  private final String archive;
  private final Set<String> files = new HashSet<>();
  private final Set<String> folders = new HashSet<>();

  EntryNames(String archive) {
    this.archive = archive;
  }

  static boolean isPrintable(int character) {
    return !Character.isISOControl(character) && character != REPLACEMENT;
  }

  /**
   * Returns the path below the folder, its parts with {@code /} between them; empty for the folder
   * itself.
   *
   * @throws MalformedArchiveException if there must be no such file or folder
   */
  String accept(ArchiveMember member) throws MalformedArchiveException {
    String name = member.name();
    boolean folder = member.type() == ArchiveEntryType.FOLDER;
    if (!folder && member.type() != ArchiveEntryType.FILE) {
      throw refusal(name, "is " + member.type() + ", but only files and folders are unpacked");
    }
    String path = path(name);
    if (path.isEmpty() && !folder) {
      throw refusal(name, "is a file without a name");
    }
    requireRoom(name, path, folder);
    return path;
  }

  private String path(String name) throws MalformedArchiveException {
    if (!name.chars().allMatch(EntryNames::isPrintable)) {
      throw refusal(name, "has a name with control characters, or one that is not in UTF-8");
    }
    if (name.indexOf('\\') >= 0) {
      throw refusal(name, "has a backslash, which parts folders on some systems only");
    }
    if (name.startsWith("/")) {
      throw refusal(name, "has an absolute path, which leads out of the folder");
    }
    if (DRIVE.matcher(name).matches()) {
      throw refusal(name, "has a drive letter, which leads out of the folder");
    }
    List<String> parts = new ArrayList<>();
    for (String part : Splitter.on('/').split(name)) {
      if (part.equals("..")) {
        throw refusal(name, "has the part \"..\", which leads out of the folder");
      }
      if (part.getBytes(UTF_8).length > PART_BYTES) {
        throw refusal(name, "has a part of more than " + PART_BYTES + " bytes");
      }
      if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    String path = Joiner.on('/').join(parts);
    if (path.getBytes(UTF_8).length > PATH_BYTES) {
      throw refusal(name, "has a path of more than " + PATH_BYTES + " bytes");
    }
    return path;
  }

  private void requireRoom(String name, String path, boolean folder)
      throws MalformedArchiveException {
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      String above = path.substring(0, slash);
      if (files.contains(above)) {
        throw refusal(name, "lies in \"" + above + "\", which is a file");
      }
      folders.add(above);
    }
    // A folder may be named again, and is when an archive was added to.
    if (files.contains(path) || (!folder && folders.contains(path))) {
      throw refusal(name, "is there twice");
    }
    (folder ? folders : files).add(path);
  }

  private MalformedArchiveException refusal(String name, String problem) {
    return MalformedArchiveException.of(archive, name, problem);
  }
}

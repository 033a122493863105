package org.fe4j.zoo.compiler;

import com.google.common.collect.ImmutableList;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Size and checksum of a file or folder, kept beside it in {@code NAME.seal}: one line, {@code SIZE
 * SHA256}.
 *
 * @param byteSize of the file, or of all files of the folder
 * @param sha256 in hex: of the file's bytes, or of names, sizes and bytes of the folder's files
 */
record FileSeal(long byteSize, String sha256) {
  private static final Pattern LINE = Pattern.compile("(\\d{1,18}) ([0-9a-f]{64})\n");
  private static final int MAXIMUM_BYTES = 18 + 1 + 64 + 1;
  private static final int PIECE_BYTES = 1 << 18;

  /** What this JVM has hashed, as it was then. */
  private static final Map<Path, Verified> VERIFIED = new ConcurrentHashMap<>();

  private record Verified(FileSeal seal, ImmutableList<State> states) {}

  /** What changes when somebody writes to a file or puts another in its place. */
  private record State(Path file, long byteSize, FileTime modified, Optional<Object> key) {
    static State of(Path file) throws IOException {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new State(
          file,
          attributes.size(),
          attributes.lastModifiedTime(),
          Optional.ofNullable(attributes.fileKey()));
    }
  }

  /** Returns the states of a file, or of all files of a folder, by name. */
  private static ImmutableList<State> states(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return ImmutableList.of(State.of(path));
    }
    ImmutableList.Builder<State> states = ImmutableList.builder();
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        states.add(State.of(file));
      }
    }
    return states.build();
  }

  private static long byteSize(List<State> states) {
    return states.stream().mapToLong(State::byteSize).sum();
  }

  /** Returns a file's seal, or nothing where there is none that can be read. */
  static Optional<FileSeal> read(Path file) throws IOException {
    Path seal = path(file);
    try {
      if (Files.size(seal) > MAXIMUM_BYTES) {
        return Optional.empty();
      }
      // One byte a character: a damaged seal is not one, whatever its bytes.
      Matcher matcher =
          LINE.matcher(new String(Files.readAllBytes(seal), StandardCharsets.ISO_8859_1));
      return matcher.matches()
          ? Optional.of(new FileSeal(Long.parseLong(matcher.group(1)), matcher.group(2)))
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Hashes a complete file and writes its seal, which appears at once or not at all. */
  static FileSeal write(Path file) throws IOException {
    ImmutableList<State> states = states(file);
    FileSeal seal = new FileSeal(byteSize(states), hash(file, states));
    Path temporary = file.resolveSibling(path(file).getFileName() + ".tmp");
    Files.writeString(temporary, seal.byteSize + " " + seal.sha256 + "\n");
    Files.move(
        temporary, path(file), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    VERIFIED.put(file, new Verified(seal, states));
    return seal;
  }

  /** Removes a file and its seal, where they exist. */
  static void remove(Path file) throws IOException {
    VERIFIED.remove(file);
    Files.deleteIfExists(path(file));
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      MoreFiles.deleteRecursively(file, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  /**
   * Returns whether the file is there with this size and checksum; reads it unless this JVM has
   * read it as it is now.
   */
  boolean check(Path file) throws IOException {
    try {
      ImmutableList<State> states = states(file);
      Verified now = new Verified(this, states);
      if (now.equals(VERIFIED.get(file))) {
        return true;
      }
      if (byteSize(states) != byteSize || !hash(file, states).equals(sha256)) {
        return false;
      }
      VERIFIED.put(file, now);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static Path path(Path file) {
    return file.resolveSibling(file.getFileName() + ".seal");
  }

  private static String hash(Path path, List<State> states) throws IOException {
    Hasher hasher = Hashing.sha256().newHasher();
    for (State state : states) {
      if (!state.file.equals(path)) {
        String name = path.relativize(state.file).toString().replace('\\', '/');
        hasher.putUnencodedChars(name).putChar('\n').putLong(state.byteSize);
      }
      putBytes(state.file, hasher);
    }
    return hasher.hash().toString();
  }

  private static void putBytes(Path file, Hasher hasher) throws IOException {
    ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      while (channel.read(piece) >= 0) {
        hasher.putBytes(piece.flip());
        piece.clear();
      }
    }
  }
}

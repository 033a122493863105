package org.fe4j.zoo;

import com.google.common.collect.ImmutableList;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.fe4j.Version;
import org.fe4j.file.WholeFile;

/**
 * Which weight files there are, each with its address, checksum, size and licence. It lies as
 * {@value #FILE_NAME} beside the weights, in the cache and in a folder that is carried to another
 * machine. Equal locks are equal bytes: objects sorted by name, fields in one order, UTF-8, line
 * feeds.
 *
 * <pre>
 * {
 *   "formatVersion": 1,
 *   "fe4j": "0.1.0",                      the version that wrote the file
 *   "weights": [
 *     {
 *       "name": "alexnet.imagenet1k_v1",
 *       "file": "alexnet-owt-7be5be79.pth",
 *       "url": "https://download.pytorch.org/models/alexnet-owt-7be5be79.pth",
 *       "sha256": "7be5be79…",            of the whole file, computed by fe4j
 *       "publishedSha256": "7be5be79",    what the publisher says; may be empty
 *       "bytes": 244408911,
 *       "license": "…"
 *     }
 *   ]
 * }
 * </pre>
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param fe4j version of fe4j that wrote the file, or writes it
 * @param weights sorted by name
 */
public record WeightsLock(String fe4j, ImmutableList<LockedWeights> weights) {
  /** Name of the file beside the weights. */
  public static final String FILE_NAME = "weights.lock.json";

  static final int FORMAT_VERSION = 1;

  /** A lock without weights. */
  static final WeightsLock EMPTY = of(ImmutableList.of());

  /** Sorts, and refuses two of one name or of one file. */
  public WeightsLock {
    Set<String> seen = new HashSet<>();
    for (LockedWeights each : weights) {
      if (!seen.add(each.name()) || !seen.add(each.file())) {
        throw new IllegalArgumentException(
            "%s (%s) is there twice".formatted(each.name(), each.file()));
      }
    }
    weights = ImmutableList.sortedCopyOf(Comparator.comparing(LockedWeights::name), weights);
  }

  /** Returns the lock of these weights by this version of fe4j. */
  public static WeightsLock of(Iterable<LockedWeights> weights) {
    return new WeightsLock(Version.NAME, ImmutableList.copyOf(weights));
  }

  /**
   * Reads a lock file. What it says is well-formed, and not yet compared with any weight file.
   *
   * @throws MalformedLockException if it is none; the message names the field
   * @throws IOException if it cannot be read
   */
  public static WeightsLock read(Path file) throws IOException {
    return LockReader.read(file);
  }

  /** Returns the weights of a full name, or nothing if they are not there. */
  public Optional<LockedWeights> find(String name) {
    return weights.stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /** Returns a lock by this version that has these weights too, instead of others of the name. */
  WeightsLock with(LockedWeights added) {
    ImmutableList.Builder<LockedWeights> all = ImmutableList.builder();
    weights.stream().filter(each -> !each.name().equals(added.name())).forEach(all::add);
    return of(all.add(added).build());
  }

  /**
   * Writes the file, whole or not at all.
   *
   * @param file in a folder that exists
   * @throws IOException if it cannot be written
   */
  public void write(Path file) throws IOException {
    WholeFile.write(file, temporary -> Files.writeString(temporary, toJson()));
  }

  /** Returns the content of the file. */
  public String toJson() {
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      json.setIndent("  ");
      json.beginObject();
      json.name("formatVersion").value(FORMAT_VERSION);
      json.name("fe4j").value(fe4j);
      json.name("weights").beginArray();
      for (LockedWeights each : weights) {
        json.beginObject();
        json.name("name").value(each.name());
        json.name("file").value(each.file());
        json.name("url").value(each.url().toString());
        json.name("sha256").value(each.sha256());
        json.name("publishedSha256").value(each.publishedSha256());
        json.name("bytes").value(each.bytes());
        json.name("license").value(each.license());
        json.endObject();
      }
      json.endArray().endObject();
    } catch (IOException e) {
      throw new UncheckedIOException("A string cannot be written to", e);
    }
    return text + "\n";
  }
}

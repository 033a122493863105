package org.fe4j.store;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.fe4j.file.ProcessLock;
import org.fe4j.file.WholeFile;
import org.fe4j.file.WholeFile.Durability;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The features of one recipe: a folder named by the recipe's hash.
 *
 * <pre>
 * STORE/lock                      held by whoever changes something in the store
 * STORE/RECIPE/recipe.json        the parts of the recipe, for people and for explanations
 * STORE/RECIPE/….f32, ….f16       shards, see {@link Shard}
 * STORE/RECIPE/cost.json          a note: what they cost
 * STORE/RECIPE/.fe4j-….tmp        being written, or left by a process that was killed
 * </pre>
 *
 * <p>Rows are collected in memory and go to disk as a shard when there are enough of them, or when
 * the oldest is half a minute old: whoever is killed loses that much work, with {@link #flushIfDue}
 * and the batch that was under way, and nothing else. A shard appears whole or not at all and is
 * never changed. Under the lock, rows that another process has written meanwhile are left out, so
 * that no feature is there twice.
 *
 * <p>{@link #contains} may be called by many threads at once; everything else by one.
 */
public final class RecipeFolder {
  static final String RECIPE_FILE = "recipe.json";
  static final String LOCK_FILE = "lock";
  private static final String SHARDS = "*.{f32,f16}";
  private static final Logger LOGGER = LoggerFactory.getLogger(RecipeFolder.class);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private final Path store;
  private final Path folder;
  private final Recipe recipe;
  private final int dimension;
  private final Durability durability;
  private final LongSupplier nanoTime;
  private final ShardIndex index = new ShardIndex();
  private final Set<Path> loaded = new HashSet<>();
  private final PendingShard pending;
  private long pendingSinceNanos;
  private long writtenAtNanos;
  private boolean writable;

  private RecipeFolder(
      Path store, Recipe recipe, int dimension, Durability durability, LongSupplier nanoTime) {
    this.store = store;
    this.folder = store.resolve(recipe.sha256());
    this.recipe = recipe;
    this.dimension = dimension;
    this.durability = durability;
    this.nanoTime = nanoTime;
    this.pending = new PendingShard(dimension, recipe.elementType());
    this.writtenAtNanos = nanoTime.getAsLong();
  }

  static RecipeFolder open(
      Path store, Recipe recipe, int dimension, Durability durability, LongSupplier nanoTime)
      throws IOException {
    if (dimension < 1 || dimension > PendingShard.MAXIMUM_DIMENSION) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "A stored feature has 1 to %,d values, but found %d",
              PendingShard.MAXIMUM_DIMENSION,
              dimension));
    }
    RecipeFolder folder = new RecipeFolder(store, recipe, dimension, durability, nanoTime);
    try {
      folder.refresh();
    } catch (ClosedByInterruptException e) {
      throw interrupted(store, e);
    }
    folder.rememberUse();
    return folder;
  }

  /** Returns the recipe. */
  public Recipe recipe() {
    return recipe;
  }

  /** Returns the folder, which need not exist. */
  public Path folder() {
    return folder;
  }

  /** Returns the length of a feature. */
  public int dimension() {
    return dimension;
  }

  /** Returns the number of images whose features are on disk. */
  public int size() {
    return index.size();
  }

  /** Returns whether an image's feature is on disk. */
  public boolean contains(ImageHash image) {
    return index.find(image) != ShardIndex.ABSENT;
  }

  /** Returns whether an image's feature was added and is not on disk yet. */
  public boolean isPending(ImageHash image) {
    return pending.contains(image);
  }

  /**
   * Adds the feature of an image; one that is there already is left as it is.
   *
   * @param values holds the feature from {@code offset} on
   * @throws IOException if the store cannot be written to; what was on disk is still there
   */
  public void add(ImageHash image, float[] values, int offset) throws IOException {
    requireWritable();
    if (pending.contains(image) || contains(image)) {
      return;
    }
    if (pending.size() == 0) {
      pendingSinceNanos = nanoTime.getAsLong();
    }
    pending.add(image, values, offset);
    if (pending.isFull() || nanoTime.getAsLong() - pendingSinceNanos > LONGEST_WAIT.toNanos()) {
      flush();
    }
  }

  /**
   * Writes what was added where nothing was written for half a minute. To be called after each
   * batch: the age of rows says nothing about the work in them where a batch takes long.
   *
   * @throws IOException as {@link #flush}
   */
  public void flushIfDue() throws IOException {
    if (nanoTime.getAsLong() - writtenAtNanos > LONGEST_WAIT.toNanos()) {
      flush();
    }
  }

  /**
   * Writes what was added and is not on disk yet.
   *
   * @throws InterruptedIOException if the thread is interrupted; nothing is lost then, and the next
   *     call writes it
   * @throws IOException if the store cannot be written to; what was on disk is still there
   */
  public void flush() throws IOException {
    if (pending.size() == 0) {
      return;
    }
    int rows = pending.size();
    boolean interrupted = false;
    try {
      changing(store, this::publish);
    } catch (InterruptedIOException e) {
      interrupted = true;
      throw e;
    } catch (DamagedStoreException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException(
          "[%s] %d features cannot be written: %s. The %d that were written before are kept. Make room, or name another folder for the store."
              .formatted(folder, rows, reason(e), index.size()),
          e);
    } finally {
      // After an error too: what cannot be written now would fail again.
      if (!interrupted) {
        pending.clear();
      }
    }
  }

  private void publish() throws IOException {
    Files.createDirectories(folder);
    for (Path abandoned : WholeFile.abandoned(folder)) {
      Files.deleteIfExists(abandoned);
    }
    writeRecipe();
    refresh();
    Optional<Path> shard = pending.write(folder, recipe, index, durability);
    if (shard.isPresent()) {
      load(shard.get());
    }
    writtenAtNanos = nanoTime.getAsLong();
  }

  /**
   * Returns the rows of these images.
   *
   * @throws IllegalStateException if the feature of one is not on disk
   */
  public StoredRows rows(ImageHashList images) {
    List<Shard> shards = index.shards();
    long[] positions = new long[images.size()];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = index.find(images.get(i));
      if (positions[i] == ShardIndex.ABSENT) {
        throw new IllegalStateException(
            "[%s] there is no feature of the image %s".formatted(folder, images.get(i)));
      }
    }
    return new StoredRows(shards, positions, dimension);
  }

  /** Returns all rows, in no order that means anything but always the same one. */
  public StoredRows allRows() {
    ImageHashList images = new ImageHashList();
    List<Shard> shards = index.shards();
    for (int shard = 0; shard < shards.size(); shard++) {
      for (int row = 0; row < shards.get(shard).rows(); row++) {
        ImageHash image = shards.get(shard).hash(row);
        if (index.find(image) == ((long) shard << Integer.SIZE) + row) {
          images.add(image);
        }
      }
    }
    return rows(images);
  }

  /**
   * Returns a note that lies beside the features, such as what they cost; nothing where there is
   * none.
   */
  public Optional<String> note(String name) throws IOException {
    Path file = folder.resolve(name);
    try {
      return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty(); // It went a moment ago.
    }
  }

  /**
   * Writes a note beside the features, replacing one of this name. What reads features does not
   * look at it.
   *
   * @throws IOException if the store cannot be written to
   */
  public void writeNote(String name, String text) throws IOException {
    requireWritable();
    WholeFile.write(
        folder.resolve(name), durability, temporary -> Files.writeString(temporary, text));
  }

  /** Finds out before hours of extraction whether its features could be kept. */
  private void requireWritable() throws IOException {
    if (writable) {
      return;
    }
    try {
      changing(
          store,
          () -> {
            Files.createDirectories(folder);
            writeRecipe();
          });
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException(
          "[%s] features cannot be kept here: %s. Name another folder for the store, or do without one."
              .formatted(store, reason(e)),
          e);
    }
    writable = true;
  }

  /** Something that changes the store. */
  interface Change {
    void run() throws IOException;
  }

  /** Changes a store while nobody else does. */
  static void changing(Path store, Change change) throws IOException {
    try {
      Files.createDirectories(store);
      ProcessLock lock = ProcessLock.acquire(store.resolve(LOCK_FILE));
      try {
        change.run();
      } finally {
        lock.close();
      }
    } catch (ClosedByInterruptException | FileLockInterruptionException e) {
      throw interrupted(store, e);
    }
  }

  private static InterruptedIOException interrupted(Path store, IOException cause) {
    InterruptedIOException interruption =
        new InterruptedIOException(
            "[%s] interrupted while features were stored or looked for".formatted(store));
    interruption.initCause(cause);
    return interruption;
  }

  /** Writes the recipe where it is missing or damaged: its hash, the folder's name, decides. */
  private void writeRecipe() throws IOException {
    Path file = folder.resolve(RECIPE_FILE);
    byte[] content = recipe.toBytes();
    if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), content)) {
      return;
    }
    WholeFile.write(file, durability, temporary -> Files.write(temporary, content));
  }

  private void rememberUse() {
    try {
      if (Files.exists(folder.resolve(RECIPE_FILE))) {
        Files.setLastModifiedTime(folder.resolve(RECIPE_FILE), FileTime.from(Instant.now()));
      }
    } catch (IOException e) {
      LOGGER.debug("Cannot remember the use of {}", folder, e);
    }
  }

  /** Loads the shards that were not there the last time. */
  private void refresh() throws IOException {
    boolean again = true;
    while (again) {
      again = false;
      for (Path file : shards(folder)) {
        if (loaded.contains(file)) {
          continue;
        }
        try {
          load(file);
        } catch (NoSuchFileException e) {
          // Merged into one that was there before this one went.
          again = true;
        }
      }
    }
  }

  private void load(Path file) throws IOException {
    Shard shard = Shard.open(file, recipe.sha256());
    if (shard.dimension() != dimension) {
      throw new DamagedStoreException(
          file,
          "its features have %d values, but this recipe gives %d"
              .formatted(shard.dimension(), dimension));
    }
    index.add(shard);
    loaded.add(file);
  }

  /** Returns the shards of a folder by name, so that everybody sees them in the same order. */
  static List<Path> shards(Path folder) throws IOException {
    return files(folder, SHARDS);
  }

  /** Returns what lies in a folder under such names, sorted; nothing where there is no folder. */
  static List<Path> files(Path folder, String glob) throws IOException {
    List<Path> files = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, glob)) {
        stream.forEach(files::add);
      } catch (NoSuchFileException e) {
        return List.of(); // It went a moment ago.
      } catch (DirectoryIteratorException e) {
        throw e.getCause();
      }
    }
    files.sort(null);
    return files;
  }

  private static String reason(IOException e) {
    // The JDK's messages of a file are a path and, at times, a reason.
    return e.getMessage() == null
        ? e.toString()
        : e.getClass().getSimpleName() + " " + e.getMessage();
  }
}

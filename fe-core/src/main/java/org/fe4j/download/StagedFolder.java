package org.fe4j.download;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder that is filled beside its final place and moved there when it is whole. Whoever makes
 * one must hold the lock of the final place: what a killed run left is deleted first.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class StagedFolder implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(StagedFolder.class);

  private final Path target;
  private final Path part;

  private StagedFolder(Path target, Path part) {
    this.target = target;
    this.part = part;
  }

  static StagedFolder create(Path target) throws IOException {
    Path part = target.resolveSibling(target.getFileName() + ".part");
    delete(part);
    Files.createDirectory(part);
    return new StagedFolder(target, part);
  }

  /** Returns the folder to fill. */
  Path path() {
    return part;
  }

  /** Gives the folder its final name; its files must be on the disk. */
  void publish() throws IOException {
    Files.walkFileTree(
        part,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
              throws IOException {
            force(folder);
            return super.postVisitDirectory(folder, failure);
          }
        });
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    force(target.toAbsolutePath().resolveSibling("."));
  }

  /** After a power cut the names are there or not, never half; not all systems allow this. */
  private static void force(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      LOG.debug("Cannot force {}", folder, e);
    }
  }

  /** Deletes what was not given its final name. */
  @Override
  public void close() throws IOException {
    delete(part);
  }

  private static void delete(Path tree) throws IOException {
    if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}

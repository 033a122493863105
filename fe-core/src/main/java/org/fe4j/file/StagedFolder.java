package org.fe4j.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A folder that is filled beside its final place and moved there when it is whole. Whoever makes
 * one must hold the lock of the final place: what a killed run left is deleted first.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
public final class StagedFolder implements Closeable {
  private final Path target;
  private final Path part;

  private StagedFolder(Path target, Path part) {
    this.target = target;
    this.part = part;
  }

  /**
   * Makes the folder to fill.
   *
   * @param target the final place, in a folder that exists
   */
  public static StagedFolder create(Path target) throws IOException {
    Path part = target.resolveSibling(target.getFileName() + ".part");
    delete(part);
    Files.createDirectory(part);
    return new StagedFolder(target, part);
  }

  /** Returns the folder to fill. */
  public Path path() {
    return part;
  }

  /** Gives the folder its final name; its files must be on the disk. */
  public void publish() throws IOException {
    Files.walkFileTree(
        part,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
              throws IOException {
            WholeFile.forceFolder(folder);
            return super.postVisitDirectory(folder, failure);
          }
        });
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    WholeFile.forceFolder(target.toAbsolutePath().resolveSibling("."));
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

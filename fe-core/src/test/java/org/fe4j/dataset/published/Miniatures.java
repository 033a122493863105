package org.fe4j.dataset.published;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.common.collect.ImmutableList;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.download.Fetcher;
import org.fe4j.image.RgbImage;

/** The publishers' archives with a few pictures: the formats are exact, the pictures formulas. */
final class Miniatures {
  private Miniatures() {}

  /** A cache that downloads nothing. */
  static DatasetCache offline(Path directory) {
    return new DatasetCache(directory, Fetcher.builder(directory).offline(true).build());
  }

  /** A pixel of a picture: never the same with x and y, or with two colours, exchanged. */
  static int value(int picture, int colour, int x, int y) {
    return (41 * picture + 89 * colour + 3 * x + 5 * y + x * y) & 0xFF;
  }

  static byte[] ppm(int picture, int side) {
    byte[] pixels = new byte[3 * side * side];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        for (int colour = 0; colour < 3; colour++) {
          pixels[3 * (y * side + x) + colour] = (byte) value(picture, colour, x, y);
        }
      }
    }
    return RgbImage.wrap(side, side, pixels).toPpm();
  }

  /** Three planes, row after row. */
  private static void addRows(ByteArrayOutputStream bytes, int picture, int side) {
    for (int colour = 0; colour < 3; colour++) {
      for (int y = 0; y < side; y++) {
        for (int x = 0; x < side; x++) {
          bytes.write(value(picture, colour, x, y));
        }
      }
    }
  }

  /** Three planes, column after column. */
  private static void addColumns(ByteArrayOutputStream bytes, int picture, int side) {
    for (int colour = 0; colour < 3; colour++) {
      for (int x = 0; x < side; x++) {
        for (int y = 0; y < side; y++) {
          bytes.write(value(picture, colour, x, y));
        }
      }
    }
  }

  /** Two records in each of five files to train on, and three to test on: pictures 0 to 12. */
  static Map<String, byte[]> cifar10() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("cifar-10-batches-bin/batches.meta.txt", text(names("class", 10)));
    for (int batch = 0; batch < 5; batch++) {
      files.put(
          "cifar-10-batches-bin/data_batch_%d.bin".formatted(batch + 1),
          cifar10(2 * batch, 2 * batch + 2));
    }
    files.put("cifar-10-batches-bin/readme.html", "<html>".getBytes(US_ASCII));
    files.put("cifar-10-batches-bin/test_batch.bin", cifar10(10, 13));
    return files;
  }

  /** Picture i is of class i mod 10. */
  private static byte[] cifar10(int begin, int end) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int picture = begin; picture < end; picture++) {
      bytes.write(picture % 10);
      addRows(bytes, picture, 32);
    }
    return bytes.toByteArray();
  }

  /** Four records to train on, two to test on. */
  static Map<String, byte[]> cifar100() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("cifar-100-binary/coarse_label_names.txt", text(names("coarse", 20)));
    files.put("cifar-100-binary/fine_label_names.txt", text(names("fine", 100)));
    files.put("cifar-100-binary/test.bin", cifar100(4, 6));
    files.put("cifar-100-binary/train.bin", cifar100(0, 4));
    return files;
  }

  /** Picture i is of the fine class 99 - i and of the coarse class 2 i. */
  private static byte[] cifar100(int begin, int end) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int picture = begin; picture < end; picture++) {
      bytes.write(2 * picture);
      bytes.write(99 - picture);
      addRows(bytes, picture, 32);
    }
    return bytes.toByteArray();
  }

  /** Six pictures to train on, four to test on; picture i is of class i, which is i + 1 there. */
  static Map<String, byte[]> stl10() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("stl10_binary/test_X.bin", stl10(6, 10));
    files.put("stl10_binary/test_y.bin", new byte[] {7, 8, 9, 10});
    files.put("stl10_binary/train_X.bin", stl10(0, 6));
    files.put("stl10_binary/train_y.bin", new byte[] {1, 2, 3, 4, 5, 6});
    files.put("stl10_binary/unlabeled_X.bin", stl10(10, 12));
    files.put("stl10_binary/class_names.txt", text(names("class", 10)));
    files.put(
        "stl10_binary/fold_indices.txt",
        text(
            IntStream.range(0, 10).mapToObj(f -> "%d %d ".formatted((f + 3) % 6, f % 6)).toList()));
    return files;
  }

  private static byte[] stl10(int begin, int end) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int picture = begin; picture < end; picture++) {
      addColumns(bytes, picture, 96);
    }
    return bytes.toByteArray();
  }

  static List<String> names(String stem, int count) {
    return IntStream.range(0, count).mapToObj(i -> stem + i).toList();
  }

  /** A line each, and an empty one at the end, as in CIFAR-10. */
  static byte[] text(List<String> lines) {
    return (String.join("\n", lines) + "\n\n").getBytes(US_ASCII);
  }

  /** Writes files as they are when an archive was unpacked. */
  static Path write(Path root, Map<String, byte[]> files) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = root.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    return root;
  }

  static ImmutableList<String> ids(ImageDataset dataset) {
    return IntStream.range(0, dataset.size())
        .mapToObj(dataset::id)
        .collect(ImmutableList.toImmutableList());
  }

  static ImmutableList<Integer> labels(ImageDataset dataset) {
    return IntStream.range(0, dataset.size())
        .mapToObj(dataset::label)
        .collect(ImmutableList.toImmutableList());
  }

  static List<byte[]> bytes(ImageDataset dataset) throws IOException {
    List<byte[]> all = new ArrayList<>();
    for (int index = 0; index < dataset.size(); index++) {
      all.add(dataset.bytes(index));
    }
    return all;
  }
}

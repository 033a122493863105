package org.fe4j.dataset.published;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import us.hebi.matlab.mat.format.BufferAllocator;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.Array;
import us.hebi.matlab.mat.types.Cell;
import us.hebi.matlab.mat.types.Char;
import us.hebi.matlab.mat.types.MatFile;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Sources;
import us.hebi.matlab.mat.types.Struct;

/**
 * The {@code .mat} files (MATLAB 5) of Stanford Cars, as its README describes them:
 *
 * <pre>
 * cars_meta.mat                    class_names   1 x 196 cells of text
 * cars_train_annos.mat             annotations   1 x 8144 structs of
 *                                    bbox_x1, bbox_y1, bbox_x2, bbox_y2   numbers, 1 and up
 *                                    class                                a number, 1 to 196
 *                                    fname                                text: 00001.jpg
 * cars_test_annos_withlabels.mat   the same, 1 x 8041
 * </pre>
 *
 * <p>A number is 1 x 1 of any type: the publisher's are uint8 and uint16, whichever suffices. The
 * only class that uses mfl-core, which may be absent.
 */
final class CarsMatFile {
  /** The publisher's have 0.2 MB, and 8,144 annotations of some hundred bytes in memory. */
  private static final int MAXIMUM_BYTES = 64 << 20;

  /** What the publisher has, a hundred times. */
  private static final int MAXIMUM_ELEMENTS = 1_000_000;

  /** A name without a folder, so that nothing elsewhere is read. */
  private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,199}");

  private final Path file;
  private final MatFile content;

  private CarsMatFile(Path file, MatFile content) {
    this.file = file;
    this.content = content;
  }

  static CarsMatFile open(Path file) throws IOException {
    if (Files.size(file) > MAXIMUM_BYTES) {
      throw new MalformedDatasetException(
          file,
          "The file has %d bytes; at most %d are read.".formatted(Files.size(file), MAXIMUM_BYTES));
    }
    try {
      MatFile content =
          Mat5.newReader(Sources.wrap(Files.readAllBytes(file)))
              .setBufferAllocator(new Bounded())
              .setEntryFilter(entry -> entry.getNumElements() <= MAXIMUM_ELEMENTS)
              .disableSubsystemProcessing()
              .readMat();
      return new CarsMatFile(file, content);
    } catch (IOException | RuntimeException e) {
      // The library throws whatever a damaged file leads it to.
      throw new MalformedDatasetException(
          file, "This is no MATLAB 5 file, or a damaged one (%s). Fetch it again.".formatted(e), e);
    }
  }

  /** Sizes come from the file. */
  private static final class Bounded implements BufferAllocator {
    private long left = MAXIMUM_BYTES;

    @Override
    public ByteBuffer allocate(int bytes) {
      left -= bytes;
      if (bytes < 0 || left < 0) {
        throw new IllegalArgumentException("more than %d bytes of values".formatted(MAXIMUM_BYTES));
      }
      return ByteBuffer.allocate(bytes);
    }

    @Override
    public void release(ByteBuffer buffer) {
      // The collector's.
    }
  }

  ImmutableList<String> classNames() throws MalformedDatasetException {
    Cell names = as(Cell.class, variable("class_names"), "class_names");
    ImmutableList.Builder<String> list = ImmutableList.builder();
    for (int i = 0; i < names.getNumElements(); i++) {
      list.add(text(names.get(i), "class_names{%d}".formatted(i + 1)));
    }
    return list.build();
  }

  /**
   * Returns the annotations in the file's order.
   *
   * @param classes how many there are; others are refused
   */
  ImmutableList<CarAnnotation> annotations(int classes) throws MalformedDatasetException {
    Struct structs = as(Struct.class, variable("annotations"), "annotations");
    for (String field :
        ImmutableList.of("bbox_x1", "bbox_y1", "bbox_x2", "bbox_y2", "class", "fname")) {
      if (!structs.getFieldNames().contains(field)) {
        throw refusal(
            "annotations has no field %s, only %s. %s"
                .formatted(
                    field,
                    String.join(", ", structs.getFieldNames()),
                    field.equals("class")
                        ? "Test pictures have classes in cars_test_annos_withlabels.mat."
                        : "Fetch the file again."));
      }
    }
    ImmutableList.Builder<CarAnnotation> list = ImmutableList.builder();
    for (int i = 0; i < structs.getNumElements(); i++) {
      list.add(annotation(structs, i, classes));
    }
    return list.build();
  }

  private CarAnnotation annotation(Struct structs, int index, int classes)
      throws MalformedDatasetException {
    String where = "annotations(%d).".formatted(index + 1);
    String name = text(structs.get("fname", index), where + "fname");
    if (!FILE_NAME.matcher(name).matches()) {
      throw refusal("%sfname must be the name of a file, but is \"%s\".".formatted(where, name));
    }
    int label = number(structs, "class", index);
    if (label < 1 || label > classes) {
      throw refusal("%sclass is %d, but classes are 1 to %d.".formatted(where, label, classes));
    }
    BoundingBox box =
        new BoundingBox(
            number(structs, "bbox_x1", index),
            number(structs, "bbox_y1", index),
            number(structs, "bbox_x2", index),
            number(structs, "bbox_y2", index));
    if (box.isEmpty()) {
      throw refusal("%sbbox is empty: %s.".formatted(where, box));
    }
    return new CarAnnotation(name, label - 1, box);
  }

  private Array variable(String name) throws MalformedDatasetException {
    for (MatFile.Entry entry : content.getEntries()) {
      if (entry.getName().equals(name)) {
        return entry.getValue();
      }
    }
    throw refusal(
        "The file has no variable %s, or one of more than %d elements. Fetch it again."
            .formatted(name, MAXIMUM_ELEMENTS));
  }

  private int number(Struct structs, String field, int index) throws MalformedDatasetException {
    String where = "annotations(%d).%s".formatted(index + 1, field);
    Matrix matrix = as(Matrix.class, structs.get(field, index), where);
    // getInt would take 196 in a uint8 for what the type says, and 1.5 for 1.
    double value = matrix.getNumElements() == 1 ? matrix.getDouble(0) : Double.NaN;
    if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
      throw refusal("%s must be one whole number, but is %s.".formatted(where, value));
    }
    return (int) value;
  }

  private String text(Array value, String where) throws MalformedDatasetException {
    Char text = as(Char.class, value, where);
    if (text.getNumRows() != 1) {
      throw refusal("%s must be one line of text, but has %d.".formatted(where, text.getNumRows()));
    }
    return text.getString();
  }

  private <T extends Array> T as(Class<T> type, Array value, String where)
      throws MalformedDatasetException {
    if (!type.isInstance(value)) {
      throw refusal(
          "%s must be a %s, but is a %s. Fetch the file again."
              .formatted(where, Ascii.toLowerCase(type.getSimpleName()), value.getType()));
    }
    return type.cast(value);
  }

  private MalformedDatasetException refusal(String problem) {
    return new MalformedDatasetException(file, problem);
  }
}

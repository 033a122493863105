package org.fe4j.dataset.published;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.fe4j.image.RgbImage;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.Array;
import us.hebi.matlab.mat.types.Cell;
import us.hebi.matlab.mat.types.MatlabType;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Struct;

/**
 * Stanford Cars with 196 classes and three pictures of 20 x 10 pixels, laid out and annotated as by
 * the publisher: 1 x N structs, numbers as uint8 or uint16, text as 1 x N characters.
 */
final class CarsMiniature {
  static final int WIDTH = 20;
  static final int HEIGHT = 10;

  private final Path root;

  CarsMiniature(Path root) throws IOException {
    this.root = root;
    Files.createDirectories(root.resolve("devkit"));
    Files.createDirectories(root.resolve("cars_train"));
    Files.createDirectories(root.resolve("cars_test"));
  }

  /** Writes all files: two pictures to train on, of classes 196 and 1, and one to test on. */
  static CarsMiniature write(Path root) throws IOException {
    CarsMiniature cars = new CarsMiniature(root);
    cars.writeNames("devkit/cars_meta.mat", Miniatures.names("Car ", 196));
    cars.writeAnnotations(
        "devkit/cars_train_annos.mat",
        List.of(
            annotation(number(3), number(2), number(17), number(9), number(196), "00001.png"),
            annotation(number(1), number(1), number(300), number(400), number(1), "00002.png")));
    cars.writeAnnotations(
        "cars_test_annos_withlabels.mat",
        List.of(
            annotation(number(20), number(10), number(20), number(10), number(2), "00001.png")));
    cars.writePicture("cars_train/00001.png", 0);
    cars.writePicture("cars_train/00002.png", 1);
    cars.writePicture("cars_test/00001.png", 2);
    return cars;
  }

  Path root() {
    return root;
  }

  /** The smallest unsigned type that a number has room in, as in the publisher's files. */
  static Matrix number(int value) {
    Matrix matrix = Mat5.newMatrix(1, 1, value < 256 ? MatlabType.UInt8 : MatlabType.UInt16);
    matrix.setInt(0, value);
    return matrix;
  }

  /** The fields in the publisher's order. */
  static List<Array> annotation(Array x1, Array y1, Array x2, Array y2, Array label, String name) {
    return List.of(x1, y1, x2, y2, label, Mat5.newString(name));
  }

  void writeAnnotations(String file, List<List<Array>> annotations) throws IOException {
    writeStructs(
        file, List.of("bbox_x1", "bbox_y1", "bbox_x2", "bbox_y2", "class", "fname"), annotations);
  }

  void writeStructs(String file, List<String> fields, List<List<Array>> rows) throws IOException {
    Struct structs = Mat5.newStruct(1, rows.size());
    for (int i = 0; i < rows.size(); i++) {
      for (int f = 0; f < fields.size(); f++) {
        structs.set(fields.get(f), i, rows.get(i).get(f));
      }
    }
    write(file, "annotations", structs);
  }

  void writeNames(String file, List<String> names) throws IOException {
    Cell cells = Mat5.newCell(1, names.size());
    for (int i = 0; i < names.size(); i++) {
      cells.set(i, Mat5.newString(names.get(i)));
    }
    write(file, "class_names", cells);
  }

  void write(String file, String variable, Array value) throws IOException {
    Mat5.writeToFile(Mat5.newMatFile().addArray(variable, value), root.resolve(file).toString());
  }

  /** A pixel of a picture, which is a PNG here: JPEGs lose bits. */
  static int value(int picture, int colour, int x, int y) {
    return Miniatures.value(picture, colour, x, y);
  }

  private void writePicture(String file, int picture) throws IOException {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        image.setRGB(
            x,
            y,
            value(picture, 0, x, y) << 16 | value(picture, 1, x, y) << 8 | value(picture, 2, x, y));
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    Files.write(root.resolve(file), bytes.toByteArray());
  }

  /** The columns and rows from the first to the last, counted from 0, as a pixmap. */
  static byte[] ppm(int picture, int left, int top, int width, int height) {
    List<Byte> values = new ArrayList<>();
    for (int y = top; y < top + height; y++) {
      for (int x = left; x < left + width; x++) {
        for (int colour = 0; colour < 3; colour++) {
          values.add((byte) value(picture, colour, x, y));
        }
      }
    }
    return RgbImage.wrap(width, height, com.google.common.primitives.Bytes.toArray(values)).toPpm();
  }
}

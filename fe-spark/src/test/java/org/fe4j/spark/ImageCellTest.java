package org.fe4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.fe4j.image.ImageDecoder;
import org.fe4j.image.UnreadableImageException;
import org.junit.jupiter.api.Test;

class ImageCellTest {
  private static Row pixels(int width, int height, int channels, int... data) {
    byte[] bytes = new byte[data.length];
    for (int i = 0; i < data.length; i++) {
      bytes[i] = (byte) data[i];
    }
    return RowFactory.create("file:/a.png", height, width, channels, 16, bytes);
  }

  private static int[] rgb(Row image) throws IOException {
    byte[] found =
        ImageDecoder.standard().decode(ImageCell.encoded(image, "a.png"), "a.png").pixels();
    int[] values = new int[found.length];
    Arrays.setAll(values, i -> found[i] & 0xff);
    return values;
  }

  @Test
  void turnsBlueGreenRedIntoRedGreenBlue() throws IOException {
    assertThat(rgb(pixels(2, 1, 3, 1, 2, 3, 250, 251, 252)))
        .containsExactly(3, 2, 1, 252, 251, 250);
  }

  @Test
  void givesGreyToAllThree() throws IOException {
    assertThat(rgb(pixels(1, 2, 1, 7, 200))).containsExactly(7, 7, 7, 200, 200, 200);
  }

  @Test
  void dropsTransparency() throws IOException {
    assertThat(rgb(pixels(1, 1, 4, 1, 2, 3, 99))).containsExactly(3, 2, 1);
  }

  @Test
  void givesTheBytesOfAFileAsTheyAre() throws IOException {
    byte[] file = {1, 2, 3};
    assertThat(ImageCell.encoded(file, "a.png")).isSameAs(file);
  }

  @Test
  void saysWhatIsWrongWithPixels() {
    assertThatThrownBy(() -> ImageCell.encoded(pixels(2, 1, 3, 1, 2, 3), "a.png"))
        .isInstanceOf(UnreadableImageException.class)
        .hasMessage("[a.png] 2 x 1 pixels of 3 channels are 6 bytes, found 3.");
    assertThatThrownBy(() -> ImageCell.encoded(pixels(-1, -1, -1), "a.png"))
        .hasMessage(
            "[a.png] Pixels of 1, 3 or 4 channels were expected, found -1 x -1 pixels of -1 channels.");
    assertThatThrownBy(
            () -> ImageCell.encoded(RowFactory.create(null, null, null, null, null, null), "row 1"))
        .hasMessage(
            "[row 1] Pixels of 1, 3 or 4 channels were expected, found -1 x -1 pixels of -1 channels.");
    assertThatThrownBy(() -> ImageCell.encoded(null, "row 1"))
        .hasMessage("[row 1] There is no image: the column is null.");
  }

  @Test
  void knowsBothTypesOfColumnsWhateverMayBeNull() {
    assertThat(ImageCell.isImage(DataTypes.BinaryType)).isTrue();
    assertThat(ImageCell.isImage(ImageSchema.columnSchema())).isTrue();
    StructType required = new StructType();
    for (var field : ImageSchema.columnSchema().fields()) {
      required = required.add(field.name(), field.dataType(), false);
    }
    assertThat(ImageCell.isImage(required)).isTrue();
    assertThat(ImageCell.isImage(DataTypes.StringType)).isFalse();
    assertThat(ImageCell.isImage(new StructType().add("data", DataTypes.BinaryType))).isFalse();
  }
}

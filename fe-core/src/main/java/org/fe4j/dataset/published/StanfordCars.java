package org.fe4j.dataset.published;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.image.ImageDecoder;
import org.fe4j.image.RgbImage;

/**
 * Stanford Cars (Krause, Stark, Deng and Fei-Fei, "3D object representations for fine-grained
 * categorization", 2013): 16,185 photographs of 196 models of cars, 8,144 to train on and 8,041 to
 * test on, with a box around the car in each.
 *
 * <pre>
 * devkit/cars_meta.mat             the names of the classes
 * devkit/cars_train_annos.mat      file, class and box of each picture to train on
 * cars_test_annos_withlabels.mat   the same of each picture to test on; may lie in devkit
 * cars_train/00001.jpg …
 * cars_test/00001.jpg …
 * </pre>
 *
 * <p>The publisher's addresses have not answered since 2023, so there is no download. The {@code
 * .mat} files are read by {@code us.hebi.matlab.mat:mfl-core}, an optional dependency. Both parts
 * are joined unless one is asked for, and pictures are whole unless {@link #croppedToBox} is asked
 * for. A copy with a folder of pictures for each class is read by {@code ImageFolder}.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
public final class StanfordCars implements ImageDataset {
  static final String NAME = "stanford_cars";
  static final String CROPPED_NAME = "stanford_cars_cropped";

  private final ImmutableList<String> classNames;
  private final ImmutableList<CarPicture> all;
  private final ImmutableList<CarPicture> chosen;
  private final DatasetPart part;
  private final Optional<ImageDecoder> cropping;

  private StanfordCars(
      ImmutableList<String> classNames,
      ImmutableList<CarPicture> all,
      DatasetPart part,
      Optional<ImageDecoder> cropping) {
    this.classNames = classNames;
    this.all = all;
    this.part = part;
    this.cropping = cropping;
    this.chosen =
        all.stream()
            .filter(picture -> part.halves().contains(picture.part()))
            .collect(ImmutableList.toImmutableList());
  }

  /**
   * Returns the data set in a folder, or in the folder {@code stanford_cars} in it.
   *
   * @throws IllegalStateException if mfl-core is not on the class path; the message has the lines
   *     to add
   * @throws IllegalArgumentException if there is no such folder
   * @throws IOException if the files cannot be read, or are something else
   */
  public static StanfordCars of(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          """
          [%s] is no folder (looked in %s). Give a folder with
          %s"""
              .formatted(folder, folder.toAbsolutePath().normalize(), CarsFolder.LAYOUT));
    }
    CarsFolder files = new CarsFolder(folder);
    Path meta = files.meta();
    MatReading.require();
    ImmutableList<String> names = CarsMatFile.open(meta).classNames();
    if (names.size() < 2 || ImmutableSet.copyOf(names).size() != names.size()) {
      throw new MalformedDatasetException(
          meta, "Two or more different class names are needed, but found %s.".formatted(names));
    }
    ImmutableList.Builder<CarPicture> pictures = ImmutableList.builder();
    for (DatasetPart part : DatasetPart.JOINED.halves()) {
      CarsMatFile annotations = CarsMatFile.open(files.annotations(part));
      pictures.addAll(files.pictures(part, annotations.annotations(names.size())));
    }
    return new StanfordCars(names, pictures.build(), DatasetPart.JOINED, Optional.empty());
  }

  /** Returns the data set with another part of the pictures. */
  public StanfordCars part(DatasetPart newPart) {
    return new StanfordCars(classNames, all, newPart, cropping);
  }

  /** Returns the data set with each picture cut down to the car's box, decoded as by default. */
  public StanfordCars croppedToBox() {
    return croppedToBox(ImageDecoder.standard());
  }

  /**
   * Returns the data set with each picture cut down to the car's box. What of a box reaches out of
   * its picture is left out; a box beside its picture makes the picture unreadable. The pictures
   * are portable pixmaps then.
   *
   * @param decoder decodes the whole pictures
   */
  public StanfordCars croppedToBox(ImageDecoder decoder) {
    return new StanfordCars(classNames, all, part, Optional.of(decoder));
  }

  @Override
  public String name() {
    return part.nameOf(cropping.isPresent() ? CROPPED_NAME : NAME);
  }

  @Override
  public int size() {
    return chosen.size();
  }

  @Override
  public ImmutableList<String> classNames() {
    return classNames;
  }

  @Override
  public int label(int index) {
    return chosen.get(index).annotation().label();
  }

  /** Returns the part and the file's name, as in {@code train/00042.jpg}. */
  @Override
  public String id(int index) {
    return chosen.get(index).id();
  }

  @Override
  public byte[] bytes(int index) throws IOException {
    CarPicture picture = chosen.get(index);
    byte[] encoded = Files.readAllBytes(picture.file());
    if (cropping.isEmpty()) {
      return encoded;
    }
    RgbImage whole = cropping.get().decode(encoded, picture.id());
    return picture.annotation().box().cut(whole, picture.id()).toPpm();
  }

  @Override
  public String toString() {
    return "%s: %d images, %d classes".formatted(name(), size(), classNames.size());
  }
}

package org.fe4j.classifier;

import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.repository.zoo.Criteria;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import com.google.common.primitives.Doubles;
import com.google.common.primitives.Floats;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.fe4j.backbone.Backbone;
import org.fe4j.feature.DjlCriteria;
import org.fe4j.file.WholeFile;
import org.fe4j.progress.ProgressListener;

/**
 * The folder of a deployed classifier, which can be copied to another machine as it is.
 *
 * <pre>
 * model.pt              backbone, head and softmax as TorchScript, where saved for PyTorch
 * saved_model/          the same as a SavedModel, where saved for TensorFlow
 * synset.txt            the class names, one a line
 * serving.properties    what DJL Serving and DJL's Criteria read
 * classifier.json       all that describes it, and the checksums of the other files
 * </pre>
 *
 * <p>A program in it is run by the engine: load only what you trust. Checksums tell damage, not who
 * wrote it.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
public final class ClassifierFolder {
  private static final String SYNSET = "synset.txt";
  private static final String SERVING = "serving.properties";

  private final Path path;
  private final ClassifierDescription description;
  private final ImmutableMap<String, String> files;

  private ClassifierFolder(
      Path path, ClassifierDescription description, ImmutableMap<String, String> files) {
    this.path = path;
    this.description = description;
    this.files = files;
  }

  /**
   * Opens a folder and compares every file with its checksum, which reads all of it.
   *
   * @throws MalformedClassifierException if it is no classifier, of another format version, or a
   *     file is missing or changed
   * @throws NotDirectoryException if it is no folder
   * @throws IOException if it cannot be read
   */
  public static ClassifierFolder open(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    if (!Files.isDirectory(path)) {
      throw new NotDirectoryException(path.toString());
    }
    DescriptionFile read = DescriptionFile.read(path);
    ClassifierFolder folder = new ClassifierFolder(path, read.description(), read.files());
    folder.check();
    return folder;
  }

  /**
   * Writes the files beside the programs into a folder that holds those.
   *
   * @param folder that holds the compiled programs and nothing else
   * @throws IllegalArgumentException if a class name cannot stand on a line
   */
  public static void complete(Path folder, ClassifierDescription description) throws IOException {
    requireClassNames(description.classNames());
    write(folder.resolve(SYNSET), synset(description));
    write(folder.resolve(SERVING), ServingProperties.of(description));
    ImmutableMap<String, String> files = checksums(folder);
    write(folder.resolve(DescriptionFile.NAME), new DescriptionFile(description, files).toJson());
  }

  private static String synset(ClassifierDescription description) {
    return String.join("\n", description.classNames()) + "\n";
  }

  private static void write(Path file, String text) throws IOException {
    WholeFile.write(file, temporary -> Files.writeString(temporary, text));
  }

  /**
   * Refuses class names that DJL cannot read, which takes one a line, as it stands.
   *
   * @throws IllegalArgumentException if one is blank or has a line break
   */
  public static void requireClassNames(List<String> classNames) {
    for (String name : classNames) {
      if (name.isBlank() || name.indexOf('\n') >= 0 || name.indexOf('\r') >= 0) {
        throw new IllegalArgumentException(
            "The class name \"%s\" cannot stand on a line of synset.txt: name the class otherwise"
                .formatted(name.replace("\n", "\\n").replace("\r", "\\r")));
      }
    }
  }

  private static ImmutableMap<String, String> checksums(Path folder) throws IOException {
    TreeMap<String, String> sums = new TreeMap<>();
    try (Stream<Path> found = Files.walk(folder)) {
      for (Path file : found.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(file).toString().replace(File.separatorChar, '/');
        sums.put(name, sha256(file));
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return ImmutableMap.copyOf(sums);
  }

  private static String sha256(Path file) throws IOException {
    return MoreFiles.asByteSource(file).hash(Hashing.sha256()).toString();
  }

  private void check() throws IOException {
    ImmutableSet<String> needed = ImmutableSet.of(SYNSET, SERVING);
    for (String name : needed) {
      requireListed(files.containsKey(name), name);
    }
    for (ClassifierDescription.Program program : description.programs().values()) {
      String file = program.file();
      requireListed(
          files.keySet().stream()
              .anyMatch(name -> name.equals(file) || name.startsWith(file + "/")),
          file);
    }
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path found = path.resolve(file.getKey());
      if (!Files.isRegularFile(found)) {
        throw new MalformedClassifierException(
            path, "lacks %s: copy the whole folder again".formatted(file.getKey()));
      }
      String sum = sha256(found);
      if (!sum.equals(file.getValue())) {
        throw new MalformedClassifierException(
            path,
            "%s is not what was saved: its sha-256 is %s, but classifier.json says %s. Copy the folder again, or train and save the classifier anew"
                .formatted(file.getKey(), sum, file.getValue()));
      }
    }
    requireNames();
  }

  private void requireListed(boolean listed, String name) throws MalformedClassifierException {
    if (!listed) {
      throw new MalformedClassifierException(
          path, "classifier.json, files: there is no checksum of " + name);
    }
  }

  private void requireNames() throws IOException {
    String synset = Files.readString(path.resolve(SYNSET));
    if (!synset.equals(synset(description))) {
      throw new MalformedClassifierException(
          path,
          "synset.txt has %d lines, which are not the %d classes of classifier.json"
              .formatted(synset.lines().count(), description.classNames().size()));
    }
  }

  /** Returns where it is. */
  public Path path() {
    return path;
  }

  /** Returns what it says of itself. */
  public ClassifierDescription description() {
    return description;
  }

  /**
   * Returns the classifier as a backbone: its only feature are the probabilities, a value for each
   * class. It runs on the engines, the device and in the precision that it was saved for; asking
   * for others when it is compiled is an {@link IllegalArgumentException}.
   */
  public Backbone asBackbone() {
    return new DeployedBackbone(path, description);
  }

  /**
   * Returns criteria for programs that stay in DJL: its models classify as {@link
   * org.fe4j.Classifier} does, but for what {@link DjlCriteria} says of decoding. What DJL loads by
   * itself from this folder resizes otherwise.
   *
   * @param engine DJL's name of one that the classifier was saved for
   * @throws IllegalArgumentException if it was not saved for this engine
   * @throws IllegalStateException if the engine, its natives or the device are not there
   */
  public Criteria<Image, Classifications> toCriteria(String engine) throws IOException {
    return DjlCriteria.of(asBackbone())
        .engine(engine)
        .device(description.device())
        .precision(description.precision())
        .toCriteria(Classifications.class, this::classifications, ProgressListener.NONE);
  }

  private Classifications classifications(float[] probabilities) {
    return new Classifications(
        description.classNames(),
        Doubles.asList(
            Floats.asList(probabilities).stream().mapToDouble(Float::doubleValue).toArray()));
  }
}

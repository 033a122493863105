package org.fe4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.modality.cv.translator.ImageClassificationTranslatorFactory;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import com.google.common.base.Joiner;
import com.google.common.base.Splitter;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.fe4j.Classifier;
import org.fe4j.Protocol;
import org.fe4j.backbone.Backbones;
import org.fe4j.classifier.Classification;
import org.fe4j.classifier.ClassifierFolder;
import org.fe4j.dataset.ImageFolder;
import org.fe4j.engine.Engines;
import org.fe4j.examples.quickstart.SmallData;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A classifier's folder, as others load it: fe4j, DJL beside fe4j, and DJL alone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeploymentTest {
  private static final String MODEL = "shufflenet_v2_x0_5.fe4j_formula_v1";

  /** What a probability may differ by between two ways to the same program. */
  private static final double TOLERANCE = 1e-5;

  /** What DJL's own resizing may move a probability by; 4e-5 was found for this picture. */
  private static final double RESIZED = 1e-3;

  private Path images = Path.of("");
  private Path classifier = Path.of("");
  private Path notResized = Path.of("");
  private Path anySize = Path.of("");

  @BeforeAll
  void saveAClassifier(@TempDir Path shared) throws IOException {
    images = SmallData.images(shared);
    classifier = shared.resolve("classifier");
    Classifier.train(Backbones.named(MODEL), ImageFolder.of(images), Protocol.standard())
        .engines(Engines.PYTORCH, Engines.TENSORFLOW)
        .save(classifier);
    anySize = first(images);
    // The shorter side is what pictures are resized to: only the crop is left to do.
    notResized = shared.resolve("256.png");
    BufferedImage picture = new BufferedImage(300, 256, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = picture.createGraphics();
    graphics.drawImage(ImageIO.read(anySize.toFile()), 0, 0, 300, 256, null);
    graphics.dispose();
    ImageIO.write(picture, "png", notResized.toFile());
  }

  private static Path first(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().findFirst().orElseThrow();
    }
  }

  private Classification classify(Path image, String engine) throws IOException {
    try (Classifier loaded = Classifier.loader(classifier).engine(engine).load()) {
      return loaded.classify(image);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {Engines.PYTORCH, Engines.TENSORFLOW})
  void plainDjlAnswersTheSameForImagesThatNeedNoResizing(String engine) throws Exception {
    Classification expected = classify(notResized, engine);
    try (ZooModel<Image, Classifications> model = plain(engine).loadModel();
        Predictor<Image, Classifications> predictor = model.newPredictor()) {
      Classifications answer = predictor.predict(ImageFactory.getInstance().fromFile(notResized));
      assertThat(answer.getClassNames()).isEqualTo(names());
      for (String name : names()) {
        assertThat((double) expected.probability(name))
            .isCloseTo(probability(answer, name), offset(TOLERANCE));
      }
      Classifications resized = predictor.predict(ImageFactory.getInstance().fromFile(anySize));
      Classification exact = classify(anySize, engine);
      for (String name : names()) {
        assertThat((double) exact.probability(name))
            .isCloseTo(probability(resized, name), offset(RESIZED));
      }
    }
  }

  private List<String> names() throws IOException {
    return ClassifierFolder.open(classifier).description().classNames();
  }

  private static double probability(Classifications answer, String name) {
    return answer.<Classifications.Classification>items().stream()
        .filter(item -> item.getClassName().equals(name))
        .findFirst()
        .orElseThrow()
        .getProbability();
  }

  private Criteria<Image, Classifications> plain(String engine) {
    Engines.start(engine); // From natives on the class path, without a download.
    return Criteria.builder()
        .setTypes(Image.class, Classifications.class)
        .optModelPath(classifier)
        .optEngine(engine)
        .optTranslatorFactory(new ImageClassificationTranslatorFactory())
        .build();
  }

  @ParameterizedTest
  @ValueSource(strings = {Engines.PYTORCH, Engines.TENSORFLOW})
  void criteriaOfTheFolderAnswerTheSameForImagesOfAnySize(String engine) throws Exception {
    Classification expected = classify(anySize, engine);
    Criteria<Image, Classifications> criteria =
        ClassifierFolder.open(classifier).toCriteria(engine);
    try (ZooModel<Image, Classifications> model = criteria.loadModel();
        Predictor<Image, Classifications> predictor = model.newPredictor()) {
      Classifications answer = predictor.predict(ImageFactory.getInstance().fromFile(anySize));
      for (String name : names()) {
        assertThat((double) expected.probability(name))
            .isCloseTo(probability(answer, name), offset(TOLERANCE));
      }
    }
  }

  @Test
  void djlAloneClassifiesInAProcessWithoutFe4j(@TempDir Path folder) throws Exception {
    Path output = folder.resolve("printed.txt");
    String[] ours = {"fe-core", "fe-metrics", "fe-zoo", "fe-report", "fe-pytorch", "fe-tensorflow"};
    List<String> classPath =
        Splitter.on(File.pathSeparatorChar)
            .splitToStream(System.getProperty("java.class.path"))
            .filter(entry -> Stream.of(ours).noneMatch(entry::contains))
            .filter(entry -> !entry.contains("tensorflow"))
            .toList();
    assertThat(classPath).anyMatch(entry -> entry.contains("pytorch-native"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dai.djl.offline=true",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-cp",
                Joiner.on(File.pathSeparatorChar).join(classPath),
                ClassifyWithPlainDjl.class.getName(),
                classifier.toString(),
                notResized.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    String printed = Files.readString(output);
    assertThat(process.exitValue()).as(printed).isZero();
    assertThat(printed)
        .contains(classify(notResized, Engines.PYTORCH).best().className(), "probability");
  }

  @Test
  void trainClassifierPrintsWhatItSavedAndAnswers(@TempDir Path folder) throws Exception {
    Path saved = folder.resolve("rocks");
    String printed =
        printed(
            () ->
                TrainClassifier.main(
                    new String[] {MODEL, images.toString(), saved.toString(), anySize.toString()}));
    assertThat(printed).contains("30 images").containsPattern("\\w+ [01]\\.\\d{3}");
  }

  @Test
  void backboneInDjlPrintsTheLengthOfAFeature() throws Exception {
    String printed = printed(() -> BackboneInDjl.main(new String[] {MODEL, anySize.toString()}));
    assertThat(printed).startsWith("1024 values");
  }

  private interface Program {
    void run() throws Exception;
  }

  private static String printed(Program program) throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      program.run();
    } finally {
      System.setOut(before);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}

package org.fe4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.fe4j.Classifier;
import org.fe4j.ClassifierTraining;
import org.fe4j.Evaluation;
import org.fe4j.Protocol;
import org.fe4j.Resizing;
import org.fe4j.SavedClassifier;
import org.fe4j.backbone.Backbone;
import org.fe4j.backbone.Backbones;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.backbone.Precision;
import org.fe4j.classifier.Classification;
import org.fe4j.classifier.ClassifiedImages;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.engine.Engines;
import org.fe4j.feature.DenseFeatures;
import org.fe4j.feature.FeatureExtractor;
import org.fe4j.feature.FeatureExtractorBuilder;
import org.fe4j.head.Head;
import org.fe4j.head.LogisticRegressionTrainer;
import org.fe4j.head.NearestMeanTrainer;
import org.fe4j.head.Scaling;
import org.fe4j.image.RgbImage;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.progress.ProgressListener;
import org.fe4j.validation.KFold;
import org.fe4j.validation.Labels;
import org.fe4j.validation.SplitDataset;
import org.fe4j.zoo.checkpoint.SafetensorsWriter;
import org.fe4j.zoo.verify.Golden;
import org.fe4j.zoo.verify.GoldenWeights;
import org.fe4j.zoo.verify.Goldens;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From labelled pictures to a folder, and from the folder to probabilities, on real engines. */
class ClassifierTest {
  /** What a probability may differ by from the head's, which is computed in float64. */
  private static final double TOLERANCE = 1e-5;

  private static final ImageDataset IMAGES = ClassifierImages.dataset(10);

  @TempDir static Path shared;

  @TempDir Path folder;

  @BeforeEach
  void useACacheOfItsOwn() {
    System.setProperty("fe4j.cache", shared.resolve("cache").toString());
  }

  @AfterEach
  void useTheUsualCache() {
    System.clearProperty("fe4j.cache");
  }

  private static Backbone formula() {
    return Backbones.named("shufflenet_v2_x0_5.fe4j_formula_v1");
  }

  private Backbone backbone(String name) throws IOException {
    return switch (name) {
      case "formula" -> formula();
      case "scaled" -> ScaledNet.backbone(shared.resolve("scaled.safetensors"));
      default -> {
        Golden golden = Goldens.project(name);
        GoldenWeights weights = GoldenWeights.of(golden);
        Path file = shared.resolve(name + ".safetensors");
        SafetensorsWriter.write(file, weights.tensors().values().asList(), weights::read);
        yield Backbones.named(name, file);
      }
    };
  }

  static Stream<Arguments> classifiers() {
    Protocol standard = Protocol.standard();
    Protocol paper = Protocol.paper().withResizing(Resizing.AS_PUBLISHED);
    Protocol logistic = standard.withHead(LogisticRegressionTrainer.standard());
    return Stream.of(Engines.PYTORCH, Engines.TENSORFLOW)
        .flatMap(
            engine ->
                Stream.of(
                    Arguments.of(engine, "formula", standard),
                    Arguments.of(engine, "formula", paper),
                    Arguments.of(engine, "formula", standard.withScaling(Scaling.NONE)),
                    Arguments.of(engine, "scaled", standard),
                    Arguments.of(engine, "scaled", logistic),
                    Arguments.of(engine, "scaled", standard.withScaling(Scaling.L2)),
                    Arguments.of(engine, "mobilenet_v3_small", standard)));
  }

  @ParameterizedTest
  @MethodSource("classifiers")
  void answersAsItsHeadDoesOnFeatures(String engine, String name, Protocol protocol)
      throws IOException {
    Backbone backbone = backbone(name);
    Path saved = folder.resolve("saved");
    training(backbone, protocol).engines(engine).save(saved);
    Head head = head(backbone, protocol, engine, Precision.FP32);
    try (Classifier classifier = Classifier.loader(saved).engine(engine).load();
        FeatureExtractor extractor =
            extraction(backbone, engine, Precision.FP32)
                .withoutFilling()
                .open(ProgressListener.NONE)) {
      for (int i = 0; i < 9; i++) {
        RgbImage picture = ClassifierImages.picture(i % 3, i);
        float[] feature = extractor.extract(picture);
        assertClose(
            classifier.classify(picture),
            head.probabilities(DenseFeatures.of(1, feature.length, feature), 0));
      }
    }
  }

  private ClassifierTraining training(Backbone backbone, Protocol protocol) {
    return Classifier.train(backbone, IMAGES, protocol).store(shared.resolve("features"));
  }

  private static void assertClose(Classification answer, float[] expected) {
    for (int c = 0; c < expected.length; c++) {
      assertThat((double) answer.probability(IMAGES.classNames().get(c)))
          .isCloseTo(expected[c], offset(TOLERANCE));
    }
    assertThat(answer.classes().stream().mapToDouble(c -> c.probability()).sum())
        .isCloseTo(1, offset(TOLERANCE));
  }

  private FeatureExtractorBuilder extraction(
      Backbone backbone, String engine, Precision precision) {
    return FeatureExtractor.builder(backbone)
        .engine(engine)
        .precision(precision)
        .store(shared.resolve("features"));
  }

  /** Returns the head of the same procedure, without a classifier. */
  private Head head(Backbone backbone, Protocol protocol, String engine, Precision precision)
      throws IOException {
    try (FeatureExtractor extractor =
        extraction(backbone, engine, precision).open(ProgressListener.NONE)) {
      Labels labels = Labels.of(IMAGES);
      return protocol
          .head()
          .fit(
              extractor.extract(IMAGES, ProgressListener.NONE),
              labels,
              List.of(protocol.validation().withoutTest(labels)),
              ProgressListener.NONE)
          .get(0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {Engines.PYTORCH, Engines.TENSORFLOW})
  void answersTheSameWhateverComesTogether(String engine) throws IOException {
    Path saved = folder.resolve("saved");
    training(formula(), Protocol.standard()).engines(engine).save(saved);
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      files.add(folder.resolve(i + ".ppm"));
      Files.write(files.get(i), ClassifierImages.picture(i % 3, 100 + i).toPpm());
    }
    try (Classifier alone = Classifier.loader(saved).engine(engine).batchSize(1).load();
        Classifier together = Classifier.loader(saved).engine(engine).batchSize(4).load()) {
      ClassifiedImages answers = together.classify(files);
      assertThat(answers.skipped()).isEmpty();
      assertThat(answers.images()).hasSize(7);
      for (int i = 0; i < 7; i++) {
        Classification one = alone.classify(files.get(i));
        assertThat(answers.images().get(i).path()).isEqualTo(files.get(i));
        for (String name : IMAGES.classNames()) {
          assertThat(answers.images().get(i).classification().probability(name))
              .isCloseTo(one.probability(name), offset((float) TOLERANCE));
        }
      }
    }
  }

  @Test
  void trainsUnderTheProtocolOfAReport() throws IOException {
    MetricsReport report =
        Evaluation.of(formula())
            .on(IMAGES)
            .scaling(Scaling.L2)
            .seed(7)
            .store(shared.resolve("features"))
            .run();
    Path fromReport = folder.resolve("report");
    Path fromProtocol = folder.resolve("protocol");
    SavedClassifier saved =
        Classifier.train(formula(), IMAGES, report.protocol())
            .store(shared.resolve("features"))
            .save(fromReport);
    training(formula(), Protocol.standard().withScaling(Scaling.L2).withSeed(7)).save(fromProtocol);
    assertThat(saved.description().protocol()).isEqualTo(report.protocol());
    assertThat(fromReport.resolve("model.pt"))
        .hasSameBinaryContentAs(fromProtocol.resolve("model.pt"));
  }

  @Test
  void learnsWhatItWasTrainedOn() throws IOException {
    Path saved = folder.resolve("saved");
    SavedClassifier result = training(formula(), Protocol.standard()).save(saved);
    assertThat(result.images()).isEqualTo(30);
    assertThat(saved)
        .isDirectoryContaining("glob:**/model.pt")
        .isDirectoryContaining("glob:**/synset.txt")
        .isDirectoryContaining("glob:**/serving.properties")
        .isDirectoryContaining("glob:**/classifier.json");
    int right = 0;
    try (Classifier classifier = Classifier.load(saved)) {
      assertThat(classifier.description()).isEqualTo(result.description());
      for (int i = 0; i < 30; i++) {
        Classification answer = classifier.classify(ClassifierImages.picture(i % 3, 1000 + i));
        right += answer.best().classIndex() == i % 3 ? 1 : 0;
        assertThat(answer.top(2)).hasSize(2);
        assertThat(answer.top(2).get(0).probability())
            .isGreaterThanOrEqualTo(answer.top(2).get(1).probability());
      }
    }
    assertThat(right).isGreaterThan(27);
  }

  @ParameterizedTest
  @ValueSource(strings = {Engines.PYTORCH, Engines.TENSORFLOW})
  void keepsItsHeadInFloat32WhereTheBackboneIsInBfloat16(String engine) throws IOException {
    Path saved = folder.resolve("saved");
    training(formula(), Protocol.standard()).engines(engine).precision(Precision.BF16).save(saved);
    Head head = head(formula(), Protocol.standard(), engine, Precision.BF16);
    try (Classifier classifier = Classifier.loader(saved).engine(engine).load();
        FeatureExtractor extractor =
            extraction(formula(), engine, Precision.BF16)
                .withoutFilling()
                .open(ProgressListener.NONE)) {
      for (int i = 0; i < 6; i++) {
        RgbImage picture = ClassifierImages.picture(i % 3, i);
        float[] feature = extractor.extract(picture);
        assertClose(
            classifier.classify(picture),
            head.probabilities(DenseFeatures.of(1, feature.length, feature), 0));
      }
    }
  }

  @Test
  void savesForBothEnginesAndSaysWhatAFolderIsNotFor() throws IOException {
    Path saved = folder.resolve("saved");
    training(formula(), Protocol.standard())
        .engines(Engines.TENSORFLOW, Engines.PYTORCH)
        .save(saved);
    float first = 0;
    for (String engine : List.of(Engines.PYTORCH, Engines.TENSORFLOW)) {
      try (Classifier classifier = Classifier.loader(saved).engine(engine).load()) {
        float found = classifier.classify(ClassifierImages.picture(0, 5)).probability("across");
        assertThat(first == 0 ? found : first).isCloseTo(found, offset((float) TOLERANCE));
        first = found;
      }
    }
    assertThatThrownBy(() -> Classifier.loader(saved).device(DeviceKind.GPU).load())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "[%s] was compiled for a CPU and does not run on a GPU: train and save it again with device(DeviceKind.GPU)"
                .formatted(saved));
    assertThatThrownBy(() -> training(formula(), Protocol.standard()).save(saved))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining("not there yet");
  }

  @Test
  void triesOutWhatCanFailBeforeItReadsImages() throws IOException {
    Path saved = folder.resolve("out/saved");
    assertThatThrownBy(() -> unread("across", "down").engines(Engines.PYTORCH, "Caffe").save(saved))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("No compiler for the engine \"Caffe\"");
    try (Stream<Path> left = Files.list(saved.getParent())) {
      assertThat(left.map(path -> path.getFileName().toString())).containsExactly("saved.lock");
    }
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> unread("across", "down").save(file.resolve("saved")))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> unread("across", "two\nlines").save(saved))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The class name \"two\\nlines\" cannot stand on a line");
    assertThat(saved).doesNotExist();
  }

  /** Returns a training on images that must not be read. */
  private ClassifierTraining unread(String... classNames) {
    return Classifier.train(
            formula(), new UnreadImages(ImmutableList.copyOf(classNames)), Protocol.standard())
        .withoutStore();
  }

  private record UnreadImages(ImmutableList<String> classNames) implements ImageDataset {
    @Override
    public String name() {
      return "unread";
    }

    @Override
    public int size() {
      return 10;
    }

    @Override
    public int label(int index) {
      return index % classNames.size();
    }

    @Override
    public String id(int index) {
      return "image " + index;
    }

    @Override
    public byte[] bytes(int index) {
      throw new AssertionError("Image %d was read".formatted(index));
    }

    @Override
    public ImageDataset select(ImmutableIntArray indices, String name) {
      throw new AssertionError("Images were selected");
    }
  }

  @Test
  void refusesAClassThatIsOnlyKeptToStopBy() {
    ImageDataset images =
        IMAGES.select(ImmutableIntArray.of(0, 3, 6, 9, 12, 15, 18, 21, 24, 1, 2, 5), "rare");
    KFold division = keepsAllOf("down", images);
    assertThatThrownBy(
            () ->
                training(images, Protocol.paper().withValidation(division))
                    .save(folder.resolve("saved")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "[rare] 1 of 3 classes have no image to train on: down. Add images or leave the classes out.");
  }

  private ClassifierTraining training(ImageDataset images, Protocol protocol) {
    return Classifier.train(formula(), images, protocol).store(shared.resolve("features"));
  }

  /** Returns a division that keeps all images of a class to stop by. */
  private static KFold keepsAllOf(String className, ImageDataset images) {
    Labels labels = Labels.of(images);
    int label = images.classNames().indexOf(className);
    for (long seed = 0; seed < 1000; seed++) {
      KFold division = KFold.of(2).withSeed(seed);
      if (division.withoutTest(labels).train().rows().stream()
          .noneMatch(row -> images.label(row) == label)) {
        return division;
      }
    }
    throw new AssertionError("No seed under 1000 keeps all images of " + className);
  }

  @Test
  void describesTheProtocolThatItRanUnder() throws IOException {
    SplitDataset divided =
        SplitDataset.of(
            IMAGES.select(ImmutableIntArray.of(0, 1, 2, 3, 4, 5, 6, 7, 8), "to train on"),
            IMAGES.select(ImmutableIntArray.of(9, 10, 11, 12, 13, 14), "to test"));
    MetricsReport report =
        Evaluation.of(formula()).on(divided).store(shared.resolve("features")).run();
    SavedClassifier saved =
        Classifier.train(formula(), divided, report.protocol())
            .store(shared.resolve("features"))
            .save(folder.resolve("saved"));
    assertThat(saved.description().protocol()).isEqualTo(report.protocol());
  }

  @Test
  void refusesHeadsThatAreNotLinear() {
    assertThatThrownBy(
            () ->
                Classifier.train(
                    formula(), IMAGES, Protocol.standard().withHead(NearestMeanTrainer.standard())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "Only a linear head can be saved with its backbone as one program, but this protocol's"
                + " head is \"nearest")
        .hasMessageEndingWith("Use LinearHeadTrainer or LogisticRegressionTrainer");
  }
}

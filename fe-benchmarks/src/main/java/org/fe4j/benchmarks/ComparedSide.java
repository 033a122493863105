package org.fe4j.benchmarks;

import ai.djl.MalformedModelException;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.translate.TranslateException;
import com.google.common.base.Splitter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.fe4j.backbone.CompilationTarget;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.backbone.Precision;
import org.fe4j.dataset.ImageFolder;
import org.fe4j.feature.DatasetFeatures;
import org.fe4j.image.ImageDecoder;
import org.fe4j.image.Preprocessing;
import org.fe4j.image.Preprocessor;
import org.fe4j.progress.ProgressListener;

/**
 * Our side of a comparison: a process that stays, and runs what compare.py asks for, in turns with
 * the other side. It reads a command a line and answers each with a line of JSON.
 *
 * <pre>
 * open KEY WAY BACKBONE PRECISION BATCH [FOLDER]   {"dimension": 2048, "side": 224, "path": "…"}
 * run KEY CALLS                                    {"milliseconds": [12.1, …]}
 * close KEY                                        {}
 * photographs FOLDER COUNT                         {}
 * </pre>
 *
 * <p>Ways: {@code fused} and {@code plain}, a batch from the device to the heap; {@code extract},
 * the files of a folder to features in an empty store; {@code decode}, the files of a folder to
 * crops, on one thread, milliseconds an image. What fails is answered by {@code {"error": "…"}}.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class ComparedSide implements AutoCloseable {
  private static final double NANOSECONDS = 1e6;

  private final String engine;
  private final DeviceKind device;
  private final TemporaryFolder folder;
  private final Map<String, Work> open = new HashMap<>();

  /** Something that is timed again and again. */
  private interface Work {
    /** Runs once; returns milliseconds. */
    double run() throws IOException, TranslateException;

    /** Returns what is said about it, as the members of a JSON object. */
    String facts();

    void close() throws IOException;
  }

  /** What {@code open} asks for. */
  private record Request(
      String way, GeneratedBackbone backbone, Precision precision, int batchSize, String folder) {}

  ComparedSide(String engine, DeviceKind device) throws IOException {
    this.engine = engine;
    this.device = device;
    this.folder = TemporaryFolder.create();
  }

  /**
   * Answers until the input ends.
   *
   * @param arguments DJL's name of the engine, and {@code cpu} or {@code gpu}
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 2) {
      throw new IllegalArgumentException(
          "Two arguments are needed, an engine and cpu or gpu, but found " + arguments.length);
    }
    DeviceKind device = DeviceKind.valueOf(arguments[1].toUpperCase(Locale.ROOT));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    try (ComparedSide side = new ComparedSide(arguments[0], device);
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        out.println(side.answer(line));
      }
    }
  }

  /** Returns the answer to a command. */
  String answer(String command) {
    List<String> words = Splitter.on(' ').omitEmptyStrings().splitToList(command);
    try {
      return switch (words.isEmpty() ? "" : words.get(0)) {
        case "open" -> open(words);
        case "run" -> run(words);
        case "close" -> close(words);
        case "photographs" -> {
          Photographs.write(Path.of(words.get(1)), Integer.parseInt(words.get(2)), 0);
          yield "{}";
        }
        default -> error("no such command: " + command);
      };
    } catch (IOException
        | MalformedModelException
        | TranslateException
        | EngineException
        | IllegalArgumentException
        | IllegalStateException
        | IndexOutOfBoundsException e) {
      return error(command + ": " + e);
    }
  }

  private String open(List<String> words) throws IOException, MalformedModelException {
    Request request =
        new Request(
            words.get(2),
            GeneratedBackbone.of(words.get(3), folder.path()),
            Precision.valueOf(words.get(4).toUpperCase(Locale.ROOT)),
            Integer.parseInt(words.get(5)),
            words.size() > 6 ? words.get(6) : "");
    Work work =
        switch (request.way) {
          case "fused" -> forward(request, Program.FUSED);
          case "plain" -> forward(request, Program.PLAIN);
          case "extract" -> extract(request);
          case "decode" -> decode(request);
          default -> throw new IllegalArgumentException("no such way: " + request.way);
        };
    open.put(words.get(1), work);
    return "{" + work.facts() + "}";
  }

  private String run(List<String> words) throws IOException, TranslateException {
    Work work = opened(words.get(1));
    List<Double> times = new ArrayList<>();
    for (int i = Integer.parseInt(words.get(2)); i > 0; i--) {
      times.add(work.run());
    }
    return "{\"milliseconds\": " + times + "}";
  }

  private String close(List<String> words) throws IOException {
    opened(words.get(1)).close();
    open.remove(words.get(1));
    return "{}";
  }

  private Work opened(String key) {
    Work work = open.get(key);
    if (work == null) {
      throw new IllegalArgumentException("not open: " + key);
    }
    return work;
  }

  private static String error(String message) {
    String plain = message.replaceAll("\\s+", " ").replace("\\", "/").replace('"', '\'');
    return "{\"error\": \"" + plain + "\"}";
  }

  private static double since(long begin) {
    return (System.nanoTime() - begin) / NANOSECONDS;
  }

  private Work forward(Request request, Program program)
      throws IOException, MalformedModelException {
    GeneratedBackbone backbone = request.backbone;
    CompilationTarget target =
        new CompilationTarget(engine, device, request.precision, backbone.taps().get(0));
    Path path =
        program == Program.FUSED
            ? backbone.compile(target, ProgressListener.NONE).path()
            : backbone.compilePlainly(target, folder.newFolder());
    LoadedBackbone loaded = LoadedBackbone.of(path, target);
    int side = backbone.preprocessing().cropPixels();
    int dimension = backbone.dimension(target.tap());
    NDArray images =
        loaded.upload(LoadedBackbone.pixels(request.batchSize, side), request.batchSize, side);
    return new Work() {
      @Override
      public double run() throws TranslateException {
        long begin = System.nanoTime();
        float[] features = loaded.forward(images);
        double time = since(begin);
        requireFeatures(features, request.batchSize, dimension);
        return time;
      }

      @Override
      public String facts() {
        return "\"dimension\": %d, \"side\": %d, \"path\": \"%s\"".formatted(dimension, side, path);
      }

      @Override
      public void close() {
        loaded.close();
      }
    };
  }

  /** Refuses to report the time of something that computed no features. */
  private static void requireFeatures(float[] features, int rows, int dimension) {
    if (features.length != rows * dimension) {
      throw new IllegalStateException(
          "(%d, %d) features were expected, but found %d values"
              .formatted(rows, dimension, features.length));
    }
    boolean differ = rows == 1;
    for (int i = 0; i < features.length; i++) {
      if (!Float.isFinite(features[i])) {
        throw new IllegalStateException("a feature is " + features[i]);
      }
      differ |= features[i] != features[i % dimension];
    }
    if (!differ) {
      throw new IllegalStateException("all images have the same features");
    }
  }

  private Work extract(Request request) throws IOException {
    EndToEndBenchmark benchmark = new EndToEndBenchmark();
    benchmark.engine = engine;
    benchmark.device = device;
    benchmark.backbone = request.backbone.entry().name();
    benchmark.precision = request.precision;
    benchmark.batchSize = request.batchSize;
    benchmark.folder = request.folder;
    benchmark.generate();
    int images = ImageFolder.of(Path.of(request.folder)).size();
    return new Work() {
      @Override
      public double run() throws IOException {
        benchmark.open();
        try {
          long begin = System.nanoTime();
          DatasetFeatures features = benchmark.extract();
          double time = since(begin);
          if (features.extracted() != images) {
            throw new IllegalStateException(
                "%d of %d images were extracted".formatted(features.extracted(), images));
          }
          return time;
        } finally {
          benchmark.close();
        }
      }

      @Override
      public String facts() {
        return "\"images\": " + images;
      }

      @Override
      public void close() throws IOException {
        benchmark.delete();
      }
    };
  }

  private Work decode(Request request) throws IOException {
    ImageFolder images = ImageFolder.of(Path.of(request.folder));
    List<byte[]> files = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      files.add(Files.readAllBytes(images.file(i)));
    }
    Preprocessing preprocessing = request.backbone.preprocessing();
    Preprocessor preprocessor = Preprocessor.of(preprocessing);
    ImageDecoder decoder = ImageDecoder.standard();
    byte[] crop = new byte[preprocessor.cropBytes()];
    return new Work() {
      @Override
      public double run() throws IOException {
        long begin = System.nanoTime();
        for (byte[] file : files) {
          preprocessor.apply(decoder.decode(file, "photograph"), crop, 0);
        }
        double time = since(begin) / files.size();
        if (ByteBuffer.wrap(crop).equals(ByteBuffer.allocate(crop.length))) {
          throw new IllegalStateException("the last crop is black");
        }
        return time;
      }

      @Override
      public String facts() {
        return "\"images\": %d, \"side\": %d, \"resize\": %d, \"interpolation\": \"%s\""
            .formatted(
                files.size(),
                preprocessing.cropPixels(),
                preprocessing.resizePixels(),
                preprocessing.interpolation());
      }

      @Override
      public void close() {
        // Holds nothing native.
      }
    };
  }

  @Override
  public void close() throws IOException {
    for (Work work : open.values()) {
      work.close();
    }
    open.clear();
    folder.close();
  }
}

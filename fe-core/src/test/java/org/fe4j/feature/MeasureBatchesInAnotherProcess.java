package org.fe4j.feature;

import ai.djl.Device;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.fe4j.backbone.CompiledBackbone;
import org.fe4j.backbone.InputFormat;
import org.fe4j.engine.Engines;
import org.fe4j.image.Interpolation;
import org.fe4j.image.Preprocessing;

/**
 * A process with a small heap that runs many batches on TensorFlow, and tells by how much its
 * memory has grown.
 */
final class MeasureBatchesInAnotherProcess {
  private static final int SIDE = 64;
  private static final int LENGTH = SIDE * SIDE * 3;
  private static final int BATCH = 8;
  private static final int BATCHES = 2000;

  private MeasureBatchesInAnotherProcess() {}

  /** Takes the directory to write the model to, whose features are its pixels. */
  public static void main(String[] arguments) throws IOException {
    Path model =
        TinySavedModel.ofBytes(SIDE)
            .flat("flat", LENGTH)
            .signature("serving_default", "flat")
            .write(Path.of(arguments[0]));
    Preprocessing preprocessing =
        Preprocessing.of(
            SIDE,
            SIDE,
            Interpolation.BILINEAR,
            Preprocessing.IMAGENET_MEAN,
            Preprocessing.IMAGENET_DEVIATION);
    CompiledBackbone compiled =
        new CompiledBackbone(
            model,
            InputFormat.PIXEL_BYTES,
            LENGTH,
            new CompiledBackbone.Identity("", "", "", ""),
            ImmutableMap.of());
    try (EngineModel loaded =
        EngineModel.load(
            "flat",
            preprocessing,
            compiled,
            BATCH,
            Engines.start(Engines.TENSORFLOW),
            Device.cpu())) {
      ByteBuffer pixels = loaded.newBatch(BATCH);
      run(loaded, pixels, 200);
      long before = ProcessMemory.anonymousBytes().orElseThrow();
      long bytes = run(loaded, pixels, BATCHES);
      long grown = ProcessMemory.anonymousBytes().orElseThrow() - before;
      System.out.printf("returned %d bytes, grown by %d%n", bytes, grown);
    }
  }

  private static long run(EngineModel model, ByteBuffer pixels, int batches) throws IOException {
    long bytes = 0;
    for (int i = 0; i < batches; i++) {
      pixels.put(17, (byte) i);
      float[] rows = model.forward(pixels, BATCH);
      if (rows[17] != (i & 0xFF)) {
        throw new IllegalStateException("%s in batch %d".formatted(rows[17], i));
      }
      bytes += (long) rows.length * Float.BYTES;
    }
    return bytes;
  }
}

package org.fe4j.spark;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.SparkEnv;
import org.fe4j.backbone.CompilationTarget;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.engine.Engines;
import org.fe4j.feature.FeatureExtractor;
import org.fe4j.feature.FeatureExtractorBuilder;
import org.fe4j.feature.UnreadableImagePolicy;
import org.fe4j.progress.ProgressListener;

/**
 * What decides which loaded model a task needs: tasks with equal settings share one.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param artefact the compiled backbone
 * @param file its place on this machine; another for each SparkContext of a JVM
 * @param gpu index of the GPU, from 0; not looked at on a CPU
 * @param batchSize images a batch
 * @param decodingThreads threads that decode and resize
 * @param cores of the executor, or 0 where Spark does not say
 * @param store the folder that keeps features, or "" for none
 */
record ModelSettings(
    Artefact artefact,
    Path file,
    int gpu,
    int batchSize,
    int decodingThreads,
    int cores,
    String store) {

  /** Opens the extractor; the engine loads the model when the first image needs it. */
  FeatureExtractor open() throws IOException {
    CompilationTarget target = artefact.target().toTarget();
    if (cores > 0) {
      Engines.limitThreads(target.engine(), cores);
    }
    FeatureExtractorBuilder builder =
        FeatureExtractor.builder(new ReceivedBackbone(artefact, file, SparkEnv.get()))
            .engine(target.engine())
            .precision(target.precision())
            .tap(target.tap())
            .batchSize(batchSize)
            .decodingThreads(decodingThreads)
            // What becomes of an image that cannot be read is decided for its row.
            .onUnreadableImage(UnreadableImagePolicy.SKIP)
            .allowUnreadable(1)
            .offline();
    if (target.device() == DeviceKind.GPU) {
      builder.gpu(gpu);
    }
    if (store.isEmpty()) {
      builder.withoutStore();
    } else {
      builder.store(Path.of(store));
    }
    return builder.open(ProgressListener.NONE);
  }
}

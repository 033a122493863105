package org.fe4j.spark;

import java.util.Iterator;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.util.TaskCompletionListener;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.feature.UnreadableImagePolicy;

/**
 * What a task does: takes the executor's model for as long as it runs, and reads its partition
 * through it.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
final class PartitionExtraction implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1L;

  /** Spark's property of a task: the cores of its executor, where somebody set them. */
  private static final String EXECUTOR_CORES = "resource.executor.cores";

  private static final String EXECUTOR_CORES_SETTING = "spark.executor.cores";

  private final Artefact artefact;
  private final RowLayout layout;
  private final UnreadableImagePolicy policy;
  private final int batchSize;

  /** Threads that decode, or 0 for as many as the executor has cores. */
  private final int decodingThreads;

  private final String store;

  PartitionExtraction(
      Artefact artefact,
      RowLayout layout,
      UnreadableImagePolicy policy,
      int batchSize,
      int decodingThreads,
      String store) {
    this.artefact = artefact;
    this.layout = layout;
    this.policy = policy;
    this.batchSize = batchSize;
    this.decodingThreads = decodingThreads;
    this.store = store;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    TaskContext task = TaskContext.get();
    ExecutorModels.Lease lease = ExecutorModels.OF_PROCESS.lease(settings(task));
    task.addTaskCompletionListener((TaskCompletionListener) ended -> lease.close());
    return new FeatureRows(rows, lease.model(), layout, policy, batchSize, task.partitionId());
  }

  private ModelSettings settings(TaskContext task) {
    int cores = executorCores(task);
    int threads = decodingThreads;
    if (threads == 0) {
      threads = cores == 0 ? Runtime.getRuntime().availableProcessors() : cores;
    }
    int gpu =
        artefact.target().device() == DeviceKind.GPU ? GpuAddress.of(task.resourcesJMap()) : 0;
    return new ModelSettings(
        artefact, artefact.delivery().place(), gpu, batchSize, threads, cores, store);
  }

  /** Returns the cores of this executor, or 0 where nobody set them: it has the machine's then. */
  private static int executorCores(TaskContext task) {
    String stage = task.getLocalProperty(EXECUTOR_CORES);
    String cores = stage == null ? SparkEnv.get().conf().get(EXECUTOR_CORES_SETTING, "0") : stage;
    return Integer.parseInt(cores);
  }
}

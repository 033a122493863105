package org.fe4j.spark;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The models of an executor. Tasks with equal settings share one, which is loaded for the first of
 * them and stays a while when no task uses it, for the next stage. When the executor ends, its
 * memory goes with it.
 *
 * <p>Safe for concurrent use once built.
 */
final class ExecutorModels {
  /** A stage, or a micro-batch of a stream, follows the one before within this. */
  private static final Duration IDLE_TIME = Duration.ofMinutes(2);

  /** Pipelines that compare two backbones keep both; a list of many does not fill the memory. */
  private static final int MOST_IDLE = 2;

  /** Of this JVM, which is an executor, or a driver with a local master. */
  static final ExecutorModels OF_PROCESS = new ExecutorModels(LoadedModel::new, IDLE_TIME);

  private final Function<ModelSettings, LoadedModel> loader;
  private final Duration idleTime;
  private final Map<ModelSettings, Shared> models = new HashMap<>();

  /** Models that no task uses, the longest unused first. */
  private final Deque<Shared> idle = new ArrayDeque<>();

  private final ScheduledThreadPoolExecutor clock;

  /**
   * Whether the clock looks at idle models later: it has one thing to do, however many tasks end.
   */
  private boolean clockIsSet;

  private static final class Shared {
    final ModelSettings settings;
    final LoadedModel model;
    int tasks;
    long idleSinceNanos;

    Shared(ModelSettings settings, LoadedModel model) {
      this.settings = settings;
      this.model = model;
    }
  }

  /** A task's use of a model, until it is closed. */
  final class Lease implements AutoCloseable {
    private final Shared shared;
    private boolean closed;

    private Lease(Shared shared) {
      this.shared = shared;
    }

    LoadedModel model() {
      return shared.model;
    }

    @Override
    public void close() {
      release(this);
    }
  }

  ExecutorModels(Function<ModelSettings, LoadedModel> loader, Duration idleTime) {
    this.loader = loader;
    this.idleTime = idleTime;
    this.clock =
        new ScheduledThreadPoolExecutor(
            1, new ThreadFactoryBuilder().setNameFormat("fe4j-idle-%d").setDaemon(true).build());
    clock.setKeepAliveTime(1, TimeUnit.SECONDS);
    clock.allowCoreThreadTimeOut(true);
  }

  /** Returns the use of the model of these settings, which is loaded when it is first asked. */
  synchronized Lease lease(ModelSettings settings) {
    Shared shared = models.computeIfAbsent(settings, key -> new Shared(key, loader.apply(key)));
    if (shared.tasks++ == 0) {
      idle.remove(shared);
    }
    return new Lease(shared);
  }

  /** Returns the number of models, in use and idle. */
  synchronized int size() {
    return models.size();
  }

  private synchronized void release(Lease lease) {
    if (lease.closed) {
      return;
    }
    lease.closed = true;
    Shared shared = lease.shared;
    if (--shared.tasks > 0) {
      return;
    }
    shared.idleSinceNanos = System.nanoTime();
    idle.add(shared);
    if (idle.size() > MOST_IDLE) {
      closeLongestUnused();
    }
    if (!clockIsSet) {
      setClock(idleTime.toNanos());
    }
  }

  private void setClock(long nanos) {
    clockIsSet = true;
    Future<?> unused = clock.schedule(this::closeUnused, nanos, TimeUnit.NANOSECONDS);
  }

  private synchronized void closeUnused() {
    clockIsSet = false;
    while (!idle.isEmpty()) {
      long left = idleTime.toNanos() - (System.nanoTime() - idle.element().idleSinceNanos);
      if (left > 0) {
        setClock(left);
        return;
      }
      closeLongestUnused();
    }
  }

  private void closeLongestUnused() {
    Shared shared = idle.remove();
    models.remove(shared.settings);
    shared.model.close();
  }
}

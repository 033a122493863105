package org.fe4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.fe4j.feature.DatasetFeatures;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A master, workers, executors and {@code spark-submit}, each a process of its own. */
class StandaloneClusterTest {
  private static final int IMAGES = 20_000;
  private static final int PARTITIONS = 20;

  /** What executors log of the first stage; those after it read the features back. */
  private static final String EXTRACTED = ".*Finished task \\S+ in stage 0\\.0 .*";

  @TempDir static Path folder;
  private static StandaloneCluster cluster;

  @BeforeAll
  static void start() throws IOException {
    cluster = StandaloneCluster.start(folder);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  /** Kills an executor when some of the tasks have ended, and counts those that went with it. */
  private static final class Killer extends SparkListener {
    final AtomicInteger ended = new AtomicInteger();
    final AtomicInteger lost = new AtomicInteger();
    final AtomicBoolean killed = new AtomicBoolean();

    @Override
    public void onTaskEnd(SparkListenerTaskEnd task) {
      if (task.reason() instanceof ExecutorLostFailure) {
        lost.incrementAndGet();
      }
      if (ended.incrementAndGet() == PARTITIONS / 4) {
        killed.set(cluster.killOneExecutor());
      }
    }
  }

  @Test
  void anExecutorThatIsKilledInTheMiddleCostsNoRowAndNoBit() throws IOException {
    Path out = folder.resolve("killed.parquet");
    Killer killer = new Killer();
    List<Row> rows;
    SparkSession session = Sessions.cluster(cluster.address()).getOrCreate();
    String application = session.sparkContext().applicationId();
    try {
      session.sparkContext().addSparkListener(killer);
      new ImageFeaturizer()
          .setBackbone(GeneratedImages.BACKBONE)
          .setInputSize(GeneratedImages.INPUT_PIXELS)
          .setBatchSize(GeneratedImages.BATCH)
          .setEngine("PyTorch")
          .transform(GeneratedImages.dataFrame(session, IMAGES, PARTITIONS))
          .select("id", "features")
          .write()
          .parquet(out.toString());
      rows = session.read().parquet(out.toString()).orderBy("id").collectAsList();
    } finally {
      session.stop();
    }

    assertEachExecutorGotAndOpenedTheModelOnce(application);
    assertThat(killer.killed).isTrue();
    assertThat(killer.lost.get()).isPositive();
    DatasetFeatures expected =
        GeneratedImages.features(new GeneratedImages(IMAGES), GeneratedImages.BATCH);
    assertThat(Difference.ofValues(rows, expected)).isZero();
  }

  /** Twenty tasks, but three executors: the two, and one in place of the one that was killed. */
  private static void assertEachExecutorGotAndOpenedTheModelOnce(String application)
      throws IOException {
    List<String> logs = cluster.executorLogs(application);
    assertThat(logs.stream().mapToLong(log -> lines(log, EXTRACTED)).sum())
        .isGreaterThanOrEqualTo(PARTITIONS);
    for (String log : logs) {
      long opened = lines(log, ".*is opened for the tasks of this executor");
      long fetched = lines(log, ".*bytes came from the driver.*");
      // One may be killed, or the job be done, before it comes so far.
      assertThat(opened).as(log).isBetween(lines(log, EXTRACTED) > 0 ? 1L : 0L, 1L);
      assertThat(fetched).as(log).isBetween(opened, 1L);
    }
  }

  private static long lines(String log, String pattern) {
    return log.lines().filter(line -> line.matches(pattern)).count();
  }

  /** The image 40 is cut short. */
  private static Path writeImages(int count) throws IOException {
    Path images = folder.resolve("images");
    for (int i = 0; i < count; i++) {
      Path image = images.resolve((i % 2 == 0 ? "even" : "odd") + "/%03d.ppm".formatted(i));
      Files.createDirectories(image.getParent());
      Files.write(image, i == 40 ? new byte[] {'P', '6'} : GeneratedImages.encoded(i));
    }
    return images;
  }

  @Test
  void sparkSubmitRunsTheJobFromItsJars() throws Exception {
    int count = 100;
    Path images = writeImages(count);
    Path jarFolder = Files.createDirectory(folder.resolve("jars"));
    List<Path> jars = SparkHome.jars(jarFolder);
    Path ours =
        jars.stream()
            .filter(jar -> String.valueOf(jar.getFileName()).startsWith("fe-spark"))
            .findFirst()
            .orElseThrow();
    Path out = folder.resolve("submitted.parquet");
    Path log = folder.resolve("submit.log");

    int exitCode =
        cluster.submit(
            log,
            List.of(
                "--class",
                "org.fe4j.spark.FeatureJob",
                "--jars",
                jars.stream().map(Path::toString).collect(Collectors.joining(",")),
                "--conf",
                "spark.ui.enabled=false",
                "--conf",
                "spark.driver.host=127.0.0.1",
                "--conf",
                "spark.executor.cores=1",
                ours.toString(),
                "--images",
                images.toString(),
                "--labels-from-folders",
                "--backbone",
                GeneratedImages.BACKBONE,
                "--input-size",
                Integer.toString(GeneratedImages.INPUT_PIXELS),
                "--engine",
                "PyTorch",
                "--out",
                out.toString()));

    assertThat(exitCode).as(() -> StandaloneCluster.read(log)).isZero();
    List<Row> rows;
    SparkSession session = Sessions.local();
    try {
      rows = session.read().parquet(out.toString()).orderBy("path").collectAsList();
    } finally {
      session.stop();
    }
    assertThat(rows).hasSize(count);
    assertThat(rows.get(0).getString(0)).isEqualTo("even/000.ppm");
    assertThat(rows.get(0).schema().fieldNames())
        .containsExactly("path", "label", "features", "error");
    assertThat(rows.get(99).getString(1)).isEqualTo("odd");
    assertThat(rows.get(0).getList(2)).hasSize(1024);
    assertThat(rows.get(20).isNullAt(2)).isTrue();
    assertThat(rows.get(20).getString(3)).startsWith("[even/040.ppm] ");
    assertThat(rows.stream().filter(row -> row.isNullAt(3))).hasSize(count - 1);
  }
}

package org.fe4j;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.fe4j.file.WholeFile;
import org.fe4j.metrics.Metric;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.report.JsonReport;
import org.fe4j.metrics.report.MalformedReportException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reports of an earlier run, in the folder that the user named.
 *
 * @param folder where they are, if anywhere
 * @param metrics the user's own, which a report is read with
 */
record KeptResults(Optional<Path> folder, java.util.List<Metric> metrics) {
  private static final Logger LOGGER = LoggerFactory.getLogger(Evaluation.class);

  static KeptResults of(Evaluation<?> settings) {
    return new KeptResults(settings.results(), settings.metrics());
  }

  /** Returns the report if there is one that was made from all the same. */
  Optional<MetricsReport> read(ResultKey key) throws IOException {
    Optional<Path> file = folder.map(path -> path.resolve(key.fileName()));
    if (file.isEmpty() || !Files.exists(file.get())) {
      return Optional.empty();
    }
    try {
      return Optional.of(JsonReport.read(file.get(), metrics));
    } catch (MalformedReportException e) {
      LOGGER.warn("{}; it is made anew", e.getMessage());
      return Optional.empty();
    }
  }

  void write(ResultKey key, MetricsReport report) throws IOException {
    if (folder.isPresent()) {
      WholeFile.write(
          folder.get().resolve(key.fileName()),
          temporary -> {
            try (BufferedWriter out = Files.newBufferedWriter(temporary)) {
              JsonReport.write(report, out);
            }
          });
    }
  }
}

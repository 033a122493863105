package org.fe4j;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.feature.ExtractionCost;
import org.fe4j.metrics.comparison.Comparison;
import org.fe4j.metrics.comparison.ComparisonBuilder;
import org.fe4j.metrics.comparison.DatasetFacts;
import org.fe4j.progress.Progress;
import org.fe4j.progress.ProgressListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Several candidates on several data sets: one is open at a time and goes through all data sets.
 * What fails is marked, and the rest goes on. Not safe for concurrent use; confine an instance to
 * one thread, and to one run.
 */
final class ComparisonRun {
  private static final Logger LOGGER = LoggerFactory.getLogger(Evaluation.class);

  private final Evaluation<Comparison> settings;
  private final ImmutableList<Candidate> candidates;
  private final ImmutableList<EvaluatedImages> datasets;
  private final int cells;
  private int cell;

  ComparisonRun(
      Evaluation<Comparison> settings,
      List<? extends Candidate> candidates,
      List<ImageDataset> datasets) {
    this.settings = settings;
    this.candidates = ImmutableList.copyOf(candidates);
    this.datasets =
        datasets.stream()
            .map(dataset -> new EvaluatedImages(dataset, settings.protocol()))
            .collect(ImmutableList.toImmutableList());
    this.cells = candidates.size() * datasets.size();
  }

  Comparison run() {
    for (EvaluatedImages images : datasets) {
      CellRun.check(images);
    }
    ComparisonBuilder comparison = Comparison.builder();
    for (EvaluatedImages images : datasets) {
      comparison.dataset(facts(images));
    }
    Likenesses likenesses = new Likenesses();
    Audits audits = new Audits(settings.audits());
    for (Candidate candidate : candidates) {
      run(candidate, comparison, likenesses, audits);
    }
    likenesses.addTo(comparison);
    audits.addTo(comparison);
    return comparison.build();
  }

  private void run(
      Candidate candidate, ComparisonBuilder comparison, Likenesses likenesses, Audits audits) {
    List<CellOutcome> outcomes = new ArrayList<>();
    Optional<ExtractionCost> cost = Optional.empty();
    try (FeatureSource source = candidate.open(stage(cell + 1, candidate.name()))) {
      for (EvaluatedImages images : datasets) {
        outcomes.add(run(candidate, source, images));
      }
      cost = cost(candidate, source, outcomes);
    } catch (IOException | RuntimeException e) {
      String reason = reason(e);
      warn(candidate.name() + (outcomes.isEmpty() ? " is left out" : " has no cost"), reason, e);
      while (outcomes.size() < datasets.size()) {
        outcomes.add(CellOutcome.failed(reason));
      }
    }
    comparison.model(candidate.facts(cost, outcomes));
    for (int i = 0; i < outcomes.size(); i++) {
      String dataset = datasets.get(i).dataset().name();
      CellOutcome outcome = outcomes.get(i);
      if (outcome.cell().isPresent()) {
        CellRun.Cell done = outcome.cell().get();
        comparison.report(candidate.name(), dataset, done.report());
        likenesses.add(dataset, candidate.name(), done.features());
        audits.add(dataset, candidate.name(), done, stage(cell, candidate.name()));
      } else {
        comparison.failure(candidate.name(), dataset, outcome.failure());
      }
    }
  }

  private CellOutcome run(Candidate candidate, FeatureSource source, EvaluatedImages images) {
    cell++;
    ProgressListener progress =
        stage(cell, "%s on %s".formatted(candidate.name(), images.dataset().name()));
    try {
      return CellOutcome.of(new CellRun(settings, candidate.name(), images, progress).run(source));
    } catch (IOException | RuntimeException e) {
      String reason = reason(e);
      warn("%s on %s failed".formatted(candidate.name(), images.dataset().name()), reason, e);
      return CellOutcome.failed(reason);
    }
  }

  /** Cost is asked for once a backbone, over the first data set that went well. */
  private Optional<ExtractionCost> cost(
      Candidate candidate, FeatureSource source, List<CellOutcome> outcomes) throws IOException {
    for (int i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i).cell().isPresent()) {
        return source.cost(datasets.get(i).dataset(), stage(cell, candidate.name()));
      }
    }
    return Optional.empty();
  }

  /** The comparison tells the reason too; where in the program it was is for who debugs. */
  private static void warn(String what, String reason, Exception e) {
    LOGGER.warn("{}: {}", what, reason);
    LOGGER.debug("{}", what, e);
  }

  /** Stopping is no failure of a cell: it stops all. */
  private static String reason(Exception e) {
    if (e instanceof EvaluationException stopped) {
      throw stopped;
    }
    if (e instanceof InterruptedIOException || Thread.currentThread().isInterrupted()) {
      throw new EvaluationException("The comparison was interrupted", e);
    }
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  private ProgressListener stage(int number, String what) {
    return progress ->
        settings
            .progress()
            .onProgress(
                new Progress(
                    "[%d of %d] %s: %s".formatted(number, cells, what, progress.stage()),
                    progress.done(),
                    progress.total(),
                    progress.unit(),
                    progress.elapsed()));
  }

  private static DatasetFacts facts(EvaluatedImages images) {
    ImageDataset dataset = images.dataset();
    DatasetFacts facts =
        DatasetFacts.of(dataset.name(), dataset.size(), dataset.classNames().size());
    return images.medianShorterSide().isPresent()
        ? facts.withMedianShorterSide(images.medianShorterSide().getAsDouble())
        : facts;
  }
}

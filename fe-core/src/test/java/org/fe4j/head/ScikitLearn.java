package org.fe4j.head;

import com.google.gson.Gson;
import com.google.gson.annotations.SerializedName;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * What scikit-learn 1.2.1 says about the features of {@link LinearFixture}. Rows 0 to 79 are fitted
 * on, rows 80 to 119 predicted.
 *
 * @param neighbors the probabilities of {@code KNeighborsClassifier(20, metric="cosine",
 *     weights=lambda d: exp((1 - d) / 0.07))}
 * @param means the classes of {@code NearestCentroid}
 * @param standardizedMeans the same behind {@code StandardScaler}
 * @param logistic runs of {@code LogisticRegression(C=C, tol=1e-12, solver="newton-cg")}, ten
 *     digits
 * @param choice the log losses of the predicted rows for some C, standardised
 */
record ScikitLearn(
    List<List<Double>> neighbors,
    List<Integer> means,
    List<Integer> standardizedMeans,
    List<Logistic> logistic,
    Choice choice) {

  static final int TRAIN_ROWS = 80;
  static final int ROWS = 120;

  record Logistic(
      int classes,
      @SerializedName("C") double c,
      boolean standardized,
      List<Integer> rows,
      List<List<Double>> coef,
      List<Double> intercept) {

    @Override
    public String toString() {
      return "%d classes, C = %s".formatted(classes, c);
    }
  }

  record Choice(List<Double> grid, List<Double> logLoss) {}

  static ScikitLearn read() throws IOException {
    try (Reader reader =
        new InputStreamReader(
            Objects.requireNonNull(ScikitLearn.class.getResourceAsStream("scikit-learn.json")),
            StandardCharsets.UTF_8)) {
      return new Gson().fromJson(reader, ScikitLearn.class);
    }
  }
}

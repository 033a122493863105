package org.fe4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.primitives.ImmutableIntArray;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** That drawings show values where they belong. */
class DrawingsTest {
  private static final List<Double> FOLDS = List.of(0.68, 0.70, 0.72, 0.75, 0.78);

  /** One decimal in the page, and XChart's charts have whole sizes. */
  private static final double ROUNDING = 0.6;

  @Test
  void putsBoxesOverTheirValues() {
    BoxPlot plot = new BoxPlot("x", "score");
    plot.add("wide", List.of(0.5, 0.95));
    plot.add("folds", FOLDS);

    String svg = plot.svg("Boxes.", 0, 1);

    List<Double> dots = numbers(svg, "<circle cx=\"([\\d.]+)\"");
    assertThat(dots).hasSize(7);
    // The box of the second group, turned: y in the chart runs to the left from where it is put.
    double end = numbers(svg, "matrix\\(0,1,-1,0,([\\d.]+),0\\)").get(0);
    List<Double> tops = numbers(svg, "<rect fill=\"none\" [^>]*y=\"([\\d.]+)\"");
    List<Double> lengths = numbers(svg, "<rect fill=\"none\" height=\"([\\d.]+)\"");
    assertThat(end - tops.get(1) - lengths.get(1)).isCloseTo(dots.get(3), within(ROUNDING));
    assertThat(end - tops.get(1)).isCloseTo(dots.get(5), within(ROUNDING));
    List<Double> medians =
        numbers(svg, "<path d=\"M[\\d.]+ ([\\d.]+)L[\\d. ]+\" class=\"s-series-2\"");
    assertThat(end - medians.get(1)).isCloseTo(dots.get(4), within(ROUNDING));
  }

  /** XChart alone would end them 1.5 lengths of the box away, at 0.685 and 0.745. */
  @Test
  void endsWhiskersAtValues() {
    BoxPlot plot = new BoxPlot("x", "score");
    plot.add("wide", List.of(0.0, 1.0));
    plot.add("outliers", List.of(0.60, 0.70, 0.71, 0.72, 0.73, 0.90));

    String svg = plot.svg("Boxes.", 0, 1);

    List<Double> dots = numbers(svg, "<circle cx=\"([\\d.]+)\"");
    double end = numbers(svg, "matrix\\(0,1,-1,0,([\\d.]+),0\\)").get(0);
    List<Double> whiskers =
        numbers(svg, "<path d=\"M[\\d.]+ ([\\d.]+)L[\\d. ]+M[\\d. L]+\" class=\"s-ink\"");
    assertThat(end - whiskers.get(1)).isCloseTo(dots.get(6), within(ROUNDING));
    List<Double> lower =
        numbers(svg, "<path d=\"M[\\d. L]+M[\\d.]+ ([\\d.]+)L[\\d. ]+\" class=\"s-ink\"");
    assertThat(end - lower.get(1)).isCloseTo(dots.get(3), within(ROUNDING));
  }

  @Test
  void marksOutliersAmongManyValues() {
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      values.add(0.5 + i / 1000.0);
    }
    values.add(0.9);
    BoxPlot plot = new BoxPlot("x", "score");
    plot.add("many", values);

    assertThat(strings(plot.svg("Boxes.", 0, 1), "(<circle)")).hasSize(1);
    assertThat(BoxPlot.reading(121)).contains("beyond the whiskers");
    assertThat(BoxPlot.reading(5)).startsWith("a dot a fold;");
  }

  @Test
  void drawsEqualValuesWithoutABox() {
    BoxPlot plot = new BoxPlot("x", "score");
    plot.add("same", List.of(1.0, 1.0, 1.0));

    assertThat(plot.svg("Boxes.", 0, 1)).contains("<circle").doesNotContain("NaN", "<rect");
  }

  @Test
  void putsPointsWhereTheAxesSay() {
    String svg =
        new XyPlot("x", 300, Axis.linear("x", 0, 10), Axis.linear("y", 0, 1))
            .add(
                "",
                Ink.SERIES_1,
                XyPlot.Style.DASHED,
                0,
                List.of(0.0, 4.0, 10.0),
                List.of(0.0, 0.6, 1.0))
            .svg("A line.");

    Matcher line =
        Pattern.compile("<path d=\"M0 (\\d+)L([\\d.]+) ([\\d.]+)L(\\d+) 0\"").matcher(svg);
    assertThat(line.find()).as(svg).isTrue();
    double height = Double.parseDouble(line.group(1));
    double width = Double.parseDouble(line.group(4));
    assertThat(Double.parseDouble(line.group(2))).isCloseTo(0.4 * width, within(0.1));
    assertThat(Double.parseDouble(line.group(3))).isCloseTo(0.4 * height, within(0.1));
  }

  @Test
  void writesRoundValuesAtAnAxis() {
    assertThat(labels(Axis.linear("x", 0, 1)))
        .containsExactly("0.0", "0.2", "0.4", "0.6", "0.8", "1.0");
    assertThat(labels(Axis.linear("x", 0.871, 0.884)))
        .containsExactly("0.872", "0.874", "0.876", "0.878", "0.880", "0.882", "0.884");
    assertThat(labels(Axis.linear("x", 1, 34))).containsExactly("5", "10", "15", "20", "25", "30");
    assertThat(labels(Axis.linear("x", -0.3, 0.3))).contains("-0.2", "0.0", "0.2");
    assertThat(labels(Axis.logarithmicAround("x", List.of(3e6, 1.2e8))))
        .containsExactly("5M", "10M", "20M", "50M", "100M");
    assertThat(Axis.logarithmicAround("x", List.of(1.0, 100.0)).share(10))
        .isCloseTo(0.5, within(1e-12));
  }

  private static List<String> labels(Axis axis) {
    return axis.ticks().stream().map(Axis.Tick::label).toList();
  }

  @Test
  void refusesAColourThatTheStyleSheetLacks() {
    Drawing drawing = new Drawing("x", 10, 10);
    drawing.part(0, 0).setColor(java.awt.Color.GREEN);
    var part = drawing.part(0, 0);
    part.setColor(java.awt.Color.GREEN);
    part.fillRect(0, 0, 5, 5);

    assertThatThrownBy(() -> drawing.svg("Green."))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("lime");
  }

  @Test
  void joinsLeavesInTheOrderOfTheTree() {
    String svg =
        new HeatMap("x", List.of("a", "b", "c"), (row, column) -> row == column ? 1 : 0.5, 0, 1)
            .clustered(
                ImmutableIntArray.of(1, 0, 2),
                List.of(new HeatMap.Join(0, 2, 0.1), new HeatMap.Join(1, 3, 0.4)))
            .svg("A map.");

    assertThat(strings(svg, ">([abc])</text>")).containsExactly("b", "a", "c");
    // Each join is three lines; the second is four times as far to the right.
    assertThat(strings(svg, "(L)[\\d.]+ [\\d.]+")).hasSizeGreaterThanOrEqualTo(6);
    assertThat(numbers(svg, "<text x=\"[\\d.]+\" y=\"[\\d.]+\" [^>]*>(\\d\\.\\d\\d)</text>"))
        .containsExactly(1.0, 0.5, 0.5, 0.5, 1.0, 0.5, 0.5, 0.5, 1.0);
  }

  @Test
  void joinsModelsThatDoNotDiffer() {
    String svg =
        new RankDiagram(
                "x",
                List.of("best", "worst", "middle"),
                List.of(1.2, 2.9, 1.9),
                1.1,
                List.of(ImmutableIntArray.of(0, 2), ImmutableIntArray.of(1)))
            .svg("Ranks.");

    assertThat(strings(svg, "\\d\\.\\d\\d  (\\w+)</text>"))
        .containsExactly("best", "middle", "worst");
    assertThat(strings(svg, "(s-series-2)")).as("one bar for the group of two").hasSize(1);
  }

  @Test
  void cutsTextToItsRoom() {
    assertThat(TextWidth.fit("short", 13, 100)).isEqualTo("short");
    String cut = TextWidth.fit("efficientnet_v2_l.imagenet1k_v1", 13, 100);
    assertThat(cut).startsWith("efficient").endsWith("\u2026");
    assertThat(TextWidth.of(cut, 13)).isLessThanOrEqualTo(100);
  }

  @Test
  void keepsNamesApart() {
    LabelPlaces places = new LabelPlaces(new java.awt.geom.Rectangle2D.Double(0, 0, 400, 300));
    List<java.awt.geom.Rectangle2D> boxes = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      places.occupyPoint(200 + i, 150);
      boxes.add(places.place(200 + i, 150, 120));
    }
    for (int i = 0; i < boxes.size(); i++) {
      for (int j = 0; j < i; j++) {
        assertThat(boxes.get(i).intersects(boxes.get(j))).isFalse();
      }
    }
  }

  private static List<Double> numbers(String text, String pattern) {
    return strings(text, pattern).stream().map(Double::valueOf).toList();
  }

  private static List<String> strings(String text, String pattern) {
    List<String> found = new ArrayList<>();
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }
}

package org.fe4j.metrics.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fe4j.metrics.Predictions;
import org.junit.jupiter.api.Test;

class PredictionsCsvTest {

  @Test
  void quotesFieldsThatNeedIt() {
    assertThat(PredictionsCsv.of(SampleReport.create().predictions()))
        .isEqualTo(
            """
            id,fold,true_class,predicted_class,probability_cross_bedding,"probability_tuff, ""welded""\",probability_a|b
            x/1.png,0,cross_bedding,cross_bedding,0.7,0.2,0.1
            "x/2, again.png",0,"tuff, ""welded""\","tuff, ""welded""\",0.25,0.5,0.25
            \u00e9\u5ca9.png,1,cross_bedding,a|b,0.125,0.25,0.625
            x/4.png,1,"tuff, ""welded""\","tuff, ""welded""\",0.0,1.0,0.0
            """);
  }

  @Test
  void hasAColumnOfGroupsWhereThereAreSome() {
    Predictions grouped =
        Predictions.builder(List.of("gneiss"))
            .addLabels("a", "quarry, north", 0, 0, 0)
            .addLabels("b", 0, 0, 1)
            .build();

    assertThat(PredictionsCsv.of(grouped))
        .isEqualTo(
            """
            id,group,fold,true_class,predicted_class
            a,"quarry, north",0,gneiss,gneiss
            b,b,1,gneiss,gneiss
            """);
  }

  @Test
  void hasNoProbabilityColumnsForLabelsAlone() {
    Predictions labels =
        Predictions.builder(List.of("gneiss", "line\nbreak")).addLabels("a", 0, 1, 2).build();

    assertThat(PredictionsCsv.of(labels))
        .isEqualTo("id,fold,true_class,predicted_class\na,2,gneiss,\"line\nbreak\"\n");
  }
}

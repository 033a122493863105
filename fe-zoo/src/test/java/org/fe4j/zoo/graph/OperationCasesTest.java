package org.fe4j.zoo.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What each compiler's test of operations runs. */
class OperationCasesTest {

  @Test
  void noOperationIsWithoutACase() {
    Set<Class<?>> tested =
        OperationCases.all().stream()
            .flatMap(operation -> operation.graph().nodes().stream())
            .map(node -> node.op().getClass())
            .collect(Collectors.toSet());
    assertThat(tested).contains(Op.class.getPermittedSubclasses());
  }

  @Test
  void noTwoCasesHaveTheSameName() {
    assertThat(OperationCases.all()).extracting(OperationCase::name).doesNotHaveDuplicates();
  }
}

package org.fe4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/** No benchmark without a test that calls its body. */
final class EveryBenchmarkTest {
  private final JavaClasses classes = new ClassFileImporter().importPackages("org.fe4j.benchmarks");

  @Test
  void callsEachBodyInATest() {
    List<JavaMethod> bodies = bodies();
    assertThat(bodies).hasSize(listed().size()).hasSizeGreaterThan(10);
    assertThat(bodies)
        .allSatisfy(
            body ->
                assertThat(body.getAccessesToSelf())
                    .as(body.getFullName())
                    .anyMatch(call -> isTest(call.getOriginOwner())));
  }

  private List<JavaMethod> bodies() {
    return classes.stream()
        .flatMap(type -> type.getMethods().stream())
        .filter(method -> method.isAnnotatedWith(Benchmark.class))
        .toList();
  }

  /** Those that JMH runs. */
  private static Set<BenchmarkListEntry> listed() {
    return BenchmarkList.defaultList()
        .getAll(
            OutputFormatFactory.createFormatInstance(System.err, VerboseMode.SILENT), List.of());
  }

  /** JMH's harness of a body is called a test, too. */
  private static boolean isTest(JavaClass type) {
    return !type.getPackageName().endsWith(".jmh_generated")
        && type.getName().replaceFirst("\\$.*", "").endsWith("Test");
  }
}

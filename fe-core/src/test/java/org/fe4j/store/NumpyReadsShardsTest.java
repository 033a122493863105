package org.fe4j.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fe4j.numeric.Float16;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The lines of Python in the documentation do what it says, where there is a Python with numpy. */
class NumpyReadsShardsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void inTheLinesThatTheDocumentationGives(ElementType type) throws Exception {
    String python = pythonWithNumpy();
    assumeTrue(!python.isEmpty(), "there is no python3 with numpy");
    Recipe recipe = Recipes.with(RecipePart.ELEMENT_TYPE, type.toString());
    RecipeFolder features = FeatureStore.at(folder).open(recipe, 7);
    for (int i = 0; i < 5; i++) {
      features.add(Rows.image(i), Rows.feature(i, 7), 0);
    }
    features.flush();
    Path shard = RecipeFolder.shards(features.folder()).get(0);
    Path script = Files.writeString(folder.resolve("read.py"), documentedLines());
    Process process =
        new ProcessBuilder(python, script.toString(), shard.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    float last = Rows.feature(4, 7)[6];
    assertThat(said.strip())
        .startsWith(
            "(5, 7) %s %s "
                .formatted(type.toString().toLowerCase(java.util.Locale.ROOT), Rows.image(0)));
    assertThat(Float.parseFloat(said.strip().replaceAll(".* ", "")))
        .isEqualTo(type == ElementType.FLOAT32 ? last : Float16.toFloat(Float16.fromFloat(last)));
  }

  private static String documentedLines() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "reference", "feature-store.md"));
    Matcher block = Pattern.compile("```python\n(.*?)```", Pattern.DOTALL).matcher(page);
    assertThat(block.find()).isTrue();
    assertThat(block.group(1).lines()).hasSize(5);
    return block.group(1);
  }

  private static String pythonWithNumpy() throws InterruptedException {
    for (String python : new String[] {"python3", "/usr/bin/python3"}) {
      try {
        Process process = new ProcessBuilder(python, "-c", "import numpy").start();
        if (process.waitFor() == 0) {
          return python;
        }
      } catch (IOException e) {
        // No such program.
      }
    }
    return "";
  }
}

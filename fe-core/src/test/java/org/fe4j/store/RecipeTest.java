package org.fe4j.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecipeTest {
  @ParameterizedTest
  @EnumSource(RecipePart.class)
  void isAnotherOneWhenAnyPartIs(RecipePart part) {
    String other = part == RecipePart.ELEMENT_TYPE ? "FLOAT16" : "another";
    Recipe plain = Recipes.plain();
    Recipe changed = Recipes.with(part, other);
    if (part == RecipePart.FORMAT) {
      assertThat(changed).as("the format is the library's own").isEqualTo(plain);
      return;
    }
    assertThat(changed.sha256()).isNotEqualTo(plain.sha256());
    assertThat(plain.differences(changed))
        .containsExactly(new Recipe.Difference(part, plain.part(part), other));
  }

  @Test
  void namesTheProgramOnlyWhereNothingElseTells() {
    Recipe tapAndProgram = Recipes.with(RecipePart.TAP, "logits");
    assertThat(Recipes.plain().differences(tapAndProgram))
        .extracting(Recipe.Difference::part)
        .containsExactly(RecipePart.TAP);
    assertThat(Recipes.plain().differences(Recipes.with(RecipePart.PROGRAM, "0")))
        .extracting(Recipe.Difference::part)
        .containsExactly(RecipePart.PROGRAM);
  }

  @Test
  void isReadBackFromItsFile() {
    Recipe odd = Recipes.with(RecipePart.DECODER, "quotes \" and\nlines, <html> & ümlaut");
    assertThat(Recipe.parse(odd.toJson())).contains(odd);
    assertThat(Recipe.parse("{}")).isEmpty();
    assertThat(Recipe.parse("")).isEmpty();
    assertThat(Recipe.parse("{\"tap\": ")).isEmpty();
    assertThat(Recipe.parse("[1, 2]")).isEmpty();
  }

  @Test
  void needsAllParts() {
    assertThatThrownBy(() -> Recipe.of(Map.of(RecipePart.TAP, "logits")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A recipe needs its part \"weights (sha-256)\"");
  }
}

package org.fe4j.zoo.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileSealTest {
  @TempDir Path directory;

  private Path file;
  private Path folder;

  @BeforeEach
  void fill() throws IOException {
    file = Files.writeString(directory.resolve("model.pt"), "abc");
    folder = Files.createDirectories(directory.resolve("saved_model"));
    Files.writeString(folder.resolve("a"), "abc");
    Files.writeString(Files.createDirectory(folder.resolve("b")).resolve("c"), "de");
  }

  private static String sha256(String text) {
    return Hashing.sha256().hashString(text, StandardCharsets.UTF_8).toString();
  }

  @Test
  void ofAFileIsItsSizeAndChecksum() throws IOException {
    FileSeal seal = FileSeal.write(file);
    assertThat(seal).isEqualTo(new FileSeal(3, sha256("abc")));
    assertThat(directory.resolve("model.pt.seal")).hasContent("3 " + sha256("abc") + "\n");
    assertThat(FileSeal.read(file)).contains(seal);
    assertThat(seal.check(file)).isTrue();
  }

  @Test
  void ofAFolderIsTheSameWhereverItLies() throws IOException {
    FileSeal seal = FileSeal.write(folder);
    assertThat(seal.byteSize()).isEqualTo(5);
    assertThat(directory.resolve("saved_model.seal")).exists();
    assertThat(FileSeal.read(folder)).contains(seal);
    Path moved = Files.move(folder, directory.resolve("moved"));
    assertThat(seal.check(moved)).isTrue();
    assertThat(FileSeal.write(moved)).isEqualTo(seal);
    assertThat(seal.check(folder)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "3", "3 abc\n", "-3 %s\n", "3 %s", "3 %s\n\n", "9999999999999999999 %s\n"})
  void isNoneWhereItCannotBeRead(String damaged) throws IOException {
    Path seal = directory.resolve("model.pt.seal");
    assertThat(FileSeal.read(file)).isEmpty();
    Files.writeString(seal, damaged.formatted(sha256("abc")));
    assertThat(FileSeal.read(file)).isEmpty();
  }

  @Test
  void doesNotHoldForOtherBytesOfTheSameSize() throws IOException {
    FileSeal seal = FileSeal.write(file);
    Files.writeString(file, "abd");
    Files.setLastModifiedTime(file, FileTime.fromMillis(1));
    assertThat(seal.check(file)).isFalse();
    FileSeal whole = FileSeal.write(folder);
    Files.writeString(folder.resolve("b/c"), "df");
    Files.setLastModifiedTime(folder.resolve("b/c"), FileTime.fromMillis(1));
    assertThat(whole.check(folder)).isFalse();
  }

  @Test
  void doesNotHoldForAFileThatIsGone() throws IOException {
    FileSeal seal = FileSeal.write(file);
    FileSeal.remove(file);
    assertThat(file).doesNotExist();
    assertThat(FileSeal.read(file)).isEmpty();
    assertThat(seal.check(file)).isFalse();
    FileSeal.write(folder);
    FileSeal.remove(folder);
    assertThat(directory).isEmptyDirectory();
    FileSeal.remove(folder);
  }
}

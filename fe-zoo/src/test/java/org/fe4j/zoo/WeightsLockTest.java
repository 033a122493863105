package org.fe4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.fe4j.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightsLockTest {
  private static final String SHA256 = "7be5be79" + "0".repeat(56);

  @TempDir Path folder;

  static LockedWeights weights(String name, String file) {
    return new LockedWeights(
        name,
        file,
        URI.create("https://host.invalid/models/" + file),
        SHA256,
        "7be5be79",
        244_408_911,
        "none stated; torchvision's \"code\" is BSD-3-Clause");
  }

  private static final LockedWeights ALEXNET =
      weights("alexnet.imagenet1k_v1", "alexnet-owt-7be5be79.pth");
  private static final LockedWeights VGG = weights("vgg11.imagenet1k_v1", "vgg11-7be5be79.pth");

  @Test
  void isWrittenInOneOrderAndOneForm() throws IOException {
    Path file = folder.resolve(WeightsLock.FILE_NAME);
    WeightsLock.of(ImmutableList.of(ALEXNET)).write(file);
    assertThat(file)
        .hasContent(
            """
            {
              "formatVersion": 1,
              "fe4j": "%s",
              "weights": [
                {
                  "name": "alexnet.imagenet1k_v1",
                  "file": "alexnet-owt-7be5be79.pth",
                  "url": "https://host.invalid/models/alexnet-owt-7be5be79.pth",
                  "sha256": "7be5be7900000000000000000000000000000000000000000000000000000000",
                  "publishedSha256": "7be5be79",
                  "bytes": 244408911,
                  "license": "none stated; torchvision's \\"code\\" is BSD-3-Clause"
                }
              ]
            }
            """
                .formatted(Version.NAME));
    WeightsLock one = WeightsLock.of(ImmutableList.of(VGG, ALEXNET));
    WeightsLock other = WeightsLock.of(ImmutableList.of(ALEXNET)).with(VGG);
    assertThat(one.toJson()).isEqualTo(other.toJson()).endsWith("}\n").doesNotContain("\r");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void isReadAsItWasWritten() throws IOException {
    Path file = folder.resolve("lock.json");
    WeightsLock lock = new WeightsLock("0.0.9", ImmutableList.of(VGG, ALEXNET));
    lock.write(file);
    assertThat(WeightsLock.read(file)).isEqualTo(lock);
    assertThat(lock.weights()).containsExactly(ALEXNET, VGG);
    assertThat(lock.find("vgg11.imagenet1k_v1")).contains(VGG);
    assertThat(lock.find("vgg11")).isEmpty();
  }

  @Test
  void putsNewWeightsInThePlaceOfThoseOfTheSameName() {
    LockedWeights newer = weights("alexnet.imagenet1k_v1", "alexnet-newer.pth");
    assertThat(WeightsLock.of(ImmutableList.of(ALEXNET, VGG)).with(newer).weights())
        .containsExactly(newer, VGG);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a newer format | \"formatVersion\": 1 | \"formatVersion\": 2 |"
            + " formatVersion is 2, but this fe4j reads 1",
        "no number of a format | \"formatVersion\": 1 | \"formatVersion\": 1.5 |"
            + " formatVersion must be a whole number but is 1.5",
        "a field that is not known | \"formatVersion\": 1 | \"formatVersion\": 1, \"x\": 1 |"
            + " the document must have the fields [formatVersion, fe4j, weights], but has"
            + " [formatVersion, x, fe4j, weights]",
        "cut off | \"bytes\": 244408911, | |"
            + " the document is not valid JSON in UTF-8, or ends early",
        "no list | \"weights\": [ | \"weights\": \"none\", \"ignored\": [ |"
            + " the document must have the fields [formatVersion, fe4j, weights], but has"
            + " [formatVersion, fe4j, weights, ignored]",
        "a path as a file | \"file\": \"alexnet | \"file\": \"../../alexnet |"
            + " weights[0] is refused: No name for a file: \"../../alexnet-owt-7be5be79.pth\"",
        "an absolute path | \"file\": \"alexnet | \"file\": \"/etc/alexnet |"
            + " weights[0] is refused: No name for a file: \"/etc/alexnet-owt-7be5be79.pth\"",
        "a hidden file | \"file\": \"alexnet | \"file\": \".alexnet |"
            + " weights[0] is refused: No name for a file: \".alexnet-owt-7be5be79.pth\"",
        "a local address | https://host.invalid/ | file:/// | weights[0] is refused: Files are"
            + " downloaded over http or https, but found file:///models/alexnet-owt-7be5be79.pth",
        "half a checksum | \"sha256\": \"7be5be7900 | \"sha256\": \"7be5be79 |"
            + " weights[0] is refused: Not a whole SHA-256 in lower case:"
            + " \"7be5be79000000000000000000000000000000000000000000000000000000\"",
        "checksums that differ | \"publishedSha256\": \"7be5be79 | \"publishedSha256\": \"8be5be79"
            + " | weights[0] is refused: The SHA-256"
            + " 7be5be7900000000000000000000000000000000000000000000000000000000 does not begin with"
            + " the published 8be5be79",
        "no size | \"bytes\": 244408911 | \"bytes\": 0 | weights[0] is refused: A size must be"
            + " positive, or UNKNOWN, but found 0.0 BYTES",
        "a size as text | \"bytes\": 244408911 | \"bytes\": \"1\" |"
            + " weights[0].bytes must be a whole number but is \"1\"",
        "a name that is none | alexnet.imagenet1k_v1 | AlexNet | weights[0] is refused: Not a full"
            + " name of a backbone: \"AlexNet\"",
        "a number as a name | \"name\": \"alexnet.imagenet1k_v1\" | \"name\": 5 |"
            + " weights[0].name must be a string",
      })
  void refusesWhatIsNoLockFile(String defect, String right, String wrong, String message)
      throws IOException {
    String json = WeightsLock.of(ImmutableList.of(ALEXNET)).toJson();
    assertThat(json).contains(right);
    String changed =
        wrong == null ? json.substring(0, json.indexOf(right)) : json.replace(right, wrong);
    Path file = Files.writeString(folder.resolve("lock.json"), changed);
    assertThatThrownBy(() -> WeightsLock.read(file))
        .as(defect)
        .isInstanceOf(MalformedLockException.class)
        .hasMessage("[lock.json] " + message);
  }

  @Test
  void refusesTwoOfOneNameOrOfOneFile() throws IOException {
    String json = WeightsLock.of(ImmutableList.of(ALEXNET, VGG)).toJson();
    Path file =
        Files.writeString(
            folder.resolve("lock.json"),
            json.replace(
                "\"file\": \"vgg11-7be5be79.pth\"", "\"file\": \"" + ALEXNET.file() + "\""));
    assertThatThrownBy(() -> WeightsLock.read(file))
        .isInstanceOf(MalformedLockException.class)
        .hasMessage(
            "[lock.json] weights must not repeat: vgg11.imagenet1k_v1 (alexnet-owt-7be5be79.pth) is"
                + " there twice");
  }

  @Test
  void refusesWhatFollowsTheDocument() throws IOException {
    String json = WeightsLock.of(ImmutableList.of(ALEXNET)).toJson();
    Path file = Files.writeString(folder.resolve("lock.json"), json + "{}");
    assertThatThrownBy(() -> WeightsLock.read(file))
        .isInstanceOf(MalformedLockException.class)
        .hasMessage("[lock.json] the document is not valid JSON in UTF-8, or ends early");
  }

  @Test
  void refusesAFileThatIsFarTooLong() throws IOException {
    Path file = Files.write(folder.resolve("lock.json"), new byte[(16 << 20) + 1]);
    assertThatThrownBy(() -> WeightsLock.read(file))
        .hasMessage(
            "[lock.json] the document has 16777217 bytes, but a lock file has at most 16777216");
  }
}

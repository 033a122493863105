package org.fe4j.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemoteFileTest {
  private static final String CLIP =
      "40d365715913c9da98579312b702a82c18be219cc2a73407c4526f58eba950af";

  @Test
  void findsTheChecksumInTorchvisionsNames() {
    RemoteFile location =
        RemoteFile.of(URI.create("https://download.pytorch.org/models/alexnet-owt-7be5be79.pth"));

    assertThat(location.checksum().digits()).isEqualTo("7be5be79");
    assertThat(location.fileName()).isEqualTo("alexnet-owt-7be5be79.pth");
  }

  @Test
  void findsTheChecksumInOpenAisAddresses() {
    RemoteFile location =
        RemoteFile.of(
            URI.create("https://openaipublic.azureedge.net/clip/models/" + CLIP + "/ViT-B-32.pt"));

    assertThat(location.checksum().digits()).isEqualTo(CLIP);
    assertThat(location.fileName()).isEqualTo("ViT-B-32-40d36571.pt");
  }

  @Test
  void takesTheChecksumThatIsGiven() {
    RemoteFile location =
        RemoteFile.of(URI.create("https://host/a/model.safetensors?download=true"), CLIP);

    assertThat(location.checksum().digits()).isEqualTo(CLIP);
    assertThat(location.fileName()).isEqualTo("model-40d36571.safetensors");
  }

  @Test
  void takesANameWhereThereIsNoChecksum() {
    RemoteFile location =
        RemoteFile.withoutChecksum(
            URI.create("https://host/a/model.safetensors"), "siglip_b16.webli");

    assertThat(location.checksum()).isEqualTo(Checksum.NONE);
    assertThat(location.fileName()).isEqualTo("siglip_b16.webli.safetensors");
    assertThat(RemoteFile.of(URI.create("https://host/b"), CLIP).checksum())
        .isEqualTo(Checksum.sha256(CLIP));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "https://host/model.pth, , `The address holds no checksum, so the file's SHA-256 must be"
            + " given: https://host/model.pth`",
        "https://host/model.pth, ``, `A SHA-256 must be given, or a name instead with"
            + " withoutChecksum: https://host/model.pth`",
        "file:///model.pth, 7be5be79, `Files are downloaded over http or https, but found"
            + " file:///model.pth`",
        "https://host/model.pth, 7be5, `A SHA-256 is given by its first 8 to 64 digits in lower"
            + " case, but found \"7be5\"`",
        "https://host/model.pth, 7BE5BE79, `A SHA-256 is given by its first 8 to 64 digits in lower"
            + " case, but found \"7BE5BE79\"`",
        "https://host/%2e%2e%2f.pth/, 7be5be79, `No name for a file: \"-7be5be79\"`",
      })
  void refusesWhatIsNoLocation(URI uri, String sha256, String message) {
    assertThatThrownBy(
            () -> {
              if (sha256 == null) {
                RemoteFile.of(uri);
              } else {
                RemoteFile.of(uri, sha256);
              }
            })
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}

package org.fe4j.zoo.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.fe4j.zoo.graph.Shape;
import org.junit.jupiter.api.Test;

class PickleWriterTest {

  @Test
  void aModuleIsOneObjectWithItsTensors() {
    ArchiveTensor tensor =
        new ArchiveTensor(
            "w",
            TorchElement.FLOAT16,
            Shape.of(2, 3, 1, 5),
            MemoryLayout.CHANNELS_LAST,
            (begin, target, count) -> {});
    assertThat(readable(PickleWriter.module(List.of(tensor))))
        .isEqualTo(
            """
            <80><02>c__torch__
            Backbone
            )<81>}(X<08><00><00><00>training<89>X<01><00><00><00>w\
            ctorch._utils
            _rebuild_tensor_v2
            ((X<07><00><00><00>storagectorch
            HalfStorage
            X<01><00><00><00>0X<03><00><00><00>cpuJ<1e><00><00><00>tQJ<00><00><00><00>\
            (J<02><00><00><00>J<03><00><00><00>J<01><00><00><00>J<05><00><00><00>t\
            (J<0f><00><00><00>J<01><00><00><00>J<0f><00><00><00>J<03><00><00><00>t<89>\
            ccollections
            OrderedDict
            )RtRub.""");
  }

  @Test
  void sizesPast32BitsAreWrittenAsLongIntegers() {
    ArchiveTensor tensor =
        new ArchiveTensor(
            "w",
            TorchElement.FLOAT32,
            Shape.of(1 << 20, 1 << 12),
            MemoryLayout.CHANNELS_FIRST,
            (begin, target, count) -> {});
    assertThat(readable(PickleWriter.module(List.of(tensor))))
        .contains("cpu<8a><08><00><00><00><00><01><00><00><00>tQ");
  }

  private static String readable(byte[] pickle) {
    StringBuilder text = new StringBuilder();
    for (char c : new String(pickle, StandardCharsets.ISO_8859_1).toCharArray()) {
      boolean plain = c == '\n' || (c >= ' ' && c < 127);
      text.append(plain ? Character.toString(c) : "<%02x>".formatted((int) c));
    }
    return text.toString();
  }
}

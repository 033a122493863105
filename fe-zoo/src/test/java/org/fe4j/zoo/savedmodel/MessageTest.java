package org.fe4j.zoo.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.BundleEntryProto;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/** What is written by hand, read by Google's library and the classes made from TensorFlow's. */
class MessageTest {

  @ParameterizedTest
  @ValueSource(
      longs = {
        0,
        1,
        127,
        128,
        300,
        16_383,
        16_384,
        0xFFFF_FFFFL,
        Long.MAX_VALUE,
        -1,
        -300,
        Long.MIN_VALUE
      })
  void numbersAreVarints(long value) throws IOException {
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    CodedOutputStream stream = CodedOutputStream.newInstance(expected);
    stream.writeInt64(3, value);
    stream.writeInt64(300, value);
    stream.flush();
    assertThat(new Message().number(3, value).number(300, value).toBytes())
        .isEqualTo(expected.toByteArray());
  }

  @Test
  void textsAndMessagesHaveTheirLengthInFront() throws IOException {
    String text = "ü".repeat(100);
    NodeDef node =
        NodeDef.parseFrom(
            new Message()
                .text(1, text)
                .text(3, "a")
                .text(3, "")
                .entry(5, "key", new Message().number(3, -7))
                .toBytes());
    assertThat(node.getName()).isEqualTo(text);
    assertThat(node.getInputList()).containsExactly("a", "");
    assertThat(node.getAttrMap()).containsOnlyKeys("key");
    assertThat(node.getAttrOrThrow("key").getI()).isEqualTo(-7);
  }

  @Test
  void bitsAreLittleEndian() throws IOException {
    BundleEntryProto entry =
        BundleEntryProto.parseFrom(new Message().fixed32(6, 0xfedcba98).toBytes());
    assertThat(entry.getCrc32C()).isEqualTo(0xfedcba98);
  }

  @Test
  void attributesAreTheirKindOfValue() throws IOException {
    AttrValue list = attribute(new Attributes().integers("a", 1, -1, 300));
    assertThat(list.getList().getIList()).containsExactly(1L, -1L, 300L);
    assertThat(attribute(new Attributes().integers("a")).getValueCase())
        .isEqualTo(AttrValue.ValueCase.LIST);
    assertThat(attribute(new Attributes().integer("a", 1L << 40)).getI()).isEqualTo(1L << 40);
    assertThat(attribute(new Attributes().number("a", 1e-6f)).getF()).isEqualTo(1e-6f);
    AttrValue no = attribute(new Attributes().truth("a", false));
    assertThat(no.getValueCase()).isEqualTo(AttrValue.ValueCase.B);
    assertThat(no.getB()).isFalse();
    assertThat(attribute(new Attributes().truth("a", true)).getB()).isTrue();
    assertThat(attribute(new Attributes().text("a", "NHWC")).getS())
        .isEqualTo(ByteString.copyFromUtf8("NHWC"));
    TensorShapeProto shape = attribute(new Attributes().shape("a", List.of(-1, 0, 3))).getShape();
    assertThat(shape.getDimList())
        .extracting(TensorShapeProto.Dim::getSize)
        .containsExactly(-1L, 0L, 3L);
    assertThat(shape.getUnknownRank()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void typesAreTensorFlowsNumbers(int count) throws IOException {
    for (DataType type : DataType.values()) {
      org.tensorflow.proto.DataType expected = org.tensorflow.proto.DataType.valueOf("DT_" + type);
      assertThat(attribute(new Attributes().type("a", type)).getType()).isEqualTo(expected);
      List<DataType> types = Collections.nCopies(count, type);
      assertThat(attribute(new Attributes().types("a", types)).getList().getTypeList())
          .hasSize(count)
          .containsOnly(expected);
    }
  }

  @Test
  void tensorsHoldElementsOrTexts() throws IOException {
    byte[] content = {1, 0, 0, 0, 2, 0, 0, 0};
    TensorProto tensor =
        attribute(new Attributes().tensor("a", DataType.INT32, List.of(2, 1), content)).getTensor();
    assertThat(tensor.getDtype()).isEqualTo(org.tensorflow.proto.DataType.DT_INT32);
    assertThat(tensor.getTensorShape().getDimCount()).isEqualTo(2);
    ByteBuffer elements =
        tensor.getTensorContent().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    assertThat(List.of(elements.getInt(), elements.getInt())).containsExactly(1, 2);

    TensorProto texts =
        attribute(new Attributes().textTensor("a", List.of("x", "", "y"))).getTensor();
    assertThat(texts.getDtype()).isEqualTo(org.tensorflow.proto.DataType.DT_STRING);
    assertThat(texts.getTensorShape().getDim(0).getSize()).isEqualTo(3);
    assertThat(texts.getStringValList())
        .extracting(ByteString::toStringUtf8)
        .containsExactly("x", "", "y");
    TensorProto text = attribute(new Attributes().textTensor("a", "x")).getTensor();
    assertThat(text.getTensorShape().getDimCount()).isZero();
    assertThat(text.getStringValCount()).isEqualTo(1);
  }

  private static AttrValue attribute(Attributes attributes) throws IOException {
    Message node = new Message();
    attributes.writeTo(node, 5);
    return NodeDef.parseFrom(node.toBytes()).getAttrOrThrow("a");
  }
}

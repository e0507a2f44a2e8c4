package io.vivarium.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JuteWriterTest {
  private final JuteWriter out = new JuteWriter(1);

  private String hex() {
    return HexFormat.of().formatHex(out.toByteArray());
  }

  @Test
  void numbersAreBigEndian() {
    out.writeInt(0x01020304);
    out.writeLong(0x0102030405060708L);
    out.writeByte(0xff);
    out.writeBool(true);
    out.writeBool(false);
    assertEquals("01020304" + "0102030405060708" + "ff" + "01" + "00", hex());
    assertEquals(15, out.position());
  }

  @Test
  void nullEmptyAndFullBuffersDiffer() {
    out.writeBuffer(null);
    out.writeBuffer(new byte[0]);
    out.writeBuffer(new byte[] {7});
    out.writeBuffer(new byte[] {1, 2, 3, 4}, 1, 2);
    out.writeBuffer(new byte[] {1}, 0, -1);
    out.writeBuffer(null, 0, 0);
    assertEquals(
        "ffffffff" + "00000000" + "0000000107" + "000000020203" + "ffffffff" + "ffffffff", hex());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/a",
        "/ascii-only-and-longer-than-the-writer",
        "é",
        "/aé",
        "é/a",
        "\u0080\u07ff\u0800\uffff",
        "😀",
        "a😀b€c\u0000d"
      })
  void stringsAreTheUtf8ThatTheJdkMakes(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    out.writeString(value);
    ByteBuffer expected = ByteBuffer.allocate(4 + utf8.length).putInt(utf8.length).put(utf8).flip();
    assertEquals(expected, out.view());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud800", "a\udc00", "\ud83d\ud83d", "\ud83dx", "\udc00\ud800"})
  void unpairedSurrogatesBecomeQuestionMarks(String value) {
    out.writeString(value);
    out.setInt(0, 0);
    assertEquals(
        "00000000" + HexFormat.of().formatHex(value.getBytes(StandardCharsets.UTF_8)), hex());
  }

  @Test
  void nullStringAndNullVectorAreMinusOne() {
    out.writeString(null);
    out.writeStrings(null);
    out.writeStrings(List.of());
    out.writeStrings(List.of("a", "b"));
    assertEquals(
        "ffffffff" + "ffffffff" + "00000000" + "00000002" + "0000000161" + "0000000162", hex());
  }

  @Test
  void frameLengthIsFilledIn() {
    out.writeByte(9);
    int outer = out.beginFrame();
    out.writeInt(5);
    int inner = out.beginFrame();
    out.writeByte(1);
    out.endFrame(inner);
    out.endFrame(outer);
    assertEquals("09" + "00000009" + "00000005" + "00000001" + "01", hex());
  }

  @Test
  void rawBytesAreCopiedWithoutMovingTheirBuffer() {
    ByteBuffer raw = ByteBuffer.wrap(new byte[] {1, 2, 3}).position(1);
    out.writeRaw(raw);
    assertEquals("0203", hex());
    assertEquals(1, raw.position());
  }

  @Test
  void viewIsReusedAndShowsWhatIsWritten() {
    JuteWriter writer = new JuteWriter(64);
    writer.writeInt(1);
    ByteBuffer view = writer.view();
    assertEquals(4, view.remaining());
    view.getInt();
    writer.writeInt(2);
    assertSame(view, writer.view());
    assertEquals(8, view.remaining());
    assertEquals(0, view.position());
  }

  @Test
  void growthKeepsWhatWasWritten() {
    for (int i = 0; i < 1000; i++) {
      out.writeInt(i);
    }
    ByteBuffer view = out.view();
    for (int i = 0; i < 1000; i++) {
      assertEquals(i, view.getInt());
    }
    assertTrue(out.capacity() < 3 * 4000, "grows by doubling, not more: " + out.capacity());
  }

  @Test
  void rewindDropsTheEnd() {
    out.writeInt(1);
    out.writeInt(2);
    out.rewind(4);
    assertEquals("00000001", hex());
    assertThrows(IllegalArgumentException.class, () -> out.rewind(5));
    assertThrows(IllegalArgumentException.class, () -> out.rewind(-1));
  }

  @Test
  void patchOutsideOfWhatWasWrittenIsRefused() {
    out.writeInt(1);
    assertThrows(IllegalArgumentException.class, () -> out.setInt(1, 7));
    assertThrows(IllegalArgumentException.class, () -> out.setInt(-1, 7));
  }

  @Test
  void smallFramesNeverChangeTheArray() {
    JuteWriter writer = new JuteWriter(256);
    for (int i = 0; i < 100; i++) {
      writer.clear();
      writer.writeString("/path/of/a/node");
    }
    assertEquals(256, writer.capacity());
  }

  @Test
  void arrayGrownForAnOutlierIsGivenBackAfterTheNextSmallFrame() {
    out.writeBuffer(new byte[1 << 20]);
    out.clear();
    assertTrue(out.capacity() > 1 << 20, "a train of large frames keeps its array");
    out.writeInt(1);
    out.clear();
    assertEquals(JuteWriter.RETAINED, out.capacity());
    assertEquals(0, out.position());
  }

  @Test
  void trimGivesTheLargeArrayBackAndKeepsTheContent() {
    out.writeBuffer(new byte[1 << 20]);
    out.trim();
    assertTrue(out.capacity() > 1 << 20, "the content needs it");
    out.clear();
    out.writeInt(42);
    out.trim();
    assertEquals(JuteWriter.RETAINED, out.capacity());
    assertEquals("0000002a", hex());
  }

  @Test
  void smallArrayIsNotTrimmed() {
    out.writeInt(1);
    int capacity = out.capacity();
    out.trim();
    assertEquals(capacity, out.capacity());
    assertArrayEquals(new byte[] {0, 0, 0, 1}, out.toByteArray());
  }

  @Test
  void moreThanAnArrayHoldsIsRefusedBeforeAllocation() {
    out.writeInt(1);
    var refused = assertThrows(IllegalStateException.class, () -> out.ensure(Integer.MAX_VALUE));
    assertTrue(refused.getMessage().contains("2147483651"), refused.getMessage());
  }
}

package io.vivarium.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.MalformedFrameException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JuteReaderTest {
  private static final int LIMIT = 16;

  private static JuteReader reader(String hex) {
    return new JuteReader(ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", ""))), LIMIT);
  }

  private static String refusal(Executable read) {
    return assertThrows(MalformedFrameException.class, read).getMessage();
  }

  @Test
  void numbersAreBigEndian() {
    JuteReader in = reader("01020304 0102030405060708 ff 02 00");
    assertEquals(0x01020304, in.readInt("a"));
    assertEquals(0x0102030405060708L, in.readLong("b"));
    assertEquals(-1, in.readByte("c"));
    assertTrue(in.readBool("d"), "any byte but 0 is true");
    assertFalse(in.readBool("e"));
    assertEquals(15, in.offset());
    assertEquals(0, in.remaining());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "00", "0000", "000000"})
  void shortIntIsRefusedWithPlaceAndCount(String hex) {
    String message = refusal(() -> reader(hex).readInt("version"));
    assertEquals("version at offset 0 needs 4 bytes, " + hex.length() / 2 + " are left", message);
  }

  @Test
  void shortLongByteAndBoolAreRefused() {
    assertEquals(
        "zxid at offset 0 needs 8 bytes, 7 are left",
        refusal(() -> reader("00000000000000").readLong("zxid")));
    assertEquals(
        "b at offset 0 needs 1 bytes, 0 are left", refusal(() -> reader("").readByte("b")));
    assertEquals(
        "b at offset 0 needs 1 bytes, 0 are left", refusal(() -> reader("").readBool("b")));
  }

  @Test
  void offsetsCountFromWhereReadingBegan() {
    ByteBuffer buffer = ByteBuffer.allocate(12).position(4);
    JuteReader in = new JuteReader(buffer, LIMIT);
    in.readInt("first");
    in.readInt("second");
    assertEquals(8, in.offset());
    assertEquals("third at offset 8 needs 4 bytes, 0 are left", refusal(() -> in.readInt("third")));
  }

  @Test
  void offsetsInAPartCountFromTheStartOfTheWhole() {
    JuteReader in = reader("00000000 0000000000 ff");
    in.readInt("before");
    JuteReader part = in.part(5);
    assertEquals(9, in.offset());
    assertEquals(4, part.offset());
    part.readInt("inside");
    assertEquals("more at offset 8 needs 4 bytes, 1 are left", refusal(() -> part.readInt("more")));
  }

  @Test
  void nullEmptyAndFullBuffersDiffer() {
    assertNull(reader("ffffffff").readBuffer("data"));
    assertArrayEquals(new byte[0], reader("00000000").readBuffer("data"));
    assertArrayEquals(new byte[] {7, 8}, reader("00000002 0708").readBuffer("data"));
  }

  @ParameterizedTest
  @CsvSource({
    "fffffffe, -2",
    "80000000, -2147483648",
    "7fffffff, 2147483647",
    "00000011, 17",
    "00000003, 3"
  })
  void lengthBelowMinusOneAboveTheLimitOrTheBytesLeftIsRefused(String length, int value) {
    String hex = length + (value == 17 ? "00".repeat(17) : "0000");
    String expected =
        "data at offset 0 has length "
            + value
            + ", the limit is 16 and "
            + (value == 17 ? 17 : 2)
            + " bytes are left";
    assertEquals(expected, refusal(() -> reader(hex).readBuffer("data")));
    assertEquals(expected, refusal(() -> reader(hex).readString("data")));
    assertEquals(expected, refusal(() -> reader(hex).readText("data")));
    assertEquals(expected, refusal(() -> reader(hex).readTextOrEmpty("data")));
  }

  @Test
  void lengthAtTheLimitIsTaken() {
    assertEquals("a".repeat(16), reader("00000010" + "61".repeat(16)).readString("path"));
  }

  @Test
  void stringsAreUtf8() {
    byte[] utf8 = "/é€😀".getBytes(StandardCharsets.UTF_8);
    ByteBuffer in = ByteBuffer.allocate(4 + utf8.length).putInt(utf8.length).put(utf8).flip();
    assertEquals("/é€😀", new JuteReader(in.duplicate(), LIMIT).readString("path"));
    assertEquals("/é€😀", new JuteReader(in.asReadOnlyBuffer(), LIMIT).readString("path"));
    ByteBuffer direct = ByteBuffer.allocateDirect(in.remaining()).put(in).flip();
    assertEquals("/é€😀", new JuteReader(direct, LIMIT).readString("path"));
  }

  @ParameterizedTest
  @CsvSource({
    "c3, \uFFFD",
    "61ff62, a\uFFFDb",
    "e282, \uFFFD",
    "eda080, \uFFFD",
    "c080, \uFFFD\uFFFD"
  })
  void malformedUtf8ReadsAsReplacementCharacters(String bytes, String expected) {
    String hex = String.format("%08x", bytes.length() / 2) + bytes;
    assertEquals(expected, reader(hex).readString("path"));
  }

  @Test
  void nullStringIsNullEmptyOrRefusedAsAskedFor() {
    assertNull(reader("ffffffff").readString("path"));
    assertEquals("", reader("ffffffff").readTextOrEmpty("path"));
    assertEquals("path at offset 0 is null", refusal(() -> reader("ffffffff").readText("path")));
  }

  @Test
  void vectorsAreNullEmptyOrFull() {
    assertNull(reader("ffffffff").readStrings("paths"));
    assertEquals(List.of(), reader("00000000").readStrings("paths"));
    assertEquals(List.of("a", ""), reader("00000002 00000001 61 00000000").readStrings("paths"));
  }

  @Test
  void vectorThatWasReadCannotBeChanged() {
    List<String> strings = reader("00000001 00000001 61").readStrings("paths");
    assertThrows(UnsupportedOperationException.class, () -> strings.set(0, "b"));
  }

  @ParameterizedTest
  @CsvSource({"fffffffe, -2", "7fffffff, 2147483647", "00000002, 2"})
  void countBelowMinusOneOrBeyondTheBytesLeftIsRefused(String count, int value) {
    assertEquals(
        "paths at offset 0 has " + value + " elements, the 5 bytes left hold at most 1",
        refusal(() -> reader(count + "00000000 00").readStrings("paths")));
  }

  @Test
  void nullElementOfAVectorIsRefused() {
    assertEquals(
        "paths at offset 4 is null",
        refusal(() -> reader("00000001 ffffffff").readStrings("paths")));
  }

  @Test
  void littleEndianBufferIsAMistakeOfTheCaller() {
    ByteBuffer little = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    assertThrows(IllegalArgumentException.class, () -> new JuteReader(little, LIMIT));
  }

  @Test
  void refusalHasNoStackTrace() {
    var refused = assertThrows(MalformedFrameException.class, () -> reader("").readInt("version"));
    assertEquals(0, refused.getStackTrace().length);
  }
}

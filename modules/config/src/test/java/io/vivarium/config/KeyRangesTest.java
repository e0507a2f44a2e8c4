package io.vivarium.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an error message says is allowed is allowed, and nothing else is: for every key with a range. */
class KeyRangesTest {
  private static final Pattern FROM_TO = Pattern.compile("from (-?\\d+) to (-?\\d+)");
  private static final Pattern AT_LEAST = Pattern.compile("at least (-?\\d+)");
  private static final BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE);

  /** Both ends of a range, as the message of a key tells them. */
  private record Range(BigInteger from, BigInteger to) {
    static Range of(Key<?> key) {
      Matcher both = FROM_TO.matcher(key.type().allowed());
      if (both.find()) {
        return new Range(new BigInteger(both.group(1)), new BigInteger(both.group(2)));
      }
      Matcher least = AT_LEAST.matcher(key.type().allowed());
      assertTrue(least.find(), () -> key.name() + ": " + key.type().allowed());
      return new Range(new BigInteger(least.group(1)), LARGEST);
    }

    BigInteger below() {
      return from.subtract(BigInteger.ONE);
    }

    BigInteger above() {
      return to.add(BigInteger.ONE);
    }

    BigInteger within(Random random) {
      BigInteger width = to.subtract(from).add(BigInteger.ONE);
      return new BigInteger(width.bitLength() + 8, random).mod(width).add(from);
    }
  }

  static Stream<Key<?>> ranged() {
    return KnownKeys.all().stream().filter(key -> key.type().name().equals("number"));
  }

  static Stream<Key<?>> ports() {
    return KnownKeys.all().stream().filter(key -> key.type().name().equals("port"));
  }

  static Stream<Key<?>> words() {
    return KnownKeys.all().stream().filter(key -> key.type().name().equals("word"));
  }

  private static boolean parses(Key<?> key, String text) {
    try {
      key.parse(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  @ParameterizedTest
  @MethodSource("ranged")
  void bothEndsAreAllowedAndTheirNeighboursAreNot(Key<?> key) {
    Range range = Range.of(key);
    assertEquals(range.from().toString(), String.valueOf(key.parse(range.from().toString())));
    assertEquals(range.to().toString(), String.valueOf(key.parse(range.to().toString())));
    assertFalse(parses(key, range.below().toString()), () -> "below " + range);
    assertFalse(parses(key, range.above().toString()), () -> "above " + range);
  }

  @ParameterizedTest
  @MethodSource("ranged")
  void everyNumberBetweenIsReadAsItself(Key<?> key) {
    Range range = Range.of(key);
    Random random = new Random(key.name().hashCode());
    for (int i = 0; i < 200; i++) {
      String number = range.within(random).toString();
      assertEquals(number, String.valueOf(key.parse(number)));
    }
  }

  @ParameterizedTest
  @MethodSource("ranged")
  void hexadecimalIsForKeysThatTheJdkWouldReadOnly(Key<?> key) {
    BigInteger from = Range.of(key).from();
    String hexadecimal = (from.signum() < 0 ? "-0x" : "0x") + from.abs().toString(16);
    assertEquals(key.form() != Form.NAMED, parses(key, hexadecimal), hexadecimal);
    for (String text : List.of("", " ", "1.0", "1e3", "one", "0x", "--1", "1_000", "1 ", "½")) {
      assertFalse(parses(key, text), () -> "[" + text + "]");
    }
  }

  @ParameterizedTest
  @MethodSource("ports")
  void portsEndAtTheLargestOne(Key<?> key) {
    for (String right : List.of("0", "1", "65535")) {
      assertEquals(Integer.valueOf(right), key.parse(right));
    }
    for (String wrong : List.of("-1", "65536", "http", "", "4294967297")) {
      assertFalse(parses(key, wrong), wrong);
    }
  }

  @ParameterizedTest
  @MethodSource("words")
  void aWordIsReadInAnyCaseAndGivenAsTheTableWritesIt(Key<?> key) {
    String list = key.type().allowed().substring("one of ".length());
    for (String shown : list.split(", ", -1)) {
      String word = shown.equals("(empty)") ? "" : shown;
      assertEquals(word, key.parse(word));
      assertEquals(word, key.parse(word.toUpperCase(java.util.Locale.ROOT)));
      assertEquals(word, key.parse(word.toLowerCase(java.util.Locale.ROOT)));
    }
    assertThrows(IllegalArgumentException.class, () -> key.parse("nonesuch"));
  }

  @Test
  void thereAreKeysOfEachSort() {
    assertTrue(ranged().count() > 60);
    assertTrue(ports().count() >= 5);
    assertTrue(words().count() >= 5);
  }
}

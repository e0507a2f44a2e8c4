package io.vivarium.tools.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

final class OutputTest {
  @Test
  void aJsonObjectKeepsTheOrderAndQuotesWhatMustBe() {
    JsonObject json =
        new JsonObject()
            .put("text", "a\"b\\c\n\u2028é")
            .put("none", (String) null)
            .put("number", -5)
            .put("truth", true)
            .zxid("zxid", 0x1aL)
            .texts("list", List.of("x", "y"))
            .put("inner", new JsonObject().put("a", 1))
            .put("rows", List.of(new JsonObject(), new JsonObject()));

    assertEquals(
        "{\"text\": \"a\\\"b\\\\c\\u000a\\u2028é\", \"none\": null, \"number\": -5, \"truth\": true, \"zxid\": \"0x1a\","
            + " \"list\": [\"x\", \"y\"], \"inner\": {\"a\": 1}, \"rows\": [{}, {}]}",
        json.toString());
  }

  @Test
  void progressIsToldEveryFiveSeconds() {
    AtomicLong clock = new AtomicLong();
    StringWriter told = new StringWriter();
    Progress progress = new Progress(new PrintWriter(told, true), "copy", 40_000_000, clock::get);

    clock.set(TimeUnit.SECONDS.toNanos(4));
    progress.add(4_000_000);
    assertEquals("", told.toString());

    clock.set(TimeUnit.SECONDS.toNanos(5));
    progress.add(6_000_000);
    progress.add(1);
    assertEquals("copy: 10.0 MB of 40.0 MB, 25 %, 2.0 MB a second", told.toString().strip());
  }

  @Test
  void progressWithoutATotalHasNoShare() {
    AtomicLong clock = new AtomicLong();
    StringWriter told = new StringWriter();
    Progress progress = new Progress(new PrintWriter(told, true), "read", 0, clock::get);

    clock.set(TimeUnit.SECONDS.toNanos(10));
    progress.at(500);

    assertEquals("read: 500 B, 50 B a second", told.toString().strip());
  }

  @Test
  void sizesAreShort() {
    assertEquals("9999 B", Progress.size(9_999));
    assertEquals("10.0 kB", Progress.size(10_000));
    assertEquals("150 MB", Progress.size(150_000_000));
    assertEquals("2.5 TB", Progress.size(2_500_000_000_000L));
  }

  @Test
  void numbersAreHexadecimalOrDecimal() {
    CommonOptions.Hex number = new CommonOptions.Hex();

    assertEquals(26, number.convert("0x1a"));
    assertEquals(26, number.convert("26"));
    assertEquals(-1, number.convert("0xffffffffffffffff"));
    assertThrows(TypeConversionException.class, () -> number.convert("1a"));
    assertThrows(TypeConversionException.class, () -> number.convert("0x"));
  }

  @Test
  void timesAreOfThreeForms() {
    CommonOptions.Moment moment = new CommonOptions.Moment();

    assertEquals(Instant.ofEpochMilli(1795177172145L), moment.convert("1795177172145"));
    assertEquals(Instant.ofEpochSecond(1795177172), moment.convert("2026-11-20T12:19:32Z"));
    assertEquals(
        LocalDateTime.parse("2026-11-20T12:19:32").atZone(ZoneId.systemDefault()).toInstant(),
        moment.convert("2026-11-20T12:19:32"));
    assertThrows(TypeConversionException.class, () -> moment.convert("now"));
  }
}

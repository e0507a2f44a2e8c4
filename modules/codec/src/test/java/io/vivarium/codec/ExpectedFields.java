package io.vivarium.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.vivarium.model.Acl;
import io.vivarium.model.OpCode;
import io.vivarium.model.StatView;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Compares model values with the fields that the captures tell. */
final class ExpectedFields {
  private ExpectedFields() {}

  /** An op by the name that captures use: the enum's without underscores. */
  static OpCode op(Object name) {
    for (OpCode op : OpCode.values()) {
      if (op.name().replace("_", "").equalsIgnoreCase((String) name)) {
        return op;
      }
    }
    throw new IllegalArgumentException("no op " + name);
  }

  static int number(Object value) {
    return Math.toIntExact((Long) value);
  }

  /** A number, as such or as hexadecimal text. */
  static long wide(Object value) {
    if (value instanceof Long number) {
      return number;
    }
    String text = (String) value;
    return text.startsWith("-")
        ? Long.parseLong(text)
        : Long.parseUnsignedLong(text.substring(2), 16);
  }

  static void assertBytes(Object expected, byte[] actual) {
    if (expected == null) {
      assertNull(actual);
      return;
    }
    assertNotNull(actual);
    if (expected instanceof Map<?, ?> summary) {
      assertEquals(summary.get("len"), (long) actual.length);
      assertEquals(summary.get("sha256"), sha256(actual));
    } else if (((String) expected).startsWith("hex:")) {
      assertEquals(((String) expected).substring(4), HexFormat.of().formatHex(actual));
    } else {
      assertArrayEquals(((String) expected).getBytes(StandardCharsets.UTF_8), actual);
    }
  }

  static void assertStat(Object expected, StatView stat) {
    Map<String, Object> fields = Json.object(expected);
    assertEquals(wide(fields.get("czxid")), stat.czxid());
    assertEquals(wide(fields.get("mzxid")), stat.mzxid());
    assertEquals(wide(fields.get("ctime")), stat.ctime());
    assertEquals(wide(fields.get("mtime")), stat.mtime());
    assertEquals(wide(fields.get("version")), stat.version());
    assertEquals(wide(fields.get("cversion")), stat.cversion());
    assertEquals(wide(fields.get("aversion")), stat.aversion());
    assertEquals(wide(fields.get("ephemeralOwner")), stat.ephemeralOwner());
    assertEquals(wide(fields.get("dataLength")), stat.dataLength());
    assertEquals(wide(fields.get("numChildren")), stat.numChildren());
    assertEquals(wide(fields.get("pzxid")), stat.pzxid());
  }

  static List<Acl> acl(Object expected) {
    if (expected == null) {
      return null;
    }
    List<Acl> acl = new ArrayList<>();
    for (Object entry : Json.array(expected)) {
      List<Object> parts = Json.array(entry);
      acl.add(new Acl(number(parts.get(0)), (String) parts.get(1), (String) parts.get(2)));
    }
    return acl;
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

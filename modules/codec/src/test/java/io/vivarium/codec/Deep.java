package io.vivarium.codec;

import static org.junit.jupiter.api.Assertions.fail;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/** Equality of records that looks into arrays. */
final class Deep {
  private Deep() {}

  static void assertSame(Object expected, Object actual) {
    if (!same(expected, actual)) {
      fail("expected " + expected + " but was " + actual);
    }
  }

  private static boolean same(Object a, Object b) {
    if (a == null || b == null) {
      return a == null && b == null;
    }
    if (a instanceof byte[] bytes) {
      return b instanceof byte[] others && Arrays.equals(bytes, others);
    }
    if (a instanceof List<?> list) {
      return b instanceof List<?> other && same(list, other);
    }
    if (a instanceof Record && a.getClass() == b.getClass()) {
      return sameComponents(a, b);
    }
    return a.equals(b);
  }

  private static boolean same(List<?> a, List<?> b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      if (!same(a.get(i), b.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameComponents(Object a, Object b) {
    try {
      for (RecordComponent component : a.getClass().getRecordComponents()) {
        if (!same(component.getAccessor().invoke(a), component.getAccessor().invoke(b))) {
          return false;
        }
      }
      return true;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}

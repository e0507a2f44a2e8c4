package io.vivarium.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class MalformedFrameExceptionTest {
  @Test
  void describesTheInputAndCollectsNoStackTrace() {
    MalformedFrameException refused = new MalformedFrameException("length -7 at offset 4");

    assertEquals("length -7 at offset 4", refused.getMessage());
    assertEquals(0, refused.getStackTrace().length);
    refused.addSuppressed(new IllegalStateException());
    assertEquals(0, refused.getSuppressed().length);
  }
}

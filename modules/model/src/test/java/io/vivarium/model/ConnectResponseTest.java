package io.vivarium.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConnectResponseTest {
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRefusalTellsNothingButThatItIsOne(boolean readOnlyPresent) {
    ConnectResponse refused = ConnectResponse.refused(readOnlyPresent);

    assertEquals(0, refused.timeout());
    assertEquals(0, refused.sessionId());
    assertArrayEquals(new byte[16], refused.password());
    assertFalse(refused.readOnly());
    assertEquals(readOnlyPresent, refused.readOnlyPresent());
  }
}

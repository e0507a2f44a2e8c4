package io.vivarium.kernel.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vivarium.model.AuthId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedIdentitiesTest {
  private final SharedIdentities shared = new SharedIdentities();

  private static List<AuthId> of(String address) {
    return new ArrayList<>(List.of(new AuthId("ip", address)));
  }

  @Test
  void connectionsOfOneHostHaveOneList() {
    List<AuthId> first = shared.of(of("10.0.0.1"));
    assertSame(first, shared.of(of("10.0.0.1")));
    assertSame(shared.of(List.of()), shared.of(List.of()));
  }

  @Test
  void whateverWasThereBeforeEverybodyGetsTheirOwn() {
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 4096; i++) {
        List<AuthId> asked = of("10.0." + i / 256 + "." + i % 256);
        assertEquals(asked, shared.of(asked));
      }
    }
  }

  @Test
  void nobodyCanChangeWhatOthersHave() {
    List<AuthId> asked = of("10.0.0.1");
    List<AuthId> got = shared.of(asked);
    asked.add(new AuthId("super", ""));
    assertEquals(1, got.size());
    assertThrows(UnsupportedOperationException.class, () -> got.add(new AuthId("super", "")));
  }
}

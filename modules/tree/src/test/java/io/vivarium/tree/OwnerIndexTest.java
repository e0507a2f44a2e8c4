package io.vivarium.tree;

import static io.vivarium.tree.Trees.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.model.EphemeralOwner;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnerIndexTest {
  private static final long CONTAINER = EphemeralOwner.CONTAINER;
  private static final long TTL = EphemeralOwner.ofTtl(1000);

  private final OwnerIndex owners = new OwnerIndex(new NameHash(1), Trees.OPTIONS);

  private void add(String path, long owner) {
    owners.add(bytes(path), owner);
  }

  private void remove(String path, long owner) {
    owners.remove(bytes(path), owner);
  }

  @Test
  void eachKindOfOwnerHasItsOwnPaths() {
    add("/plain", 0);
    add("/container", CONTAINER);
    add("/ttl", TTL);
    add("/e", 7);
    assertEquals(1, owners.containers.size());
    assertEquals(1, owners.ttls.size());
    assertEquals(1, owners.ephemerals());
    assertEquals(Set.of(7L), owners.bySession().keySet());
    assertEquals(List.of("/e"), owners.ephemerals(7));
    assertEquals(List.of(), owners.ephemerals(8));
  }

  @Test
  void aSessionIsForgottenWithItsLastEphemeral() {
    add("/e1", 7);
    add("/e2", 7);
    remove("/e1", 7);
    assertEquals(List.of("/e2"), owners.ephemerals(7));
    remove("/e2", 7);
    assertEquals(Set.of(), owners.bySession().keySet());
    assertEquals(0, owners.ephemerals());
  }

  @Test
  void removingWhatIsNotThereHarmsNobody() {
    add("/c", CONTAINER);
    remove("/other", CONTAINER);
    remove("/c", TTL);
    remove("/e", 9);
    remove("/c", 0);
    assertEquals(1, owners.containers.size());
    assertEquals(0, owners.ephemerals());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void behavesLikeAMapOfSets(long seed) {
    Random random = new Random(seed);
    Map<Long, Set<String>> expected = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      long owner =
          switch (random.nextInt(4)) {
            case 0 -> CONTAINER;
            case 1 -> TTL;
            default -> 1 + random.nextInt(20);
          };
      String path = "/n" + random.nextInt(500) + "-" + owner;
      Set<String> paths = expected.computeIfAbsent(owner, _ -> new HashSet<>());
      if (random.nextBoolean()) {
        if (paths.add(path)) {
          add(path, owner);
        }
      } else if (paths.remove(path)) {
        remove(path, owner);
      }
    }
    assertEquals(size(expected, CONTAINER), owners.containers.size());
    assertEquals(size(expected, TTL), owners.ttls.size());
    int ephemerals = 0;
    for (long session = 1; session <= 20; session++) {
      List<String> paths = owners.ephemerals(session);
      assertEquals(expected.getOrDefault(session, Set.of()), new HashSet<>(paths));
      assertEquals(size(expected, session), paths.size());
      ephemerals += paths.size();
    }
    assertEquals(ephemerals, owners.ephemerals());
  }

  private static int size(Map<Long, Set<String>> expected, long owner) {
    return expected.getOrDefault(owner, Set.of()).size();
  }
}

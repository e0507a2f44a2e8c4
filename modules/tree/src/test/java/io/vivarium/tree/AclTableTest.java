package io.vivarium.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.Acl;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AclTableTest {
  private final AclTable acls = new AclTable();

  private static List<Acl> acl(int i) {
    return List.of(new Acl(31, "digest", "user" + i), new Acl(1, "world", "anyone"));
  }

  @Test
  void theOpenAclHasItsNumberAndIsNotCounted() {
    assertEquals(AclTable.OPEN, acls.acquire(Acl.OPEN));
    assertEquals(AclTable.OPEN, acls.acquire(new ArrayList<>(Acl.OPEN)));
    acls.release(AclTable.OPEN);
    assertEquals(Acl.OPEN, acls.list(AclTable.OPEN));
    assertEquals(0, acls.size());
  }

  @Test
  void equalListsShareANumberUntilTheLastOneGoes() {
    int id = acls.acquire(acl(1));
    assertEquals(id, acls.acquire(new ArrayList<>(acl(1))));
    assertNotEquals(id, acls.acquire(acl(2)));
    acls.release(id);
    assertEquals(acl(1), acls.list(id));
    acls.release(id);
    assertThrows(IllegalStateException.class, () -> acls.list(id));
    assertEquals(id, acls.acquire(acl(3)), "the number is free again");
  }

  @Test
  void unknownListsShareANumberThatNoKnownOneHas() {
    assertEquals(AclTable.UNKNOWN, acls.acquire(null));
    assertEquals(AclTable.UNKNOWN, acls.acquire(null));
    int closed = acls.acquire(AclTable.CLOSED);
    assertNotEquals(AclTable.UNKNOWN, closed);
    acls.release(AclTable.UNKNOWN);
    assertEquals(1, acls.unknown());
    assertEquals(AclTable.CLOSED, acls.copy()[AclTable.UNKNOWN]);
    acls.release(AclTable.UNKNOWN);
    assertNull(acls.copy()[AclTable.UNKNOWN]);
    assertEquals(closed, acls.acquire(AclTable.CLOSED), "it is none of the unknown ones");
    assertNotEquals(AclTable.UNKNOWN, acls.acquire(acl(1)), "the number is not used again");
  }

  @Test
  void aListIsKeptAsItWasWhateverItsOwnerDoesWithIt() {
    List<Acl> mine = new ArrayList<>(acl(1));
    int id = acls.acquire(mine);
    mine.clear();
    assertEquals(acl(1), acls.list(id));
  }

  @Test
  void whileAScanGoesOnNoNumberComesToMeanAnotherList() {
    int id = acls.acquire(acl(1));
    acls.pin();
    acls.release(id);
    assertEquals(acl(1), acls.list(id));
    assertNotEquals(id, acls.acquire(acl(2)));
    assertEquals(acl(1), acls.copy()[id]);
    acls.unpin();
    // What died meanwhile goes with the next that dies.
    acls.release(acls.acquire(acl(3)));
    assertThrows(IllegalStateException.class, () -> acls.list(id));
  }

  @Test
  void aListThatComesBackWhileItsNumberIsKeptHasTheSameNumber() {
    int id = acls.acquire(acl(1));
    acls.pin();
    acls.release(id);
    assertEquals(id, acls.acquire(acl(1)));
    acls.unpin();
    acls.release(acls.acquire(acl(2)));
    assertEquals(acl(1), acls.list(id));
    assertEquals(1, acls.size());
  }

  @Test
  void twoScansMustBothEndBeforeNumbersAreFree() {
    int id = acls.acquire(acl(1));
    acls.pin();
    acls.pin();
    acls.release(id);
    acls.unpin();
    acls.release(acls.acquire(acl(2)));
    assertEquals(acl(1), acls.list(id));
    acls.unpin();
    acls.release(acls.acquire(acl(3)));
    assertEquals(0, acls.size());
  }

  /** A plain map of references says what must be there; what a scan has copied must keep its meaning until it ends. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void countsLikeAPlainMapWhileScansComeAndGo(long seed) {
    Random random = new Random(seed);
    Map<Integer, List<Integer>> held = new HashMap<>();
    Map<Integer, List<Acl>> scanned = null;
    for (int i = 0; i < 20_000; i++) {
      int which = random.nextInt(40);
      List<Integer> references = held.computeIfAbsent(which, _ -> new ArrayList<>());
      if (random.nextBoolean()) {
        references.add(acls.acquire(acl(which)));
      } else if (!references.isEmpty()) {
        acls.release(references.removeLast());
      }
      if (random.nextInt(50) == 0) {
        if (scanned == null) {
          acls.pin();
          scanned = meanings(held);
        } else {
          acls.unpin();
          scanned = null;
        }
      }
      meanings(held).forEach((id, list) -> assertEquals(list, acls.list(id)));
      if (scanned != null) {
        scanned.forEach((id, list) -> assertEquals(list, acls.list(id)));
      }
    }
    if (scanned != null) {
      acls.unpin();
    }
    acls.release(acls.acquire(acl(99)));
    assertEquals(meanings(held).size(), acls.size());
  }

  private static Map<Integer, List<Acl>> meanings(Map<Integer, List<Integer>> held) {
    Map<Integer, List<Acl>> meanings = new HashMap<>();
    held.forEach(
        (which, references) -> {
          assertTrue(new HashSet<>(references).size() <= 1, "one list, one number");
          if (!references.isEmpty()) {
            assertFalse(meanings.containsKey(references.getFirst()), "one number, one list");
            meanings.put(references.getFirst(), acl(which));
          }
        });
    return meanings;
  }
}

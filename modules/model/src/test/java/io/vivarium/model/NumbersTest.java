package io.vivarium.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooDefs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The numbers on the wire are ZooKeeper's, all of them, under the same names. */
final class NumbersTest {
  /** Where our name is not ZooKeeper's with underscores. */
  private static final Map<String, String> OP_NAMES =
      Map.of("error", "ERROR", "auth", "AUTH", "sasl", "SASL", "whoAmI", "WHO_AM_I");

  @Test
  void everyOpCodeOfZooKeeperIsKnownByItsNumber() throws Exception {
    Map<String, Integer> theirs = new TreeMap<>();
    for (Field field : ZooDefs.OpCode.class.getFields()) {
      theirs.put(
          OP_NAMES.getOrDefault(field.getName(), underscores(field.getName())), field.getInt(null));
    }
    // Answers to requests that do not exist, never on the wire.
    theirs.remove("NOTIFICATION");

    Map<String, Integer> ours = new TreeMap<>();
    for (OpCode op : OpCode.values()) {
      ours.put(op.name(), op.code());
    }

    assertEquals(theirs, ours);
  }

  @ParameterizedTest
  @EnumSource(OpCode.class)
  void anOpCodeIsFoundByItsNumber(OpCode op) {
    assertSame(op, OpCode.of(op.code()));
  }

  @Test
  void numbersWithoutAnOperationAreNobody() {
    for (int code : new int[] {0, 10, 23, 99, 108, -2, -12, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      assertNull(OpCode.of(code));
    }
  }

  @Test
  void whatChangesTheTreeIsAWriteAndWhatOnlyLooksIsNot() {
    Map<OpCode.Kind, Set<OpCode>> kinds = new EnumMap<>(OpCode.Kind.class);
    for (OpCode.Kind kind : OpCode.Kind.values()) {
      kinds.put(
          kind,
          Arrays.stream(OpCode.values())
              .filter(op -> op.kind() == kind)
              .collect(Collectors.toSet()));
    }

    assertEquals(
        Set.of(
            OpCode.CREATE,
            OpCode.CREATE2,
            OpCode.CREATE_CONTAINER,
            OpCode.CREATE_TTL,
            OpCode.DELETE,
            OpCode.DELETE_CONTAINER,
            OpCode.SET_DATA,
            OpCode.SET_ACL,
            OpCode.CHECK,
            OpCode.MULTI,
            OpCode.RECONFIG),
        kinds.get(OpCode.Kind.WRITE));
    assertEquals(Set.of(OpCode.SYNC), kinds.get(OpCode.Kind.SYNC));
    assertEquals(
        Set.of(OpCode.PING, OpCode.CREATE_SESSION, OpCode.CLOSE_SESSION),
        kinds.get(OpCode.Kind.SESSION));
    assertEquals(Set.of(OpCode.AUTH, OpCode.SASL), kinds.get(OpCode.Kind.CONNECTION));
    assertEquals(Set.of(OpCode.ERROR), kinds.get(OpCode.Kind.MARKER));
  }

  @Test
  void everyErrorOfZooKeeperIsKnownByItsNumber() {
    for (KeeperException.Code theirs : KeeperException.Code.values()) {
      assertNotNull(ErrorCode.of(theirs.intValue()), theirs + " " + theirs.intValue());
    }
    assertEquals(KeeperException.Code.values().length, ErrorCode.values().length);
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void anErrorHasTheNumberThatZooKeeperKnowsUnderTheSameName(ErrorCode error) {
    KeeperException.Code theirs = KeeperException.Code.get(error.code());

    assertNotNull(theirs);
    assertEquals(letters(theirs.name()), letters(error.name()));
    assertSame(error, ErrorCode.of(error.code()));
  }

  @Test
  void unassignedErrorsAreNobody() {
    assertNull(ErrorCode.of(1));
    assertNull(ErrorCode.of(-104));
    assertNull(ErrorCode.of(Integer.MIN_VALUE));
  }

  @ParameterizedTest
  @EnumSource(CreateMode.class)
  void aCreateModeIsWhatZooKeeperTakesItsFlagFor(CreateMode mode) throws Exception {
    org.apache.zookeeper.CreateMode theirs = org.apache.zookeeper.CreateMode.fromFlag(mode.flag());

    assertEquals(theirs.name(), mode.name());
    assertEquals(theirs.isEphemeral(), mode.ephemeral());
    assertEquals(theirs.isSequential(), mode.sequential());
    assertEquals(theirs.isTTL(), mode.ttl());
    assertSame(mode, CreateMode.of(mode.flag()));
  }

  @Test
  void thereIsNoOtherCreateMode() {
    assertEquals(org.apache.zookeeper.CreateMode.values().length, CreateMode.values().length);
    assertNull(CreateMode.of(-1));
    assertNull(CreateMode.of(7));
  }

  @ParameterizedTest
  @EnumSource(WatcherType.class)
  void aWatcherTypeIsWhatZooKeeperTakesItsNumberFor(WatcherType type) {
    assertEquals(letters(Watcher.WatcherType.fromInt(type.code()).name()), letters(type.name()));
    assertSame(type, WatcherType.of(type.code()));
  }

  @Test
  void thereIsNoOtherWatcherType() {
    assertEquals(Watcher.WatcherType.values().length, WatcherType.values().length);
    assertNull(WatcherType.of(0));
    assertNull(WatcherType.of(6));
    assertNull(WatcherType.of(-1));
  }

  @ParameterizedTest
  @EnumSource(WatchEvent.Type.class)
  void aWatchEventIsWhatZooKeeperTakesItsNumberFor(WatchEvent.Type type) {
    assertEquals(
        letters(Watcher.Event.EventType.fromInt(type.code()).name()), letters(type.name()));
  }

  @Test
  void theStateOfWatchEventsIsSyncConnected() {
    assertEquals(
        Watcher.Event.KeeperState.SyncConnected.getIntValue(), WatchEvent.STATE_SYNC_CONNECTED);
  }

  @Test
  void permissionsAreTheSameBits() {
    assertEquals(ZooDefs.Perms.READ, Perms.READ);
    assertEquals(ZooDefs.Perms.WRITE, Perms.WRITE);
    assertEquals(ZooDefs.Perms.CREATE, Perms.CREATE);
    assertEquals(ZooDefs.Perms.DELETE, Perms.DELETE);
    assertEquals(ZooDefs.Perms.ADMIN, Perms.ADMIN);
    assertEquals(ZooDefs.Perms.ALL, Perms.ALL);
  }

  @Test
  void theReadyMadeAclsAreTheSame() {
    assertEquals(ours(ZooDefs.Ids.OPEN_ACL_UNSAFE), Acl.OPEN);
    assertEquals(ours(ZooDefs.Ids.READ_ACL_UNSAFE), Acl.READ_ONLY);
  }

  @Test
  void theFixedXidsAreNegativeAndDiffer() {
    Set<Integer> xids =
        Set.of(
            ReplyHeader.WATCH_XID,
            ReplyHeader.PING_XID,
            ReplyHeader.AUTH_XID,
            ReplyHeader.SET_WATCHES_XID);

    assertEquals(Set.of(-1, -2, -4, -8), xids);
    assertFalse(xids.contains(0));
    assertTrue(xids.stream().allMatch(xid -> xid < 0));
  }

  private static List<Acl> ours(List<org.apache.zookeeper.data.ACL> theirs) {
    return theirs.stream()
        .map(acl -> new Acl(acl.getPerms(), acl.getId().getScheme(), acl.getId().getId()))
        .toList();
  }

  /** {@code getChildren2} to {@code GET_CHILDREN2}, {@code createTTL} to {@code CREATE_TTL}. */
  private static String underscores(String camelCase) {
    return camelCase.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
  }

  private static String letters(String name) {
    return name.replace("_", "").toUpperCase(Locale.ROOT);
  }
}

package io.vivarium.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class TxnTest {
  private static final Txn DELETE = new Txn.Delete(OpCode.DELETE, "/a");
  private static final Txn FAILED = new Txn.Failed(ErrorCode.NO_NODE.code());

  @Test
  void everyWriteAndTheTwoEndsOfASessionHaveATxn() {
    Set<OpCode> written =
        List.of(
                new Txn.CreateSession(4000),
                new Txn.CloseSession(null),
                FAILED,
                create(OpCode.CREATE),
                create(OpCode.CREATE2),
                create(OpCode.CREATE_CONTAINER),
                create(OpCode.CREATE_TTL),
                DELETE,
                new Txn.Delete(OpCode.DELETE_CONTAINER, "/a"),
                new Txn.SetData("/a", null, 1),
                new Txn.Reconfig(Paths.CONFIG, new byte[] {1}, -1),
                new Txn.SetAcl("/a", Acl.OPEN, 1),
                new Txn.Check("/a", 1),
                new Txn.Multi(List.of()))
            .stream()
            .map(Txn::op)
            .collect(Collectors.toSet());
    Set<OpCode> writes =
        Set.of(OpCode.values()).stream()
            .filter(op -> op.kind() == OpCode.Kind.WRITE || op.kind() == OpCode.Kind.MARKER)
            .collect(Collectors.toSet());
    writes.addAll(Set.of(OpCode.CREATE_SESSION, OpCode.CLOSE_SESSION));

    assertEquals(writes, written);
  }

  @Test
  void aMultiFailsWhenAnyOfItsPartsFailed() {
    assertTrue(new Txn.Multi(List.of(DELETE, FAILED)).failed());
    assertTrue(new Txn.Multi(List.of(FAILED, DELETE)).failed());
    assertFalse(new Txn.Multi(List.of(DELETE, DELETE)).failed());
    assertFalse(new Txn.Multi(List.of()).failed());
  }

  @Test
  void aFailedTxnKeepsNumbersThatNobodyKnows() {
    assertEquals(-9999, new Txn.Failed(-9999).error());
  }

  private static Txn create(OpCode op) {
    return new Txn.Create(op, "/a", new byte[0], Acl.OPEN, false, 1, 0);
  }
}

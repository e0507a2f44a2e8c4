package io.vivarium.kernel.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.kernel.LogLines;
import io.vivarium.kernel.access.SparseLog;
import io.vivarium.model.Acl;
import io.vivarium.model.Perms;
import io.vivarium.spi.admin.AdminMethod;
import io.vivarium.spi.admin.AdminReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may have the server do something: the captured cases of ZooKeeper 3.9.5. */
class AuthorizationTest {
  private final CommandRig rig = new CommandRig().serve();

  private AdminReply snapshot(@Nullable String authorization) {
    return rig.ask(AdminMethod.GET, "snapshot", Map.of("streaming", "false"), authorization, "");
  }

  @Test
  void withoutAHeader() {
    AdminReply reply = snapshot(null);
    assertEquals(401, reply.status());
    assertEquals("Auth info is missing for the command", reply.fields().get("error"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"nosuch x", "digest a b", "", " ", "digest refuse", "digest drop", "DIGEST a:b"})
  void withAHeaderThatProvesNothing(String header) {
    AdminReply reply = snapshot(header);
    assertEquals(401, reply.status());
    assertEquals("Not authenticated", reply.fields().get("error"));
    assertEquals(1, rig.server.stats().authFailedCount());
  }

  @Test
  void withAHeaderBeyondTheLimit() {
    assertEquals(401, snapshot("digest " + "a".repeat(10_000)).status());
  }

  @Test
  void anybodyWhoIsSomebodyMayWhereTheRootIsOpen() {
    assertEquals(200, snapshot("digest ann:x").status());
  }

  @ParameterizedTest
  @ValueSource(ints = {Perms.READ, Perms.WRITE, Perms.CREATE, Perms.DELETE, Perms.ADMIN})
  void oneMissingPermissionIsEnoughToBeRefused(int missing) {
    rig.rootAcl = List.of(new Acl(Perms.ALL & ~missing, "digest", "ann:x"));
    AdminReply reply = snapshot("digest ann:x");
    assertEquals(403, reply.status());
    assertEquals("Not authorized", reply.fields().get("error"));
  }

  @Test
  void whoGuessesWaitsLikeAtThePortOfClientsAndFillsNoLog() {
    List<String> lines = new ArrayList<>();
    try (LogLines _ = LogLines.of(Authorization.class, lines)) {
      for (int i = 0; i < 100; i++) {
        assertEquals(401, snapshot("digest refuse").status());
      }
      for (int i = 0; i < 900; i++) {
        AdminReply reply = snapshot("digest refuse");
        assertEquals(429, reply.status());
        assertEquals(
            "Too many attempts of this address have failed; the next may be made in 201 ms",
            reply.fields().get("error"));
      }
    }
    assertEquals(SparseLog.LINES_A_SECOND, lines.size(), lines::toString);
    assertEquals(429, snapshot("digest ann:x").status(), "the right ones wait, too");
    rig.time.pass(201);
    assertEquals(200, snapshot("digest ann:x").status());
  }

  /** A digest of anybody is taken; whether it is one that may is what a guess would tell. */
  @Test
  void credentialsThatAreNotEnoughAreGuessesToo() {
    rig.rootAcl = List.of(new Acl(Perms.ALL, "digest", "ann:x"));
    List<String> lines = new ArrayList<>();
    try (LogLines _ = LogLines.of(Authorization.class, lines)) {
      for (int i = 0; i < 100; i++) {
        assertEquals(403, snapshot("digest ann:" + i).status());
      }
    }
    assertEquals(429, snapshot("digest ann:x").status());
    assertEquals(SparseLog.LINES_A_SECOND, lines.size(), lines::toString);
  }

  @Test
  void whoPresentsNothingIsNotCounted() {
    for (int i = 0; i < 1000; i++) {
      assertEquals(401, snapshot(null).status());
    }
    assertEquals(200, snapshot("digest ann:x").status());
  }

  @Test
  void whatAConnectionSaysOfACallerIsNoGuess() {
    for (int i = 0; i < 200; i++) {
      assertEquals(200, snapshot("ip").status());
      rig.time.pass(1_000);
    }
    rig.rootAcl = List.of(new Acl(Perms.ALL, "digest", "ann:x"));
    for (int i = 0; i < 200; i++) {
      assertEquals(403, snapshot("ip").status());
    }
    assertEquals(200, snapshot("digest ann:x").status());
  }

  @Test
  void permissionsMayComeFromSeveralEntries() {
    rig.rootAcl =
        List.of(
            new Acl(Perms.ALL & ~Perms.ADMIN, "world", "anyone"),
            new Acl(Perms.ADMIN, "digest", "ann:x"));
    assertEquals(200, snapshot("digest ann:x").status());
  }
}

package io.vivarium.kernel.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.vivarium.spi.admin.AdminContent;
import io.vivarium.spi.admin.AdminMethod;
import io.vivarium.spi.admin.AdminReply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SnapshotCommandsTest {
  private final CommandRig rig = new CommandRig().serve();

  private AdminReply snapshot(String streaming) {
    return rig.ask(AdminMethod.GET, "snapshot", Map.of("streaming", streaming), "digest ann:x", "");
  }

  @Test
  void aSnapshotIsStreamed() throws IOException {
    AdminReply reply = rig.authorized(AdminMethod.GET, "snap", "");
    assertEquals(200, reply.status());
    assertEquals(Map.of("last_zxid", "0x20", "snapshot_size", "4"), reply.headers());
    AdminContent content = reply.content();
    assertNotNull(content);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    content.writeTo(out);
    assertEquals(FakeSnapshots.CONTENT, out.toString(java.nio.charset.StandardCharsets.US_ASCII));
    assertEquals(List.of("command", "error"), List.copyOf(reply.fields().keySet()));
  }

  @Test
  void orIsWrittenToTheServersDisk() {
    AdminReply reply = snapshot("false");
    assertEquals(Map.of("last_zxid", "0x1f", "snapshot_size", "1311"), reply.headers());
    assertNull(reply.content());
    assertEquals(1, rig.snapshots.written);
  }

  @Test
  void thereIsAPauseBetweenTwo() {
    assertEquals(200, snapshot("false").status());
    AdminReply second = snapshot("false");
    assertEquals(429, second.status());
    assertNull(second.fields().get("error"));
    rig.time.pass(999);
    assertEquals(429, snapshot("false").status());
    rig.time.pass(1);
    assertEquals(200, snapshot("false").status());
    assertEquals(2, rig.metrics.counter("snapshot_rate_limited_count").value());
  }

  @Test
  void aRestoreHasAPauseOfItsOwn() {
    assertEquals(200, snapshot("false").status());
    AdminReply reply = rig.authorized(AdminMethod.POST, "restore", "ZKSN...");
    assertEquals(200, reply.status());
    assertEquals(0x30L, reply.fields().get("last_zxid"));
    assertEquals("ZKSN...", rig.snapshots.restored);
    assertEquals(429, rig.authorized(AdminMethod.POST, "rest", "ZKSN...").status());
  }

  @Test
  void anEmptyBodyIsRefused() {
    assertEquals(400, rig.authorized(AdminMethod.POST, "restore", "").status());
    assertNull(rig.snapshots.restored);
  }

  @Test
  void aFailureSaysNothingAndUsesUpTheTurn() {
    rig.snapshots.failure = new IOException("the disk is full");
    AdminReply reply = rig.authorized(AdminMethod.POST, "restore", "garbage");
    assertEquals(500, reply.status());
    assertNull(reply.fields().get("error"));
    assertEquals(429, rig.authorized(AdminMethod.POST, "restore", "garbage").status());
    assertEquals(1, rig.metrics.counter("restore_error_count").value());
  }

  @Test
  void aServerThatDoesNotRestoreSaysWhy() {
    rig.snapshots.failure = new SnapshotOffer.RefusedException("stop all servers");
    AdminReply reply = rig.authorized(AdminMethod.POST, "restore", "ZKSN");
    assertEquals(503, reply.status());
    assertEquals("stop all servers", reply.fields().get("error"));
  }

  @Test
  void eachCanBeSwitchedOff() {
    CommandRig off = new CommandRig(false, false, true).serve();
    assertEquals(503, off.authorized(AdminMethod.GET, "snapshot", "").status());
    assertEquals(503, off.authorized(AdminMethod.POST, "restore", "ZKSN").status());
  }

  @Test
  void snapshotsWithoutTheirZxidAreOfNoUse() {
    CommandRig without = new CommandRig(true, true, false).serve();
    assertEquals(500, without.authorized(AdminMethod.GET, "snapshot", "").status());
    assertEquals(500, without.authorized(AdminMethod.POST, "restore", "ZKSN").status());
  }

  @Test
  void theLastSnapshotIsTold() {
    assertEquals("1f", rig.get("lsnp").fields().get("zxid"));
    assertEquals(1_795_176_198L, rig.get("lsnp").fields().get("timestamp"));
    rig.snapshots.failure = new IOException("no disk");
    assertEquals(
        "The snapshots cannot be listed; the server's log says why",
        rig.get("lsnp").fields().get("error"));
  }
}

package io.vivarium.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vivarium.model.Acl;
import io.vivarium.model.OpCode;
import io.vivarium.model.Reply;
import io.vivarium.model.Request;
import io.vivarium.model.WatchEvent;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ChrootTest {
  private final Chroot app = new Chroot("/app");

  @ParameterizedTest
  @CsvSource({"/,/app", "/x,/app/x"})
  void isPutInFrontAndTakenOff(String own, String full) {
    assertEquals(full, app.full(own));
    assertEquals(own, app.own(full));
    assertEquals(own, new Chroot("/").full(own));
    assertEquals(own, new Chroot("/").own(own));
  }

  @Test
  void leavesPathsOutsideAlone() {
    assertEquals("/zookeeper/config", app.own("/zookeeper/config"));
    assertEquals("/apple", app.own("/apple"));
  }

  @Test
  void isTakenOffEvents() {
    assertEquals(
        new WatchEvent(WatchEvent.Type.NODE_DELETED, "/x", 4),
        app.own(new WatchEvent(WatchEvent.Type.NODE_DELETED, "/app/x", 4)));
  }

  @Test
  void isPutInFrontOfEachPartOfAMulti() {
    byte[] data = {1};
    Request.Create create = new Request.Create(OpCode.CREATE, "/x", data, Acl.OPEN, 0, 0);

    assertEquals(
        new Request.Create(OpCode.CREATE, "/app/x", data, Acl.OPEN, 0, 0), app.full(create));
    assertEquals(new Request.Delete("/app/x", 1), app.full(new Request.Delete("/x", 1)));
    assertEquals(
        new Request.SetData("/app/x", data, 1), app.full(new Request.SetData("/x", data, 1)));
    assertEquals(new Request.Check("/app/x", 1), app.full(new Request.Check("/x", 1)));
    assertEquals(new Request.GetData("/app/x", false), app.full(new Request.GetData("/x", true)));
    assertEquals(
        new Request.GetChildren("/app/x", false, false),
        app.full(new Request.GetChildren("/x", true, true)));
    assertThrows(IllegalArgumentException.class, () -> app.full(new Request.WhoAmI()));
  }

  @Test
  void isTakenOffTheResultsOfAMulti() {
    assertEquals(
        new Reply.Result(OpCode.CREATE, 0, new Reply.Path("/x")),
        app.own(new Reply.Result(OpCode.CREATE, 0, new Reply.Path("/app/x"))));
    assertEquals(
        new Reply.Result(OpCode.CREATE2, 0, new Reply.PathStat("/x", Results.STAT)),
        app.own(new Reply.Result(OpCode.CREATE2, 0, new Reply.PathStat("/app/x", Results.STAT))));
    assertEquals(List.of("/x", "/"), app.own(List.of("/app/x", "/app")));
  }
}

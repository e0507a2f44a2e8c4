package io.vivarium.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class RequestTest {
  private static final byte[] DATA = {1, 2};

  /** A request for each operation that a client or the server itself can ask for. */
  private static final Map<OpCode, Request> ONE_OF_EACH =
      Stream.of(
              new Request.Create(OpCode.CREATE, "/a", DATA, Acl.OPEN, 0, 0),
              new Request.Create(OpCode.CREATE2, "/a", null, null, 1, 0),
              new Request.Create(OpCode.CREATE_CONTAINER, "/a", DATA, Acl.OPEN, 4, 0),
              new Request.Create(OpCode.CREATE_TTL, "/a", DATA, Acl.OPEN, 5, 1000),
              new Request.Delete("/a", -1),
              new Request.DeleteContainer("/a"),
              new Request.SetData("/a", DATA, 3),
              new Request.SetAcl("/a", Acl.READ_ONLY, 0),
              new Request.Check("/a", 1),
              new Request.Multi(List.of(new Request.Delete("/a", 0))),
              new Request.MultiRead(List.of(new Request.GetData("/a", false))),
              new Request.Reconfig("server.1=a", null, null, -1),
              new Request.Exists("/a", true),
              new Request.GetData("/a", true),
              new Request.GetAcl("/a"),
              new Request.GetChildren("/a", false, false),
              new Request.GetChildren("/a", false, true),
              new Request.GetAllChildrenNumber("/a"),
              new Request.GetEphemerals(null),
              new Request.Sync("/a"),
              new Request.Ping(),
              new Request.WhoAmI(),
              new Request.AddWatch("/a", 1),
              new Request.CheckWatches("/a", 3),
              new Request.RemoveWatches("/a", 3),
              setWatches(OpCode.SET_WATCHES),
              setWatches(OpCode.SET_WATCHES2),
              new Request.Auth("digest", DATA),
              new Request.Sasl(null),
              new Request.CreateSession(4000),
              new Request.CloseSession())
          .collect(Collectors.toMap(Request::op, request -> request));

  /** What the decoder makes of what cannot be understood. */
  private static final Set<Class<?>> REFUSED =
      Set.of(Request.Malformed.class, Request.Unsupported.class);

  @Test
  void everyOperationCanBeAskedForButTheMarkerOfErrors() {
    Set<OpCode> expected = EnumSet.complementOf(EnumSet.of(OpCode.ERROR));

    assertEquals(expected, ONE_OF_EACH.keySet());
  }

  @Test
  void everyKindOfRequestIsAmongThem() {
    Set<Class<?>> seen =
        ONE_OF_EACH.values().stream().map(Object::getClass).collect(Collectors.toSet());
    List<Class<?>> missing =
        Arrays.stream(Request.class.getPermittedSubclasses())
            .filter(kind -> !REFUSED.contains(kind) && !seen.contains(kind))
            .collect(Collectors.toList());

    assertEquals(List.of(), missing);
  }

  @Test
  void childrenWithTheStatAreAnotherOperation() {
    assertEquals(OpCode.GET_CHILDREN, new Request.GetChildren("/a", true, false).op());
    assertEquals(OpCode.GET_CHILDREN2, new Request.GetChildren("/a", true, true).op());
  }

  @Test
  void aMalformedRequestKeepsTheOperationThatItsHeaderNamed() {
    Request request = new Request.Malformed(OpCode.SET_DATA, "string length -7 at offset 4");

    assertEquals(OpCode.SET_DATA, request.op());
  }

  @Test
  void anUnsupportedRequestKeepsItsNumberAndIsNoOperation() {
    Request.Unsupported request = new Request.Unsupported(9999);

    assertEquals(9999, request.code());
    assertEquals(OpCode.ERROR, request.op());
  }

  @Test
  void requestsWithoutBytesAreValues() {
    assertEquals(new Request.Delete("/a", 1), new Request.Delete("/a", 1));
    assertNotEquals(new Request.Delete("/a", 1), new Request.Delete("/a", 2));
    assertTrue(new Request.Exists("/a", true).toString().contains("/a"));
  }

  private static Request setWatches(OpCode op) {
    return new Request.SetWatches(
        op, 7, List.of("/d"), List.of(), List.of("/c"), List.of(), List.of());
  }
}

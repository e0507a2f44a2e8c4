package io.vivarium.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.client.ClientEvent;
import io.vivarium.client.SessionState;
import io.vivarium.model.Acl;
import io.vivarium.model.AuthId;
import io.vivarium.model.Perms;
import io.vivarium.model.Stat;
import io.vivarium.model.WatchEvent;
import io.vivarium.model.WatcherType;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every outcome as a person and as a program see it, without a server. */
final class PrinterTest {
  private static final Stat STAT =
      new Stat(0x1f, 0x2f, 0, 1_764_000_000_000L, 3, 4, 5, 0x6f, 7, 8, 0x9f);

  private final TextPrinter text = new TextPrinter(ZoneOffset.UTC);
  private final JsonPrinter json = new JsonPrinter();

  private static final String STAT_TEXT =
      """
      cZxid = 0x1f
      ctime = Thu Jan 01 00:00:00 Z 1970
      mZxid = 0x2f
      mtime = Mon Nov 24 16:00:00 Z 2025
      pZxid = 0x9f
      cversion = 4
      dataVersion = 3
      aclVersion = 5
      ephemeralOwner = 0x6f
      dataLength = 7
      numChildren = 8""";

  private static final String STAT_JSON =
      "\"stat\":{\"czxid\":31,\"mzxid\":47,\"pzxid\":159,\"ctime\":0,\"mtime\":1764000000000,\"version\":3,\"cversion\":4,"
          + "\"aversion\":5,\"ephemeralOwner\":\"0x6f\",\"dataLength\":7,\"numChildren\":8}";

  private void shows(Outcome outcome, String person, String program) {
    assertEquals(person, text.text(outcome));
    assertEquals(program, json.text(outcome));
  }

  @Test
  void datesAreThoseOfThePlace() {
    assertTrue(
        new TextPrinter(ZoneId.of("UTC")).stat(STAT).contains("Thu Jan 01 00:00:00 UTC 1970"));
    assertTrue(
        new TextPrinter(ZoneId.of("Europe/Berlin"))
            .stat(STAT)
            .contains("Thu Jan 01 01:00:00 CET 1970"));
  }

  @Test
  void whatIsKnownAboutANode() {
    shows(new Outcome.About("/a", STAT), STAT_TEXT, "{\"path\":\"/a\"," + STAT_JSON + "}");
    shows(new Outcome.Created("/a", STAT), "Created /a", "{\"created\":\"/a\"," + STAT_JSON + "}");
  }

  @Test
  void dataInItsForms() {
    byte[] hello = "hello".getBytes(UTF_8);
    shows(
        new Outcome.Content("/a", hello, Outcome.Form.TEXT, null),
        "hello",
        "{\"path\":\"/a\",\"data\":\"hello\"}");
    shows(
        new Outcome.Content("/a", hello, Outcome.Form.BASE64, STAT),
        "aGVsbG8=\n" + STAT_TEXT,
        "{\"path\":\"/a\",\"data\":\"hello\"," + STAT_JSON + "}");
    shows(
        new Outcome.Content("/a", null, Outcome.Form.HEX, null),
        "null",
        "{\"path\":\"/a\",\"data\":null}");
    assertEquals(
        "{\"path\":\"/a\",\"dataBase64\":\"/w==\"}",
        json.text(new Outcome.Content("/a", new byte[] {(byte) 0xff}, Outcome.Form.TEXT, null)));
  }

  @Test
  void bytesThatAreNoLettersArePoints() {
    String table =
        text.text(
            new Outcome.Content(
                "/a", new byte[] {0, ' ', '~', 127, (byte) 0x80}, Outcome.Form.HEX, null));

    assertTrue(
        table.contains(
            "|00000000| 00 20 7e 7f 80                                  |. ~..           |"),
        table);
  }

  @Test
  void lists() {
    shows(
        new Outcome.Names("/a", List.of("b", "c"), STAT),
        "[b, c]\n" + STAT_TEXT,
        "{\"path\":\"/a\",\"names\":[\"b\",\"c\"]," + STAT_JSON + "}");
    shows(new Outcome.Path("/a/b"), "/a/b", "{\"path\":\"/a/b\"}");
    shows(new Outcome.Branch("/a/b", 1, "└── b"), "└── b", "{\"path\":\"/a/b\",\"depth\":1}");
  }

  @Test
  void accessAndIdentities() {
    shows(
        new Outcome.Access("/a", List.of(new Acl(Perms.READ, "ip", "::1")), null),
        "'ip,'::1\n: r",
        "{\"path\":\"/a\",\"acl\":[\"ip:::1:r\"]}");
    shows(
        new Outcome.Identities(List.of(new AuthId("super", ""))),
        "Auth scheme: User\nsuper: ",
        "{\"identities\":[{\"scheme\":\"super\",\"id\":\"\"}]}");
  }

  @Test
  void configurations() {
    shows(
        new Outcome.Configuration(false, "server.1=a\nversion=1", null),
        "server.1=a\nversion=1",
        "{\"configuration\":\"server.1=a\\nversion=1\"}");
    shows(
        new Outcome.Configuration(true, "version=2", STAT),
        "Committed new configuration:\nversion=2\n" + STAT_TEXT,
        "{\"configuration\":\"version=2\"," + STAT_JSON + "}");
  }

  @Test
  void factsQuotasAndSteps() {
    shows(new Outcome.Fact("count", 7, "seven"), "seven", "{\"count\":7}");
    shows(new Outcome.Fact("done", true, "yes"), "yes", "{\"done\":true}");
    shows(
        new Outcome.Quota("/a", "count=1", "count=2"),
        "Output quota for /a count=1\nOutput stat for /a count=2",
        "{\"path\":\"/a\",\"limits\":\"count=1\",\"usage\":\"count=2\"}");
    shows(
        new Outcome.Step("create", "/a", 3),
        "create /a (3 bytes)",
        "{\"action\":\"create\",\"path\":\"/a\",\"bytes\":3}");
    shows(
        new Outcome.Step("delete", "/a", -1),
        "delete /a",
        "{\"action\":\"delete\",\"path\":\"/a\"}");
  }

  @Test
  void whatIsFollowed() {
    shows(
        new Outcome.Followed("NOW", "NodeDeleted", "/a", null, 9),
        "NOW NodeDeleted /a",
        "{\"time\":\"NOW\",\"event\":\"NodeDeleted\",\"path\":\"/a\",\"zxid\":9}");
    shows(
        new Outcome.Followed("NOW", "NodeCreated", "/a", "x", 9),
        "NOW NodeCreated /a x",
        "{\"time\":\"NOW\",\"event\":\"NodeCreated\",\"path\":\"/a\",\"zxid\":9,\"data\":\"x\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "NODE_CREATED,NodeCreated",
    "NODE_DELETED,NodeDeleted",
    "NODE_DATA_CHANGED,NodeDataChanged",
    "NODE_CHILDREN_CHANGED,NodeChildrenChanged"
  })
  void changes(WatchEvent.Type type, String word) {
    shows(
        new Outcome.Event(new ClientEvent.NodeChanged(new WatchEvent(type, "/a", 9))),
        "\nWATCHER::\n\nWatchedEvent state:SyncConnected type:" + word + " path:/a zxid: 9\n",
        "{\"event\":\"" + word + "\",\"path\":\"/a\",\"zxid\":9}");
  }

  @ParameterizedTest
  @CsvSource({
    "DATA,DataWatchRemoved",
    "CHILDREN,ChildWatchRemoved",
    "PERSISTENT,PersistentWatchRemoved"
  })
  void watchesThatAreNoMore(WatcherType kind, String word) {
    shows(
        new Outcome.Event(new ClientEvent.WatchRemoved(kind, "/a")),
        "\nWATCHER::\n\nWatchedEvent state:SyncConnected type:" + word + " path:/a zxid: -1\n",
        "{\"event\":\"WatchRemoved\",\"path\":\"/a\",\"kind\":\"" + kind + "\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "CONNECTING,Disconnected,CONNECTING",
    "CONNECTED,SyncConnected,CONNECTED",
    "CONNECTED_READ_ONLY,ConnectedReadOnly,CONNECTEDREADONLY",
    "AUTH_FAILED,AuthFailed,AUTH_FAILED",
    "EXPIRED,Expired,CLOSED",
    "CLOSED,Closed,CLOSED"
  })
  void statesOfTheSession(SessionState state, String word, String prompt) {
    shows(
        new Outcome.Event(new ClientEvent.StateChanged(state)),
        "\nWATCHER::\n\nWatchedEvent state:" + word + " type:None path:null zxid: -1\n",
        "{\"state\":\"" + state + "\"}");
    assertEquals(prompt, TextPrinter.promptWord(state));
  }

  @Test
  void failures() {
    Failure failure = new Failure("NO_NODE", "Node does not exist: /a", "/a", 1);

    assertEquals("Node does not exist: /a", text.text(failure));
    assertEquals(
        "{\"error\":\"NO_NODE\",\"message\":\"Node does not exist: /a\",\"path\":\"/a\"}",
        json.text(failure));
    assertEquals(
        "{\"error\":\"USAGE\",\"message\":\"say \\\"x\\\"\"}",
        json.text(Failure.usage("say \"x\"")));
  }

  @Test
  void zkCliTellsWhatWasCreatedAsideAndProgramsAreToldAllInOnePlace() {
    assertTrue(text.aside(new Outcome.Created("/a", STAT)));
    assertFalse(text.aside(new Outcome.About("/a", STAT)));
    assertFalse(json.aside(new Outcome.Created("/a", STAT)));
  }
}

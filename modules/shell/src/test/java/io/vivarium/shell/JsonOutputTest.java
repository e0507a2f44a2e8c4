package io.vivarium.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class JsonOutputTest {
  @RegisterExtension static final ShellUnderTest SHELL = ShellUnderTest.json();

  private static final String STAT =
      "\"stat\":{\"czxid\":N,\"mzxid\":N,\"pzxid\":N,\"ctime\":T,\"mtime\":T,\"version\":VERSION,\"cversion\":0,\"aversion\":0,"
          + "\"ephemeralOwner\":\"0x0\",\"dataLength\":LENGTH,\"numChildren\":0}";

  private static String stat(int version, int length) {
    return STAT.replace("VERSION", Integer.toString(version))
        .replace("LENGTH", Integer.toString(length));
  }

  @Test
  void eachOutcomeIsOneObjectInOneLine() {
    SHELL.holds(
        """
        > create /a 'say "x"'
        {"created":"/a",STAT0}
        > get -s /a
        {"path":"/a","data":"say \\"x\\"",STAT0}
        > set -s -b /a //4=
        {"path":"/a",STAT1}
        > get /a
        {"path":"/a","dataBase64":"//4="}
        > ls /
        {"path":"/","names":["a","zookeeper"]}
        > ls -R /a
        {"path":"/a"}
        > tree /a
        {"path":"/a","depth":0}
        > getAcl /a
        {"path":"/a","acl":["world:anyone:cdrwa"]}
        > getAllChildrenNumber /a
        {"allChildrenNumber":0}
        > getEphemerals
        {"path":"/","names":[]}
        > whoami
        {"identities":[{"scheme":"ip","id":"127.0.0.1"}]}
        > config
        {"configuration":""}
        > sync /a
        {"synced":true}
        > printwatches
        {"printwatches":true}
        """
            .replace("STAT0", stat(0, 7))
            .replace("STAT1", stat(1, 2)));
  }

  @Test
  void noDataIsNull() {
    SHELL.run("create /a");

    assertEquals("{\"path\":\"/a\",\"data\":null}\n", SHELL.run("get /a"));
  }

  @Test
  void failuresHaveACodeForPrograms() {
    SHELL.holds(
        """
        > get /missing
        {"error":"NO_NODE","message":"Node does not exist: /missing","path":"/missing"}
        > get missing
        {"error":"BAD_PATH","message":"Path must start with / character","path":"missing"}
        > get
        {"error":"USAGE","message":"get [-s] [-w] [-b] [-x] path"}
        > bogus
        {"error":"UNKNOWN_COMMAND","message":"Command not found: Command not found bogus"}
        """);
  }

  @Test
  void eventsAreObjectsToo() {
    SHELL.holds(
        """
        > create /a/b
        {"error":"NO_NODE","message":"Node does not exist: /a/b","path":"/a/b"}
        > addWatch /
        > addauth digest a:b
        > sync /
        {"synced":true}
        > removewatches /
        {"event":"WatchRemoved","path":"/","kind":"PERSISTENT"}
        """);
    SHELL.run("addWatch /");
    String shown = SHELL.run("create /a");
    assertTrue(shown.startsWith("{\"event\":\"NodeCreated\",\"path\":\"/a\",\"zxid\":N}\n"), shown);
  }

  @Test
  void quotasAndStepsAreObjects() {
    SHELL.run("create /a");
    SHELL.run("setquota -n 5 /a");

    String shown = SHELL.run("listquota /a");

    assertTrue(
        shown.endsWith(
            "{\"path\":\"/a\",\"limits\":\"count=5,bytes=-1=;byteHardLimit=-1;countHardLimit=-1\","
                + "\"usage\":\"count=1,bytes=0\"}\n"),
        shown);
  }
}

package io.vivarium.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every complaint in full, as an operator reads it: where, which key, which value, what is wrong, what to do. */
class MessagesTest {
  private static final String ENSEMBLE =
      "dataDir=/d\ninitLimit=9\nsyncLimit=4\nserver.1=a:1:2\nserver.2=b:1:2\nserver.3=c:1:2\n";

  /** What an operator wrote, and what is said about it. */
  private record Case(String written, List<String> errors, List<String> warnings) {
    DynamicTest test() {
      return DynamicTest.dynamicTest(written.replace('\n', ' '), this::check);
    }

    private void check() {
      ConfigSource source =
          ConfigSource.ofText("zoo.cfg", written)
              .withTextFile(Path.of("/d/myid"), "1\n")
              .withTextFile(Path.of("/dyn/odd"), "server.1=a:1:2\nclientPort=5\nbroken\\u00\n")
              .withTextFile(Path.of("/dyn/key"), "server.1=a:1:2\nclientPort=5\n");
      ConfigResult result = Configs.load(source);
      assertEquals(errors, texts(result.errors()));
      assertEquals(warnings, texts(result.warnings()));
      assertEquals(errors.isEmpty(), result.ok());
    }
  }

  private static List<String> texts(List<Problem> problems) {
    return problems.stream().map(Problem::text).toList();
  }

  private static Case error(String written, String... messages) {
    return new Case(written, List.of(messages), List.of());
  }

  private static Case warning(String written, String... messages) {
    return new Case(written, List.of(), List.of(messages));
  }

  private static Stream<Case> values() {
    return Stream.of(
        error(
            "tickTime=0\n",
            "zoo.cfg:1: tickTime = 0: must be a whole number from 1 to 107374182 (ms). Correct it, or remove it to"
                + " get the default (3000).",
            "zoo.cfg: dataDir: is missing and has no default. Add dataDir=<directory for snapshots and myid>."),
        error(
            "dataDir=/d\nsnapCount=1e5\n",
            "zoo.cfg:2: snapCount = 1e5: must be a whole number from 0 to 2147483647 (txns). Correct it, or"
                + " remove it to get the default (100000)."),
        error(
            "dataDir=\n",
            "zoo.cfg:1: dataDir: must be a path. Correct it, or remove it to get the default (none, it is required)."
                .replace("dataDir:", "dataDir = :")),
        error(
            "dataDir=/d\nclientPort=-1\n",
            "zoo.cfg:2: clientPort = -1: must be a port from 1 to 65535, 0 for none, auto for one that the system"
                + " chooses. Correct it, or remove it to get the default (none)."),
        error(
            "dataDir=/d\nsnapshot.compression.method=zip\n",
            "zoo.cfg:2: snapshot.compression.method = zip: must be one of (empty), gz, snappy. Correct it, or remove"
                + " it to get the default ((empty): not)."),
        warning(
            "dataDir=/d\npreAllocSize=\n",
            "zoo.cfg:2: preAllocSize = : is empty; the default (65536) is used. Remove it or give a value."),
        warning(
            "dataDir=/d\nconfig.mode=lenient\nsnapCount=many\nenforceQuota=on\n",
            "zoo.cfg:3: snapCount = many: must be a whole number from 0 to 2147483647 (txns); the default"
                + " 100000 is used. Correct it, or remove it.",
            "zoo.cfg:4: enforceQuota = on: must be true or false; false is used. Correct it, or remove it."));
  }

  private static Stream<Case> files() {
    return Stream.of(
        warning(
            "dataDir=d\ndataLogDir=l\n",
            "zoo.cfg:1: dataDir = d: is relative to the directory in which the server is started. Write an absolute"
                + " path, or begin it with ./ if that is meant.",
            "zoo.cfg:2: dataLogDir = l: is relative to the directory in which the server is started. Write an absolute"
                + " path, or begin it with ./ if that is meant."),
        warning(
            "dataDir=/d\nsnapCount=5\nsnapCount=6\n",
            "zoo.cfg:3: snapCount = 6: was already set at zoo.cfg:2; this later line wins. Remove one of them."),
        warning(
            "dataDir=/d\nzookeeper.snapCount=6\n",
            "zoo.cfg:2: zookeeper.snapCount = 6: has no effect, because keys of the file get the prefix zookeeper. by"
                + " themselves. Write snapCount."),
        warning(
            "dataDir=/d\n#\u00e9\n",
            "zoo.cfg: file: it has bytes outside ASCII, which are read as ISO 8859-1 as ZooKeeper does. Write \\uXXXX"
                + " escapes when names come out wrong."),
        error(
            ENSEMBLE.replaceAll("server.*\n", "") + "dynamicConfigFile=/dyn/odd\n",
            "odd:3: line: a \\u escape must be followed by four hexadecimal digits. Write \\\\ for a backslash."),
        error(
            "dataDir=/d\ndynamicConfigFile=/dyn/none\n",
            "/dyn/none: file: there is no such file. Give the path of a readable configuration file."));
  }

  private static Stream<Case> clients() {
    return Stream.of(
        error(
            "dataDir=/d\nclientPort=7\nsecureClientPort=7\n",
            "zoo.cfg:3: secureClientPort = 7: is the same port as clientPort. Choose another port for one of them."),
        error(
            "dataDir=/d\nclientPortAddress=::1\n",
            "zoo.cfg:2: clientPortAddress = ::1: is set, but clientPort is not. Set clientPort or remove it."),
        error(
            "dataDir=/d\nsecureClientPortAddress=::1\n",
            "zoo.cfg:2: secureClientPortAddress = ::1: is set, but secureClientPort is not. Set secureClientPort or"
                + " remove it."),
        error(
            "dataDir=/d\nminSessionTimeout=70000\n",
            "zoo.cfg:2: minSessionTimeout = 70000: makes the shortest session timeout (70000 ms) longer than the"
                + " longest (60000 ms). Set minSessionTimeout and maxSessionTimeout so that the first is not greater."),
        warning(
            "dataDir=/d\nsnapCount=1\nautopurge.snapRetainCount=2\n",
            "zoo.cfg:2: snapCount = 1: is too small; 2 is used. Set it to 2 or more.",
            "zoo.cfg:3: autopurge.snapRetainCount = 2: is too small; 3 is used. Set it to 3 or more."),
        warning(
            "dataDir=/d\nskipACL=yes\n",
            "zoo.cfg:2: skipACL = yes: no ACL is checked: every client may read and change everything. Remove it"
                + " unless that is meant."),
        warning(
            "dataDir=/d\nforceSync=no\n",
            "zoo.cfg:2: forceSync = no: writes are acknowledged before they are on disk, and are lost when the machine"
                + " fails. Remove it unless that is meant.",
            "zoo.cfg:2: forceSync = no: has no effect yet: no installed plugin reads it. Install a plugin that does, or"
                + " leave it."),
        warning(
            "dataDir=/d\n4lw.commands.whitelist=ruok,rouk\n",
            "zoo.cfg:2: 4lw.commands.whitelist = ruok,rouk: there is no four-letter word rouk. Choose from conf, cons,"
                + " crst, dirs, dump, envi, gtmk, hash, isro, mntr, ruok, srst, srvr, stat, stmk, wchc, wchp, wchs, or *"
                + " for all."),
        error(
            "dataDir=/d\nenforce.auth.enabled=true\n",
            "zoo.cfg:2: enforce.auth.enabled = true: is true, but enforce.auth.schemes names no scheme. Set"
                + " enforce.auth.schemes, for example to digest or sasl."));
  }

  private static Stream<Case> members() {
    return Stream.of(
        error(
            "dataDir=/d\nserver.1=a:1:2:observer\n",
            "zoo.cfg: server.*: there are observers but no participant. Add server lines of participants, at least"
                + " three."),
        error(
            "dataDir=/d\nserver.1=a:1:2\nserver.2=b:1:2:observer\n",
            "zoo.cfg: server.*: there are observers but a single participant, which would run standalone. Add"
                + " participants, or set standaloneEnabled=false."),
        warning(
            "dataDir=/d\nserver.1=a:1:2\n",
            "zoo.cfg: server.*: there is a single server line; the server runs standalone. Remove it, or add the other"
                + " servers."),
        error(
            "dataDir=/d\nstandaloneEnabled=false\n",
            "zoo.cfg: server.*: standaloneEnabled=false, but there is no participant. Add server lines, or remove"
                + " standaloneEnabled."),
        warning(
            "dataDir=/d\nserver.1=a:1:2;2181\n",
            "zoo.cfg: server.*: there is a single server line; the server runs standalone. Set clientPort instead, or"
                + " add the other servers."),
        warning(
            ENSEMBLE + "server.4=d:1:2\n",
            "zoo.cfg: server.*: there are 4 participants; an even number tolerates no more failures than one less. Use"
                + " an odd number of participants."),
        error(
            ENSEMBLE.replace("syncLimit=4\n", ""),
            "zoo.cfg: syncLimit: is missing, and an ensemble needs it. Add syncLimit=<ticks>, for example 10."),
        error(
            ENSEMBLE.replace("initLimit=9", "initLimit=0"),
            "zoo.cfg:2: initLimit = 0: must be at least 1 in an ensemble. Set it to a number of ticks, for example"
                + " 10."),
        error(
            ENSEMBLE + "myid=8\n",
            "zoo.cfg: myid = 8: is the number of this server, but there is no line server.8. Correct myid, or add the"
                + " line."),
        warning(
            ENSEMBLE + "peerType=observer\n",
            "zoo.cfg:7: peerType = observer: differs from line server.1, which wins. Write the role into the server"
                + " line only."),
        error(
            ENSEMBLE.replace("a:1:2", "a:1:2;7") + "clientPort=8\n",
            "zoo.cfg:7: clientPort = 8: differs from the client port 7 in the server line of this server. Remove it,"
                + " or make both equal."),
        error(
            ENSEMBLE.replace("a:1:2", "a:1:2;h:7") + "clientPort=7\nclientPortAddress=i\n",
            "zoo.cfg:8: clientPortAddress = i: differs from the client address h in the server line of this server."
                + " Remove it, or make both equal."));
  }

  private static Stream<Case> lines() {
    return Stream.of(
        error(
            ENSEMBLE + "server.four=d:1:2\n",
            "zoo.cfg:7: server.four = d:1:2: must end in the number of a server or group. Write for example server.1."),
        error(
            ENSEMBLE + "server.4=d:1\n",
            "zoo.cfg:7: server.4 = d:1: is not of the form host:quorumPort:electionPort[:participant|:observer]. Write"
                + " server.<id>=<host>:<quorumPort>:<electionPort>[:role][;[<clientHost>:]<clientPort>]."),
        error(
            ENSEMBLE.replace("a:1:2", "a:1:2|A:1:2"),
            "zoo.cfg:4: server.1 = a:1:2|A:1:2: has several addresses, which must be allowed first. Set"
                + " multiAddress.enabled=true on all servers, or keep one address."),
        error(
            ENSEMBLE + "group.1=1:2:3:x\n",
            "zoo.cfg:7: group.1 = 1:2:3:x: must be numbers of servers separated by colons. Write"
                + " group.<id>=<server>[:<server>…]."),
        error(
            ENSEMBLE + "group.1=1:2:3\ngroup.2=3\n",
            "zoo.cfg:8: group.2 = 3: server 3 is in another group too. Keep each server in one group."),
        error(
            ENSEMBLE + "group.1=1:2:3:4\n",
            "zoo.cfg:7: group.1 = 1:2:3:4: there is no server.4. Add its line, or take it out of the group."),
        error(
            ENSEMBLE + "group.1=1:2\n",
            "zoo.cfg:6: server.3 = c:1:2: is in no group, but there are groups. Add it to a group line."),
        error(
            ENSEMBLE + "weight.1=-1\n",
            "zoo.cfg:7: weight.1 = -1: must be a whole number of at least 0. Write weight.<server>=<number>."),
        error(
            ENSEMBLE + "weight.9=1\n",
            "zoo.cfg:7: weight.9 = 1: there is no server.9. Add its line, or remove the weight."),
        new Case(
            ENSEMBLE.replaceAll("server.[23].*\n", "") + "dynamicConfigFile=/dyn/key\n",
            List.of(
                "key:2: clientPort = 5: may not stand in a dynamic configuration file, which holds server, group and"
                    + " weight lines only. Move it to the static file.",
                "zoo.cfg:4: server.1 = a:1:2: may not stand in the static file when dynamicConfigFile is set. Move it"
                    + " to /dyn/key, or remove dynamicConfigFile."),
            List.of(
                "zoo.cfg: server.*: there is a single server line; the server runs standalone. Remove it, or add the"
                    + " other servers.")));
  }

  private static Stream<Case> plugins() {
    return Stream.of(
        error(
            "dataDir=/d\nserverCnxnFactory=x.Y\n",
            "zoo.cfg:2: serverCnxnFactory = x.Y: is a class that cannot be loaded; allowed are"
                + " org.apache.zookeeper.server.NIOServerCnxnFactory and"
                + " org.apache.zookeeper.server.NettyServerCnxnFactory. Remove it, or install a transport plugin and"
                + " name it with transport=<id>."),
        error(
            "dataDir=/d\naudit.impl.class=x.Y\n",
            "zoo.cfg:2: audit.impl.class = x.Y: is a class that cannot be loaded; allowed is"
                + " org.apache.zookeeper.audit.Slf4jAuditLogger. Remove it, or install an audit plugin and name it with"
                + " audit=<id>."),
        warning(
            "dataDir=/d\nadmin.serverPort=9\n",
            "zoo.cfg:2: admin.serverPort = 9: has no effect yet: no installed plugin reads it. Install a plugin that"
                + " does, or leave it."),
        warning(
            "dataDir=/d\nmetricsProvider.own=9\n",
            "zoo.cfg:2: metricsProvider.own = 9: has no effect yet: no installed plugin reads it. Install a plugin"
                + " that does, or leave it."),
        error(
            ENSEMBLE + "sslQuorum=true\n",
            "zoo.cfg:7: sslQuorum = true: asks for protection that no installed plugin gives. Install a plugin that"
                + " supports it, or remove the key."),
        warning(
            ENSEMBLE + "storage=memory\n",
            "zoo.cfg:7: storage = memory: forgets at each start what this server has acknowledged, and its vote can then"
                + " undo it. Set dataDir and db.autocreate=false, by which a server without data does not vote before a leader has"
                + " told it the history, and put a file named initialize into that directory before the first start only."),
        warning(ENSEMBLE + "storage=memory\ndb.autocreate=false\n"),
        error(
            "dataDir=/d\noraclePath=/o\n",
            "zoo.cfg:2: oraclePath = /o: is refused: "
                + KnownKeys.path("oraclePath").notes().reason()
                + ". Remove it."),
        warning(
            "dataDir=/d\nnio.numWorkerThreads=9\n",
            "zoo.cfg:2: nio.numWorkerThreads = 9: has no effect: the transport chooses its own threads and buffers."
                + " Remove it when you like."),
        warning(
            "dataDir=/d\njute.maxbuffer=2000\n",
            "zoo.cfg:2: jute.maxbuffer = 2000: takes effect, while ZooKeeper ignores it here and reads only"
                + " -Djute.maxbuffer. Nothing needs to be done; ZooKeeper servers of the same ensemble need"
                + " -Djute.maxbuffer."));
  }

  private static Stream<Case> unknown() {
    return Stream.of(
        warning(
            "dataDir=/d\ntickTme=9\n",
            "zoo.cfg:2: tickTme = 9: is not a known key and has no effect. Did you mean tickTime?"),
        warning(
            "dataDir=/d\nunheardOfThing=9\n",
            "zoo.cfg:2: unheardOfThing = 9: is not a known key and has no effect. Remove it, or see the list of keys in"
                + " docs/configuration.md."),
        error(
            "dataDir=/d\nconfig.mode=strict\ntickTme=9\n",
            "zoo.cfg:3: tickTme = 9: is not a known key. Did you mean tickTime?"));
  }

  private static List<Case> all() {
    return Stream.of(values(), files(), clients(), members(), lines(), plugins(), unknown())
        .flatMap(Function.identity())
        .toList();
  }

  @TestFactory
  Stream<DynamicTest> everyComplaintIsCompleteAndComesAlone() {
    return all().stream().map(Case::test);
  }

  @Test
  void aComplaintIsOneLineWithoutDoubledPunctuation() {
    List<String> messages = new ArrayList<>();
    all().forEach(one -> messages.addAll(one.errors()));
    all().forEach(one -> messages.addAll(one.warnings()));
    assertTrue(messages.size() > 50, "the cases are there: " + messages.size());
    for (String message : messages) {
      assertTrue(message.endsWith(".") || message.endsWith("?"), message);
      assertEquals(1, message.lines().count(), message);
      assertTrue(!message.endsWith("..") && !message.contains(" . "), message);
    }
  }
}

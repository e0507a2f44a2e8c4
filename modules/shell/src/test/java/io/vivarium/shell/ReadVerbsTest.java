package io.vivarium.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class ReadVerbsTest {
  @RegisterExtension static final ShellUnderTest SHELL = ShellUnderTest.text();

  @Test
  void getShowsDataAsItIsWanted() {
    SHELL.holds(
        """
        > create /a hello
        Created /a
        > get /a
        hello
        > get -b /a
        aGVsbG8=
        > get -x /a
                 +-------------------------------------------------+
                 |  0  1  2  3  4  5  6  7  8  9  a  b  c  d  e  f |
        +--------+-------------------------------------------------+----------------+
        |00000000| 68 65 6c 6c 6f                                  |hello           |
        +--------+-------------------------------------------------+----------------+
        > get -s /a
        hello
        cZxid = 0xN
        ctime = DATE
        mZxid = 0xN
        mtime = DATE
        pZxid = 0xN
        cversion = 0
        dataVersion = 0
        aclVersion = 0
        ephemeralOwner = 0x0
        dataLength = 5
        numChildren = 0
        > get -sb /a
        aGVsbG8=
        cZxid = 0xN
        ctime = DATE
        mZxid = 0xN
        mtime = DATE
        pZxid = 0xN
        cversion = 0
        dataVersion = 0
        aclVersion = 0
        ephemeralOwner = 0x0
        dataLength = 5
        numChildren = 0
        """);
  }

  @Test
  void noDataIsShownAsNull() {
    SHELL.holds(
        """
        > create /a
        Created /a
        > get /a
        null
        > set /a ""
        > get /a

        """);
  }

  @Test
  void aLongerTableHasMoreLines() {
    SHELL.holds(
        """
        > create /a "0123456789 abcdefghij"
        Created /a
        > get -x /a
                 +-------------------------------------------------+
                 |  0  1  2  3  4  5  6  7  8  9  a  b  c  d  e  f |
        +--------+-------------------------------------------------+----------------+
        |00000000| 30 31 32 33 34 35 36 37 38 39 20 61 62 63 64 65 |0123456789 abcde|
        |00000010| 66 67 68 69 6a                                  |fghij           |
        +--------+-------------------------------------------------+----------------+
        """);
  }

  @Test
  void lsListsInOrder() {
    SHELL.holds(
        """
        > create /a
        Created /a
        > create /a/c
        Created /a/c
        > create /a/b
        Created /a/b
        > create /a/b/d
        Created /a/b/d
        > ls /
        [a, zookeeper]
        > ls /a
        [b, c]
        > ls /a/c
        []
        > ls -R /a
        /a
        /a/b
        /a/b/d
        /a/c
        > ls -s /a
        [b, c]
        cZxid = 0xN
        ctime = DATE
        mZxid = 0xN
        mtime = DATE
        pZxid = 0xN
        cversion = 2
        dataVersion = 0
        aclVersion = 0
        ephemeralOwner = 0x0
        dataLength = 0
        numChildren = 2
        > getAllChildrenNumber /a
        3
        """);
  }

  @Test
  void lsOfTheRootGoesThroughTheWholeTree() {
    SHELL.holds(
        """
        > ls -R /
        /
        /zookeeper
        /zookeeper/config
        /zookeeper/quota
        """);
  }

  @Test
  void aLargeTreeIsListedWhole() {
    for (int i = 0; i < 300; i++) {
      SHELL.shell().execute("create /n" + (1000 + i));
      SHELL.shell().execute("create /n" + (1000 + i) + "/child");
    }
    SHELL.output();

    String listed = SHELL.run("ls -R /");

    assertEquals(604, listed.lines().count());
    assertEquals(listed.lines().sorted().toList(), listed.lines().toList());
  }

  @Test
  void treeDraws() {
    SHELL.holds(
        """
        > create /a
        Created /a
        > create /a/b
        Created /a/b
        > create /a/b/c
        Created /a/b/c
        > create /a/b/d
        Created /a/b/d
        > create /a/e
        Created /a/e
        > create /a/e/f
        Created /a/e/f
        > tree /a
        /a
        ├── b
        │   ├── c
        │   └── d
        └── e
            └── f
        > tree -d 1 /a
        /a
        ├── b
        └── e
        > tree -d 0 /a
        /a
        > tree /a/b/c
        /a/b/c
        """);
  }

  @Test
  void statTellsWhatIsKnown() {
    SHELL.holds(
        """
        > create -e /e x
        Created /e
        > stat /e
        cZxid = 0xN
        ctime = DATE
        mZxid = 0xN
        mtime = DATE
        pZxid = 0xN
        cversion = 0
        dataVersion = 0
        aclVersion = 0
        ephemeralOwner = 0xS
        dataLength = 1
        numChildren = 0
        > stat /missing
        Node does not exist: /missing
        """);
  }

  @Test
  void aclsAreShownEntryByEntry() {
    SHELL.holds(
        """
        > create /a x world:anyone:cdra,ip:127.0.0.1:rw
        Created /a
        > getAcl /a
        'world,'anyone
        : cdra
        'ip,'127.0.0.1
        : rw
        > getAcl -s /a
        'world,'anyone
        : cdra
        'ip,'127.0.0.1
        : rw
        cZxid = 0xN
        ctime = DATE
        mZxid = 0xN
        mtime = DATE
        pZxid = 0xN
        cversion = 0
        dataVersion = 0
        aclVersion = 0
        ephemeralOwner = 0x0
        dataLength = 1
        numChildren = 0
        """);
  }

  @Test
  void ephemeralsOfThisSessionAreListed() {
    SHELL.holds(
        """
        > create /a
        Created /a
        > create -e /a/y
        Created /a/y
        > create -e /x
        Created /x
        > getEphemerals
        [/a/y, /x]
        > getEphemerals /a
        [/a/y]
        > getEphemerals /nothing
        []
        """);
  }

  @Test
  void whoamiTellsAllIdentities() {
    SHELL.holds(
        """
        > whoami
        Auth scheme: User
        ip: 127.0.0.1
        """);
  }

  @Test
  void theVersionIsThatOfZooKeeperAndOurs() {
    String version = SHELL.run("version");

    assertTrue(
        version.matches("ZooKeeper CLI version: 3\\.9\\.5-vivarium-\\S+, built on .* UTC\n"),
        version);
  }

  @Test
  void whatIsMissingIsNamed() {
    SHELL.holds(
        """
        > get /missing
        Node does not exist: /missing
        > ls /missing
        Node does not exist: /missing
        > ls -R /missing
        Node does not exist: /missing
        > tree /missing
        Node does not exist: /missing
        > getAcl /missing
        Node does not exist: /missing
        > getAllChildrenNumber /missing
        Node does not exist: /missing
        """);
    assertEquals(1, SHELL.shell().lastExitCode());
  }

  @Test
  void pathsThatCannotBeAreRefusedBeforeAServerIsAsked() {
    SHELL.holds(
        """
        > get a
        Path must start with / character
        > get /a/
        Path must not end with / character
        > get ""
        Path length must be > 0
        > get /a//b
        Invalid path string "/a//b": it has an empty name at 3
        """);
  }

  @Test
  void aMissingWordGetsTheUsage() {
    SHELL.holds(
        """
        > get
        get [-s] [-w] [-b] [-x] path
        > ls
        ls [-s] [-w] [-R] path
        > stat
        stat [-w] path
        > get -z /a
        Unrecognized option: -z
        > tree -d x /
        -d argument must be a whole number: x
        > tree -d
        Missing argument for option: d
        """);
  }
}

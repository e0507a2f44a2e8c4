package io.vivarium.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class WriteVerbsTest {
  @RegisterExtension static final ShellUnderTest SHELL = ShellUnderTest.text();

  @Test
  void nodesOfEveryKindAreCreated() {
    SHELL.holds(
        """
        > create /a
        Created /a
        > create /a/data "with a blank"
        Created /a/data
        > get /a/data
        with a blank
        > create -s /a/s-
        Created /a/s-0000000001
        > create -e /a/e
        Created /a/e
        > create -s -e /a/se-
        Created /a/se-0000000003
        > create -se /a/
        Created /a/0000000004
        > create -c /a/c
        Created /a/c
        > create -t 100000 /a/t
        Created /a/t
        > create -s -t 100000 /a/st-
        Created /a/st-0000000007
        > ls /a
        [0000000004, c, data, e, s-0000000001, se-0000000003, st-0000000007, t]
        """);
  }

  @Test
  void kindsThatExcludeEachOtherAreRefused() {
    SHELL.holds(
        """
        > create -c -e /a
        -c cannot be combined with -s or -e. Containers cannot be ephemeral or sequential.
        > create -c -t 5 /a
        -c cannot be combined with -s or -e. Containers cannot be ephemeral or sequential.
        > create -e -t 5 /a
        TTLs cannot be used with Ephemeral or Container znodes
        > create -t soon /a
        -t argument must be a whole number: soon
        > create -t -5 /a
        Arguments are not valid : /a
        > create
        create [-s] [-e] [-c] [-t ttl] path [data] [acl]
        """);
  }

  @Test
  void whatCannotBeCreatedIsNamed() {
    SHELL.holds(
        """
        > create -e /e
        Created /e
        > create /e
        Node already exists: /e
        > create /e/below
        Ephemerals cannot have children: /e/below
        > create /missing/below
        Node does not exist: /missing/below
        > create /x data nonsense
        nonsense does not have the form scheme:id:perm
        > create /x data world:anyone:z
        Unknown perm type: z
        > create /x data world:somebody:r
        Acl is not valid : /x
        """);
  }

  @Test
  void setReplacesData() {
    SHELL.holds(
        """
        > create /a
        Created /a
        > set /a one
        > get /a
        one
        > set -s /a two
        cZxid = 0xN
        ctime = DATE
        mZxid = 0xN
        mtime = DATE
        pZxid = 0xN
        cversion = 0
        dataVersion = 2
        aclVersion = 0
        ephemeralOwner = 0x0
        dataLength = 3
        numChildren = 0
        > set /a three -v 1
        version No is not valid : /a
        > set -v 2 /a three
        > get /a
        three
        > set -b /a aGVsbG8=
        > get /a
        hello
        > set -b /a ???
        the data is no base64: Illegal base64 character 3f
        > set /a -5
        > get /a
        -5
        > set -v 99999999999 /a x
        -v argument must be a version, which has 32 bits: 99999999999
        > set /missing x
        Node does not exist: /missing
        > set /a
        set path data [-s] [-v version] [-b]
        """);
  }

  @Test
  void deleteRemovesOneNode() {
    SHELL.holds(
        """
        > create /a
        Created /a
        > create /a/b
        Created /a/b
        > delete /a
        Node not empty: /a
        > delete -v 7 /a/b
        version No is not valid : /a/b
        > delete -v 0 /a/b
        > delete /a
        > delete /a
        Node does not exist: /a
        > delete /zookeeper
        Arguments are not valid : /zookeeper
        """);
  }

  @Test
  void deleteallRemovesAllBelow() {
    for (int i = 0; i < 50; i++) {
      SHELL.shell().execute("create /n" + i);
      SHELL.shell().execute("create /n" + i + "/a");
      SHELL.shell().execute("create /n" + i + "/a/b");
    }
    SHELL.output();
    SHELL.holds(
        """
        > create /a
        Created /a
        > create /a/b
        Created /a/b
        > create /a/b/c
        Created /a/b/c
        > deleteall /a -b 1
        > stat /a
        Node does not exist: /a
        > deleteall /missing
        Node does not exist: /missing
        > deleteall -b 0 /a
        -b argument must be at least 1: 0
        """);
    for (int i = 0; i < 50; i++) {
      assertEquals("", SHELL.run("deleteall /n" + i));
    }
    assertEquals("[zookeeper]\n", SHELL.run("ls /"));
  }

  @Test
  void setAclTellsWhoMayDoWhat() {
    SHELL.holds(
        """
        > create /a
        Created /a
        > create /a/b
        Created /a/b
        > setAcl -R /a world:anyone:cdrwa,ip:10.0.0.0/8:r
        > getAcl /a/b
        'world,'anyone
        : cdrwa
        'ip,'10.0.0.0/8
        : r
        > setAcl -s -v 1 /a/b world:anyone:cdrw
        cZxid = 0xN
        ctime = DATE
        mZxid = 0xN
        mtime = DATE
        pZxid = 0xN
        cversion = 0
        dataVersion = 0
        aclVersion = 2
        ephemeralOwner = 0x0
        dataLength = 0
        numChildren = 0
        > setAcl /a/b world:anyone:r
        Insufficient permission : /a/b
        > setAcl -R /a/b world:anyone:r
        Insufficient permission : /a/b
        > setAcl -v 9 /a world:anyone:r
        version No is not valid : /a
        > setAcl /a
        setAcl [-s] [-v version] [-R] path acl
        """);
  }

  @Test
  void addauthOpensWhatIsTheUsersOwn() throws Exception {
    SHELL.holds(
        """
        > addauth digest bob:secret
        > create /own mine auth::cdrwa
        Created /own
        > getAcl /own
        'digest,'bob:E8XE91L+2OhCzY3XQpcFIiqJ1j8=
        : cdrwa
        > whoami
        Auth scheme: User
        ip: 127.0.0.1
        digest: bob
        """
            .replace("E8XE91L+2OhCzY3XQpcFIiqJ1j8=", digest("bob:secret")));
    try (Shell stranger = SHELL.open()) {
      assertEquals(1, stranger.execute("get /own"));
    }
    assertEquals("Insufficient permission : /own\n", SHELL.output());
    assertEquals("", SHELL.run("delete /own"));
  }

  private static String digest(String login) throws Exception {
    byte[] hash =
        java.security.MessageDigest.getInstance("SHA-1")
            .digest(login.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return java.util.Base64.getEncoder().encodeToString(hash);
  }

  @Test
  void aRefusedIdentityEndsTheSession() {
    SHELL.holds(
        """
        > addauth nonsense x
        KeeperErrorCode = AuthFailed
        > get /
        KeeperErrorCode = AuthFailed for /
        > connect
        > get /

        """);
  }

  @Test
  void syncTellsThatItIsDone() {
    SHELL.holds(
        """
        > sync /
        Sync is OK
        """);
  }
}

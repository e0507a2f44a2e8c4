package io.vivarium.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.client.RequestException;
import io.vivarium.model.ErrorCode;
import java.util.EnumSet;
import java.util.Set;
import org.apache.zookeeper.KeeperException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class MessagesTest {
  /** Codes that the reference implementation has no exception for. */
  private static final Set<ErrorCode> OURS =
      EnumSet.of(ErrorCode.OK, ErrorCode.UNKNOWN_SESSION, ErrorCode.API_ERROR);

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void eachCodeHasTheTextOfTheReferenceImplementation(ErrorCode code) {
    if (OURS.contains(code)) {
      assertTrue(Messages.plain(code, "/a").startsWith("KeeperErrorCode = "));
      return;
    }
    KeeperException reference = KeeperException.create(KeeperException.Code.get(code.code()), "/a");
    if (code != ErrorCode.REQUEST_TIMEOUT) {
      assertEquals(reference.getMessage(), Messages.plain(code, "/a"));
    }
  }

  @Test
  void withoutAPathNoneIsNamed() {
    assertEquals(
        "KeeperErrorCode = Reconfig is disabled", Messages.text(ErrorCode.RECONFIG_DISABLED, null));
    assertEquals("version No is not valid : ", Messages.text(ErrorCode.BAD_VERSION, null));
  }

  @ParameterizedTest
  @CsvSource({
    "NO_NODE,Node does not exist: /a",
    "NO_CHILDREN_FOR_EPHEMERALS,Ephemerals cannot have children: /a",
    "NODE_EXISTS,Node already exists: /a",
    "NOT_EMPTY,Node not empty: /a",
    "NOT_READ_ONLY,Not a read-only call: /a",
    "INVALID_ACL,Acl is not valid : /a",
    "NO_AUTH,Insufficient permission : /a",
    "BAD_ARGUMENTS,Arguments are not valid : /a",
    "BAD_VERSION,version No is not valid : /a",
    "QUOTA_EXCEEDED,Quota has exceeded : /a",
    "NO_WATCHER,KeeperErrorCode = No such watcher for /a"
  })
  void commonFailuresHaveWordsOfTheirOwn(ErrorCode code, String text) {
    Failure failure = Messages.of(new RequestException(code, "/a"));

    assertEquals(text, failure.text());
    assertEquals(code.name(), failure.reason());
    assertEquals("/a", failure.path());
    assertEquals(Failure.FAILED, failure.exitCode());
  }

  @ParameterizedTest
  @CsvSource({"/", "/a", "/a/b.c", "/a b"})
  void legalPathsPass(String path) throws Failure {
    Messages.check(path);
  }

  @ParameterizedTest
  @CsvSource({
    "'',Path length must be > 0",
    "a,Path must start with / character",
    "/a/,Path must not end with / character",
    "/a/../b,Invalid path string"
  })
  void otherPathsAreRefused(String path, String message) {
    Failure failure = assertThrows(Failure.class, () -> Messages.check(path));

    assertTrue(failure.text().startsWith(message), failure.text());
  }

  @ParameterizedTest
  @CsvSource({
    "world:anyone:cdrwa,31",
    "world:anyone:r,1",
    "digest:bob:hash=:rw,3",
    "ip:10.0.0.0/8:ca,20",
    "x509:CN=a:b:d,8"
  })
  void aclsAreReadAndWritten(String text, int perms) throws Failure {
    var acl = Acls.parse(text).getFirst();

    assertEquals(perms, acl.perms());
    assertEquals(text.substring(0, text.lastIndexOf(':')), acl.scheme() + ":" + acl.id());
    assertEquals(
        text.substring(text.lastIndexOf(':') + 1).chars().sorted().boxed().toList(),
        Acls.letters(perms).chars().sorted().boxed().toList());
  }

  @ParameterizedTest
  @CsvSource({"world", "world:anyone", "world:anyone:x", "''"})
  void otherAclsAreRefused(String text) {
    assertThrows(Failure.class, () -> Acls.parse(text));
  }
}

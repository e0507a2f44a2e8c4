package io.vivarium.kernel.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.kernel.FakeScheme;
import io.vivarium.model.Acl;
import io.vivarium.model.AuthId;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.Perms;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AclRulesTest {
  private static final AuthId ADDRESS = new AuthId("ip", "10.0.0.1");
  private static final AuthId ANNE = new AuthId("digest", "anne:x");
  private static final AuthId BOB = new AuthId("digest", "bob:x");

  private final AclRules rules =
      new AclRules(
          Map.of("digest", new FakeScheme("digest", true), "ip", new FakeScheme("ip", false)));

  private List<Acl> stored(List<Acl> requested, AuthId... ids) {
    AclRules.Outcome outcome = rules.resolve(requested, List.of(ids));
    assertEquals(ErrorCode.OK, outcome.error());
    return outcome.acl();
  }

  private ErrorCode error(Acl... requested) {
    return rules.resolve(List.of(requested), List.of(ADDRESS)).error();
  }

  @Test
  void noListIsInvalidAndSoIsAnEmptyOne() {
    assertEquals(ErrorCode.INVALID_ACL, rules.resolve(null, List.of(ANNE)).error());
    assertEquals(ErrorCode.INVALID_ACL, rules.resolve(List.of(), List.of(ANNE)).error());
  }

  @Test
  void whatIsValidIsStoredAsItCame() {
    List<Acl> acl = List.of(new Acl(0, "world", "anyone"), new Acl(99, "digest", "bob:x"));
    assertEquals(acl, stored(acl));
    assertEquals(Acl.OPEN, stored(Acl.OPEN));
  }

  @Test
  void exactDuplicatesAreRemovedOthersStay() {
    Acl read = new Acl(Perms.READ, "digest", "anne:x");
    Acl write = new Acl(Perms.WRITE, "digest", "anne:x");
    assertEquals(List.of(read, write), stored(List.of(read, write, read)));
  }

  @Test
  void theWorldIsAnyone() {
    assertEquals(ErrorCode.INVALID_ACL, error(new Acl(31, "world", "someone")));
    assertEquals(ErrorCode.MARSHALLING_ERROR, error(new Acl(31, "world", null)));
  }

  @Test
  void aSchemeMustBeNamedAndKnownAndItsIdValid() {
    assertEquals(ErrorCode.INVALID_ACL, error(new Acl(31, null, "anyone")));
    assertEquals(ErrorCode.INVALID_ACL, error(new Acl(31, "sasl", "anne")));
    assertEquals(ErrorCode.INVALID_ACL, error(new Acl(31, "digest", "no colon")));
    assertEquals(ErrorCode.INVALID_ACL, error(new Acl(31, "digest", null)));
  }

  @Test
  void oneInvalidEntryRefusesTheWholeList() {
    assertEquals(ErrorCode.INVALID_ACL, error(Acl.OPEN.get(0), new Acl(31, "digest", "no colon")));
  }

  @Test
  void authStandsForEveryProvedIdentity() {
    assertEquals(
        List.of(new Acl(3, "digest", "anne:x"), new Acl(3, "digest", "bob:x")),
        stored(List.of(new Acl(3, "auth", "ignored")), ADDRESS, ANNE, BOB));
  }

  @Test
  void authWithoutAProvedIdentityIsInvalid() {
    assertEquals(ErrorCode.INVALID_ACL, error(new Acl(31, "auth", "")));
  }

  @Test
  void twoAuthEntriesYieldEveryIdTwice() {
    assertEquals(
        List.of(new Acl(1, "digest", "anne:x"), new Acl(2, "digest", "anne:x")),
        stored(List.of(new Acl(1, "auth", ""), new Acl(2, "auth", "")), ANNE));
  }

  @Test
  void theSecretOfADigestIsMaskedAndNothingElse() {
    assertEquals(
        List.of(
            new Acl(31, "digest", "anne:x"),
            new Acl(1, "digest", ":x"),
            new Acl(1, "ip", "10.0.0.1:80")),
        AclRules.masked(
            List.of(
                new Acl(31, "digest", "anne:c2VjcmV0"),
                new Acl(1, "digest", "no colon"),
                new Acl(1, "ip", "10.0.0.1:80"))));
  }
}

package io.vivarium.kernel.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.kernel.FakeScheme;
import io.vivarium.model.Acl;
import io.vivarium.model.AuthId;
import io.vivarium.model.Perms;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AccessCheckTest {
  private static final AuthId ANNE = new AuthId("digest", "anne:x");
  private static final AuthId BOB = new AuthId("digest", "bob:x");
  private static final List<Acl> ANNES = List.of(new Acl(Perms.READ, "digest", "anne:x"));

  private final AccessCheck check =
      new AccessCheck(Map.of("digest", new FakeScheme("digest", true)), false);

  @Test
  void anEmptyListAllowsEverythingToAnybody() {
    assertTrue(check.permits(List.of(), Perms.ADMIN, List.of()));
  }

  @Test
  void theWorldMayDoWhatItsEntrySaysAndNoMore() {
    assertTrue(check.permits(Acl.READ_ONLY, Perms.READ, List.of()));
    assertFalse(check.permits(Acl.READ_ONLY, Perms.WRITE, List.of()));
  }

  @Test
  void anySharedBitIsEnough() {
    assertTrue(check.permits(Acl.READ_ONLY, Perms.READ | Perms.ADMIN, List.of()));
    assertFalse(check.permits(Acl.READ_ONLY, Perms.WRITE | Perms.ADMIN, List.of()));
  }

  @Test
  void anEntryIsForTheIdentityThatMatchesIt() {
    assertTrue(check.permits(ANNES, Perms.READ, List.of(BOB, ANNE)));
    assertFalse(check.permits(ANNES, Perms.READ, List.of(BOB)));
    assertFalse(check.permits(ANNES, Perms.WRITE, List.of(ANNE)));
  }

  @Test
  void theSameIdOfAnotherSchemeDoesNotMatch() {
    assertFalse(check.permits(ANNES, Perms.READ, List.of(new AuthId("sasl", "anne:x"))));
  }

  @Test
  void anEntryOfASchemeThatIsNotHereNeverMatches() {
    List<Acl> acl = List.of(new Acl(Perms.ALL, "sasl", "anne"));
    assertFalse(check.permits(acl, Perms.READ, List.of(new AuthId("sasl", "anne"))));
  }

  @Test
  void theWorldHasOneMember() {
    assertFalse(
        check.permits(List.of(new Acl(Perms.ALL, "world", "someone")), Perms.READ, List.of(ANNE)));
  }

  @Test
  void entriesWithoutSchemeOrIdGrantNothing() {
    List<Acl> acl = List.of(new Acl(Perms.ALL, null, "anyone"), new Acl(Perms.ALL, "world", null));
    assertFalse(check.permits(acl, Perms.READ, List.of(ANNE)));
  }

  @Test
  void aSuperUserMayDoEverything() {
    List<Acl> nobody = List.of(new Acl(0, "world", "anyone"));
    assertFalse(check.permits(nobody, Perms.ADMIN, List.of(ANNE)));
    assertTrue(check.permits(nobody, Perms.ADMIN, List.of(ANNE, new AuthId("super", ""))));
  }

  @Test
  void skippingAllowsEverything() {
    AccessCheck skipping = new AccessCheck(Map.of(), true);
    assertTrue(skipping.permits(ANNES, Perms.ADMIN, List.of()));
  }

  @Test
  void shownAreUsersAndNeverSecrets() {
    assertEquals(
        List.of(new AuthId("digest", "anne"), new AuthId("super", ""), new AuthId("gone", "")),
        check.shown(List.of(ANNE, new AuthId("super", ""), new AuthId("gone", "secret"))));
  }
}

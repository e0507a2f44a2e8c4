package io.vivarium.auth.sasl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vivarium.spi.auth.FailedAttempts;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.apache.zookeeper.server.auth.KerberosName;
import org.apache.zookeeper.server.auth.SASLAuthenticationProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What ZooKeeper's own classes say of the same names is said here. */
class ClientNamesTest {
  private static final String RULES = "zookeeper.security.auth_to_local";
  private static final String REALM = "EXAMPLE.ORG";
  private static final List<String> NAMES =
      List.of(
          "bob",
          "bob@EXAMPLE.ORG",
          "bob@OTHER.ORG",
          "zookeeper/host.example.org@EXAMPLE.ORG",
          "admin/host@OTHER.ORG",
          "x/y",
          "");

  @AfterEach
  void forgetRules() throws IOException {
    System.clearProperty(RULES);
    KerberosName.setConfiguration();
  }

  @Test
  void idsOfTheOwnRealmAreShortenedAsConfigured() {
    String name = "zookeeper/host@EXAMPLE.ORG";
    assertEquals(name, names("DEFAULT", false, false).idOf(name));
    assertEquals("zookeeper@EXAMPLE.ORG", names("DEFAULT", true, false).idOf(name));
    assertEquals("zookeeper/host", names("DEFAULT", false, true).idOf(name));
    assertEquals("zookeeper", names("DEFAULT", true, true).idOf(name));
  }

  @Test
  void aForeignRealmNeverGetsAnIdOfTheOwn() {
    assertEquals("bob@OTHER.ORG", names("DEFAULT", true, true).idOf("bob@OTHER.ORG"));
    assertEquals("bob/h@OTHER.ORG", names("DEFAULT", true, true).idOf("bob/h@OTHER.ORG"));
  }

  @Test
  void namesOfPasswordsStayAsTheyAre() {
    assertEquals("bob", names("DEFAULT", true, true).idOf("bob"));
    assertEquals("a@b@c", names("DEFAULT", true, true).idOf("a@b@c"));
  }

  @Test
  void rulesAreThoseOfZooKeeper() throws IOException {
    for (String text :
        List.of(
            "RULE:[1:$1@$0](.*@OTHER.ORG)s/@.*//\nDEFAULT",
            "RULE:[2:$1;$2](admin;.*)s/;.*/-admin/ RULE:[1:$1] DEFAULT",
            "RULE:[1:$1@$0](bob@EXAMPLE.ORG)s/[o@]/0/g DEFAULT")) {
      System.setProperty(RULES, text);
      KerberosName.setConfiguration();
      NameRules rules = NameRules.parse(text, new KerberosName("x").getDefaultRealm());
      for (String name : NAMES) {
        assertEquals(zooKeeperSays(name), rules.shortName(parsed(name)), text + ": " + name);
      }
    }
  }

  @Test
  void aRuleThatLeavesARealmFitsNothing() {
    NameRules rules = NameRules.parse("RULE:[1:$1@$0]", REALM);
    assertNull(rules.shortName(parsed("bob@OTHER.ORG")));
  }

  @Test
  void whatIsNoRuleIsRefusedWithItsPlace() {
    for (String wrong : List.of("RULE", "RULE:[1:$1", "DEFAULT nonsense", "RULE:[x:$1]")) {
      assertThrows(IllegalArgumentException.class, () -> NameRules.parse(wrong, REALM), wrong);
    }
  }

  @Test
  void idsInAclsAreValidWhereTheyAreInZooKeeper() {
    SASLAuthenticationProvider reference = new SASLAuthenticationProvider();
    SaslScheme scheme =
        new SaslScheme(
            names("DEFAULT", false, false),
            new FailedAttempts(io.vivarium.spi.TimeSource.system(), 1, 8));
    for (String id : List.of("bob", "a@b", "a/b@c", "a/b/c@d", "a@b@c", "", "@", "/", "a/b/c")) {
      assertEquals(reference.isValid(id), scheme.validId(id), id);
    }
  }

  private static String zooKeeperSays(String name) {
    try {
      return new KerberosName(name).getShortName();
    } catch (Exception e) {
      return null; // no rule fits
    }
  }

  private static PrincipalName parsed(String name) {
    PrincipalName parsed = PrincipalName.parse(name);
    if (parsed == null) {
      throw new AssertionError(name);
    }
    return parsed;
  }

  private static ClientNames names(String rules, boolean dropHost, boolean dropRealm) {
    return new ClientNames(NameRules.parse(rules, REALM), dropHost, dropRealm, Set.of());
  }
}

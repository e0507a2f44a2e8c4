package io.vivarium.sasl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginSectionTest {
  @TempDir Path directory;

  @Test
  void usersAndPasswordsAreRead() throws Exception {
    LoginSection section =
        section(
            """
            Server {
              org.apache.zookeeper.server.auth.DigestLoginModule required
              user_super="Hidden1!"
              user_bob="with \\"quotes\\"";
            };
            """);
    assertEquals(Map.of("super", "Hidden1!", "bob", "with \"quotes\""), section.users());
    assertNull(section.username());
    assertNull(section.password());
    assertFalse(section.usesKerberos());
  }

  @Test
  void whoThisServerIsToOthersIsRead() throws Exception {
    LoginSection section =
        section(
            """
            Server {
              org.apache.zookeeper.server.auth.DigestLoginModule required
              username="peer" password="Hidden1!";
            };
            """);
    assertEquals("peer", section.username());
    assertEquals("Hidden1!", section.password());
    assertEquals(Map.of(), section.users());
  }

  @Test
  void aSectionMayHaveKerberosBesidePasswords() throws Exception {
    LoginSection section =
        section(
            """
            Server {
              com.sun.security.auth.module.Krb5LoginModule required
              useKeyTab=true keyTab="/k" principal="zookeeper/localhost";
              org.apache.zookeeper.server.auth.DigestLoginModule required user_bob="Hidden1!";
            };
            """);
    assertTrue(section.usesKerberos());
    assertEquals(Map.of("bob", "Hidden1!"), section.users());
    assertEquals(1, section.kerberosConfiguration().getAppConfigurationEntry("x").length);
  }

  @Test
  void saltedCredentialsAreReadBesidePasswords() throws Exception {
    String carls = ScramCredentials.of("Hidden1!", new byte[16], 4096).text();
    LoginSection section =
        section(
            """
            Server {
              org.apache.zookeeper.server.auth.DigestLoginModule required
              user_bob="Hidden2!" scram_carl="%s";
            };
            """
                .formatted(carls));
    assertEquals(Map.of("bob", "Hidden2!"), section.users());
    assertEquals(carls, section.scramUsers().get("carl").text());
    assertEquals(1, section.scramUsers().size());
  }

  @Test
  void aPasswordInThePlaceOfSaltedCredentialsIsRefusedAndNotRepeated() throws Exception {
    LoginSection section =
        section("Server { a.DigestLoginModule required scram_carl=\"Hidden1!\"; };");
    LoginFileException e = assertThrows(LoginFileException.class, section::scramUsers);
    assertTrue(e.getMessage().contains("scram_carl"), e.getMessage());
    assertFalse(e.getMessage().contains("Hidden1!"), e.getMessage());
    assertNull(e.getCause(), "a cause might repeat it");
  }

  @Test
  void nobodyIsListedByAPrefixAlone() throws Exception {
    LoginSection section =
        section("Server { a.DigestLoginModule required user_=\"x\" scram_=\"x\"; };");
    assertEquals(Map.of(), section.users());
    assertEquals(Map.of(), section.scramUsers());
  }

  @Test
  void aSectionThatIsNotThereIsNull() throws Exception {
    assertNull(LoginSection.find(file("Client { a.DigestLoginModule required; };"), "Server"));
  }

  @Test
  void anUnknownLoginModuleIsRefusedByName() throws IOException {
    Path file = file("Server { org.example.Other required secret=\"Hidden1!\"; };");
    assertTrue(refusal(file).contains("org.example.Other"), refusal(file));
  }

  @Test
  void aFileThatCannotBeReadIsNamed() {
    String refusal = refusal(directory.resolve("nowhere.conf"));
    assertTrue(refusal.contains("nowhere.conf"), refusal);
  }

  @Test
  void aWrongFormIsRefusedWithTheLineAndWithoutWhatStandsThere() throws IOException {
    Path file =
        file(
            """
            Server {
              org.apache.zookeeper.server.auth.DigestLoginModule required
              user_bob="x" "Hidden1!";
            };
            """);
    String refusal = refusal(file);
    assertTrue(refusal.contains("line 3"), refusal);
    assertFalse(refusal.contains("Hidden1!"), refusal);
  }

  @Test
  void aSectionShowsNothingOfItself() throws Exception {
    LoginSection section =
        section("Server { a.DigestLoginModule required user_bob=\"Hidden1!\"; };");
    assertFalse(section.toString().contains("Hidden1!"), section.toString());
    assertFalse(section.toString().contains("bob"), section.toString());
    assertEquals("Server", section.name());
  }

  private static String refusal(Path file) {
    LoginFileException e =
        assertThrows(LoginFileException.class, () -> LoginSection.find(file, "Server"));
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      assertFalse(String.valueOf(cause.getMessage()).contains("Hidden1!"), cause.getMessage());
    }
    return String.valueOf(e.getMessage());
  }

  private LoginSection section(String text) throws Exception {
    LoginSection section = LoginSection.find(file(text), "Server");
    assertNotNull(section);
    return section;
  }

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("jaas.conf"), text);
  }
}

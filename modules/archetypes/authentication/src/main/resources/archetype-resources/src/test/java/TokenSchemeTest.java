package ${package};

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.client.Client;
import io.vivarium.client.RequestException;
import io.vivarium.kernel.Server;
import io.vivarium.model.Acl;
import io.vivarium.model.AuthId;
import io.vivarium.model.CreateMode;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.Perms;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.auth.AuthenticationProvider;
import io.vivarium.spi.tck.auth.AuthenticationTck;
import io.vivarium.spi.tck.auth.Credential;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The suite of the SPI, and a server whose clients have tokens. */
class TokenSchemeTest extends AuthenticationTck {
  private static final String ANNS = "2pkN7vqcW6nHfX0tY3sD5g";
  private static final String BOBS = "9rTz1LxQ4mUeK8aJ6wVb0c";

  @TempDir static Path directory;

  private static Path file() {
    return directory.resolve("tokens");
  }

  /** Before every test's plugin starts, which asks for {@link #config} first. */
  @Override
  protected Map<String, String> config() {
    try {
      Files.writeString(
          file(),
          "ann:"
              + TokenScheme.hash(ANNS.getBytes(UTF_8))
              + "\n\nbob:"
              + TokenScheme.hash(BOBS.getBytes(UTF_8))
              + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.of("token.file", file().toString());
  }

  @Override
  protected AuthenticationProvider provider() {
    return new TokenProvider();
  }

  @Override
  protected List<Credential> proofs() {
    return List.of(
        Credential.of("token", ANNS, "ann", ANNS), Credential.of("token", BOBS, "bob", BOBS));
  }

  @Override
  protected List<Credential> impostors() {
    return List.of(
        Credential.of("token", BOBS, "ann", BOBS),
        Credential.of("token", ANNS + " ", "ann", ""),
        Credential.of("token", "ann", "ann", ""),
        Credential.of("token", TokenScheme.hash(ANNS.getBytes(UTF_8)), "ann", ""));
  }

  @Override
  protected List<AuthId> invalidIds() {
    return List.of(
        new AuthId("token", ""), new AuthId("token", "a b"), new AuthId("token", "-ann"));
  }

  @Test
  void aServerLetsInWhoHasTheToken() throws PluginException {
    Map<String, String> settings =
        Map.of("auth", "builtin,${artifactId}", "token.file", config().get("token.file"));
    List<Acl> anns = List.of(new Acl(Perms.ALL, "token", "ann"));
    try (Server server = EmbeddedServer.start(settings);
        Client ann = EmbeddedServer.connect(server);
        Client stranger = EmbeddedServer.connect(server)) {
      ann.addAuth("token", ANNS.getBytes(UTF_8)).join();
      ann.create("/anns", new byte[] {1}, anns, CreateMode.PERSISTENT).join();
      assertEquals(1, ann.getData("/anns", null).join().data()[0]);
      CompletionException refused =
          assertThrows(CompletionException.class, () -> stranger.getData("/anns", null).join());
      assertEquals(
          ErrorCode.NO_AUTH, assertInstanceOf(RequestException.class, refused.getCause()).code());
    }
  }

  @Test
  void aLineThatIsNoneIsNamedAndNotShown() throws IOException, PluginException {
    Path wrong = Files.writeString(directory.resolve("wrong"), "ann:" + ANNS + "\n");
    Map<String, String> settings =
        Map.of("auth", "builtin,${artifactId}", "token.file", wrong.toString());
    PluginException refused =
        assertThrows(PluginException.class, () -> EmbeddedServer.start(settings).close());
    assertTrue(refused.getMessage().contains(wrong + " has no"), refused.getMessage());
    assertTrue(refused.getMessage().contains("line 1"), refused.getMessage());
    assertFalse(refused.getMessage().contains(ANNS), refused.getMessage());
  }
}

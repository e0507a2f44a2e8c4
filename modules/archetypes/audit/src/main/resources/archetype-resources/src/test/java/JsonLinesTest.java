package ${package};

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.client.Client;
import io.vivarium.kernel.Server;
import io.vivarium.model.Acl;
import io.vivarium.model.CreateMode;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.audit.AuditProvider;
import io.vivarium.spi.tck.audit.AuditTck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The suite of the SPI, and a server that keeps its audit log here. */
class JsonLinesTest extends AuditTck {
  private static final String TEXT = "\"((?:[^\"\\\\]|\\\\.)*)\"";
  private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u([0-9a-f]{4})|(.))");

  @TempDir Path directory;

  @Override
  protected AuditProvider provider() {
    return new JsonLinesProvider();
  }

  @Override
  protected Map<String, String> config() {
    return Map.of("jsonlines.file", file().toString());
  }

  @Override
  protected List<Kept> kept() {
    return lines().stream().map(JsonLinesTest::read).toList();
  }

  @Test
  void aServerKeepsWhatClientsDo() throws PluginException {
    Map<String, String> settings =
        Map.of("audit.enable", "true", "audit", "${artifactId}", "jsonlines.file", file().toString());
    try (Server server = EmbeddedServer.start(settings);
        Client client = EmbeddedServer.connect(server)) {
      client.create("/audited", new byte[] {1}, Acl.OPEN, CreateMode.PERSISTENT).join();
      assertEquals(1, client.getData("/audited", null).join().data()[0]);
    }
    List<String> done =
        kept().stream()
            .map(each -> each.operation() + " " + each.path() + " " + each.result())
            .toList();
    assertEquals(
        List.of("serverStart null success", "create /audited success", "serverStop null invoked"),
        done);
  }

  @Test
  void aFileThatCannotBeOpenedIsNamed() throws IOException {
    Files.createDirectory(file());
    Map<String, String> settings =
        Map.of("audit.enable", "true", "audit", "${artifactId}", "jsonlines.file", file().toString());
    PluginException refused =
        assertThrows(PluginException.class, () -> EmbeddedServer.start(settings).close());
    assertTrue(refused.getMessage().contains(file().toString()), refused.getMessage());
  }

  private Path file() {
    return directory.resolve("audit.jsonl");
  }

  private List<String> lines() {
    try {
      return Files.exists(file()) ? Files.readAllLines(file()) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Kept read(String line) {
    String session = member(line, "session");
    return new Kept(
        String.valueOf(member(line, "operation")),
        String.valueOf(member(line, "result")),
        session == null ? 0 : Long.parseUnsignedLong(session.substring(2), 16),
        users(line),
        member(line, "ip"),
        member(line, "znode"),
        member(line, "acl"));
  }

  /** Quotes inside a text have a backslash before them, so that nothing in a text looks like a name. */
  private static @Nullable String member(String line, String name) {
    Matcher matcher = Pattern.compile(",\"" + name + "\":" + TEXT).matcher(line);
    return matcher.find() ? unescaped(matcher.group(1)) : null;
  }

  private static List<String> users(String line) {
    Matcher list = Pattern.compile(",\"users\":\\[((?:" + TEXT + ",?)*)\\]").matcher(line);
    assertTrue(list.find(), line);
    Stream<MatchResult> users = Pattern.compile(TEXT).matcher(list.group(1)).results();
    return users.map(user -> unescaped(user.group(1))).toList();
  }

  private static String unescaped(String text) {
    return ESCAPE
        .matcher(text)
        .replaceAll(
            escape ->
                Matcher.quoteReplacement(
                    escape.group(1) == null
                        ? escape.group(2)
                        : Character.toString(Integer.parseInt(escape.group(1), 16))));
  }
}

package ${package};

import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.auth.AuthScheme;
import io.vivarium.spi.auth.Authentication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The scheme {@code token}, with the users of a file that is read when the server starts. */
final class TokenAuthentication implements Authentication {
  private static final int LARGEST_FILE = 1 << 20;
  private static final Pattern LINE = Pattern.compile("(" + TokenScheme.USER + "):([0-9a-f]{64})");

  private final Path file;
  private List<AuthScheme> schemes = List.of();

  TokenAuthentication(Path file) {
    this.file = file;
  }

  @Override
  public void start() throws PluginException {
    try {
      if (Files.size(file) > LARGEST_FILE) {
        throw unusable("is larger than " + LARGEST_FILE + " bytes", null);
      }
      schemes = List.of(new TokenScheme(users(Files.readAllLines(file))));
    } catch (IOException e) {
      throw unusable("cannot be read: " + e, e);
    }
  }

  /** Users by the hash of their token. */
  private Map<String, String> users(List<String> lines) throws PluginException {
    Map<String, String> users = new HashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).isBlank()) {
        continue;
      }
      Matcher line = LINE.matcher(lines.get(i).trim());
      // The line itself is not told: it may hold a token that somebody forgot to hash.
      if (!line.matches()) {
        throw unusable("has no <user>:<SHA-256 in hexadecimal> in line " + (i + 1), null);
      }
      if (users.put(line.group(2), line.group(1)) != null) {
        throw unusable("gives a token to two users in line " + (i + 1), null);
      }
    }
    return users;
  }

  private PluginException unusable(String why, @Nullable IOException cause) {
    return new PluginException(
        FatalReason.INVALID_INVOCATION,
        "the file of tokens " + file + " " + why + "; see " + TokenProvider.FILE.name(),
        cause);
  }

  @Override
  public List<AuthScheme> schemes() {
    return schemes;
  }

  @Override
  public void close() {}
}

package io.vivarium.kernel;

import io.vivarium.model.AuthId;
import io.vivarium.spi.auth.AuthOutcome;
import io.vivarium.spi.auth.AuthScheme;
import io.vivarium.spi.transport.Peer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A scheme whose ids have the form {@code user:secret}. The token {@code refuse} is refused, {@code drop} drops the connection,
 * anything else is the identity itself.
 *
 * @param authenticated whether its identities count as proved
 */
public record FakeScheme(String scheme, boolean authenticated) implements AuthScheme {
  @Override
  public AuthOutcome authenticate(Peer peer, byte[] token) {
    String text = new String(token, StandardCharsets.UTF_8);
    return switch (text) {
      case "refuse" -> new AuthOutcome.Refused("it was told to");
      case "drop" -> new AuthOutcome.Dropped("it was told to");
      default -> new AuthOutcome.Accepted(List.of(new AuthId(scheme, text)));
    };
  }

  @Override
  public boolean validId(String id) {
    return id.indexOf(':') > 0;
  }

  @Override
  public boolean matches(String presented, String aclId) {
    return presented.equals(aclId);
  }

  @Override
  public String userName(String id) {
    return id.substring(0, Math.max(0, id.indexOf(':')));
  }
}

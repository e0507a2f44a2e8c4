package ${package};

import io.vivarium.model.AuthId;
import io.vivarium.spi.auth.AuthOutcome;
import io.vivarium.spi.auth.AuthScheme;
import io.vivarium.spi.transport.Peer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The scheme {@code token}: whoever presents a token is the user whose it is. A token is a secret that somebody rolled, at least 128
 * bits of chance; so a hash without salt protects it, and looking it up tells nobody how near a guess was.
 */
final class TokenScheme implements AuthScheme {
  /** The form of a user's name. */
  static final String USER = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

  private static final Pattern NAME = Pattern.compile(USER);
  private static final int LONGEST_TOKEN = 1024;

  private final Map<String, String> usersByHash;

  TokenScheme(Map<String, String> usersByHash) {
    this.usersByHash = Map.copyOf(usersByHash);
  }

  @Override
  public String scheme() {
    return "token";
  }

  @Override
  public AuthOutcome authenticate(Peer peer, byte[] token) {
    if (token.length > LONGEST_TOKEN) {
      return new AuthOutcome.Refused("a token of " + token.length + " bytes");
    }
    String user = usersByHash.get(hash(token));
    return user == null
        ? new AuthOutcome.Refused("a token that is nobody's")
        : new AuthOutcome.Accepted(List.of(new AuthId(scheme(), user)));
  }

  /** The hash of a token, as it stands in the file. */
  static String hash(byte[] token) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(token));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public boolean validId(String id) {
    return NAME.matcher(id).matches();
  }

  @Override
  public boolean matches(String presented, String aclId) {
    return presented.equals(aclId);
  }
}

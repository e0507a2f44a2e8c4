package io.vivarium.auth.builtin;

import io.vivarium.model.AuthId;
import io.vivarium.spi.auth.AuthOutcome;
import io.vivarium.spi.auth.AuthScheme;
import io.vivarium.spi.transport.Peer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Names with passwords. A client sends {@code user:password} and gains the id {@code user:base64(hash(user:password))}. There is no
 * list of users: any pair is accepted, and what it is worth is decided by the ACLs that hold its id. Except where there is a super user:
 * whoever gives that name and another password is refused, so that guessing at it is counted, logged and made to wait.
 */
final class DigestScheme implements AuthScheme {
  private static final AuthId SUPER = new AuthId("super", "");

  private final String algorithm;
  private final @Nullable String superDigest;

  /**
   * The scheme with one hash.
   *
   * @param superDigest id of the super user; null when there is none
   */
  DigestScheme(String algorithm, @Nullable String superDigest) throws NoSuchAlgorithmException {
    this.algorithm = MessageDigest.getInstance(algorithm).getAlgorithm();
    this.superDigest = superDigest;
  }

  @Override
  public String scheme() {
    return "digest";
  }

  @Override
  public AuthOutcome authenticate(Peer peer, byte[] token) {
    String id = idOf(new String(token, StandardCharsets.UTF_8));
    AuthId digest = new AuthId(scheme(), id);
    if (superDigest == null || !userName(id).equals(userName(superDigest))) {
      return new AuthOutcome.Accepted(List.of(digest));
    }
    return sameSecret(id, superDigest)
        ? new AuthOutcome.Accepted(List.of(SUPER, digest))
        : new AuthOutcome.Refused("that is not the password of the super user");
  }

  /** Two parts with one colon between them; colons at the very end do not count, as in ZooKeeper. */
  @Override
  public boolean validId(String id) {
    int end = id.length();
    while (end > 0 && id.charAt(end - 1) == ':') {
      end--;
    }
    return id.substring(0, end).chars().filter(c -> c == ':').count() == 1;
  }

  @Override
  public boolean matches(String presented, String aclId) {
    return sameSecret(presented, aclId);
  }

  /** What stands before the first colon. */
  @Override
  public String userName(String id) {
    int colon = id.indexOf(':');
    return colon < 0 ? id : id.substring(0, colon);
  }

  /** The id that proves {@code user:password}. */
  private String idOf(String userAndPassword) {
    int colon = userAndPassword.indexOf(':');
    String user = colon < 0 ? userAndPassword : userAndPassword.substring(0, colon);
    return user + ":" + Base64.getEncoder().encodeToString(hash(userAndPassword));
  }

  private byte[] hash(String text) {
    try {
      // Encoded again rather than taken as received: bytes that are not UTF-8 hash as their
      // replacements, as in ZooKeeper.
      return MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(algorithm + " was there when the server started", e);
    }
  }

  /** Whether two texts are equal, in a time that does not tell where they differ. Makes no garbage. */
  private static boolean sameSecret(String one, String other) {
    if (one.length() != other.length()) {
      return false;
    }
    int difference = 0;
    for (int i = 0; i < one.length(); i++) {
      difference |= one.charAt(i) ^ other.charAt(i);
    }
    return difference == 0;
  }
}

package io.vivarium.sasl;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.sasl.SaslException;
import org.jspecify.annotations.Nullable;

/**
 * The mechanism SCRAM-SHA-256 of RFC 5802 and 7677: passwords of which the server keeps salted hashes only. Channels are not bound. A user
 * that is not there is answered like one that is, with a salt and a number of rounds that stay the same, and refused at the end.
 */
public final class ScramSha256 implements ServerMechanism {
  private static final String NAME = "SCRAM-SHA-256";
  private static final int LARGEST_TOKEN = 2048;
  private static final int SALT_BYTES = 16;
  private static final int NONCE_BYTES = 18;
  private static final Pattern FIRST =
      Pattern.compile("([ny],(?:a=([^,]*))?,)(n=([^,]+),r=([\\x21-\\x2b\\x2d-\\x7e]{8,256}))");
  private static final Pattern FINAL =
      Pattern.compile("(c=([A-Za-z0-9+/=]+),r=([\\x21-\\x2b\\x2d-\\x7e]+)),p=([A-Za-z0-9+/=]+)");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Map<String, ScramCredentials> users;
  private final Supplier<String> nonces;
  private final byte[] ownSecret = random(SALT_BYTES);

  /** The numbers of rounds in use, one for each user, in ascending order: of these a stranger is shown one. */
  private final int[] rounds;

  /** For these users. */
  public ScramSha256(Map<String, ScramCredentials> users) {
    this(users, ScramSha256::nonce);
  }

  ScramSha256(Map<String, ScramCredentials> users, Supplier<String> nonces) {
    this.users = Map.copyOf(users);
    this.nonces = nonces;
    this.rounds =
        users.isEmpty()
            ? new int[] {ScramCredentials.LEAST_ITERATIONS}
            : users.values().stream().mapToInt(ScramCredentials::iterations).sorted().toArray();
  }

  /** The other side: proves to be the user, and wants the server to prove that it knows the user. */
  public static ClientMechanism client(String user, String password) {
    return host -> new ScramSha256Client(user, password, nonce());
  }

  private static String nonce() {
    return Base64.getEncoder().encodeToString(random(NONCE_BYTES));
  }

  private static byte[] random(int bytes) {
    byte[] random = new byte[bytes];
    RANDOM.nextBytes(random);
    return random;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int largestToken() {
    return LARGEST_TOKEN;
  }

  /** The header of the client's first message; one that wants the channel bound is told in the first step that it is not. */
  @Override
  public boolean opensWith(byte[] token) {
    if (token.length < 2) {
      return false;
    }
    return switch (token[0]) {
      case 'n', 'y' -> token[1] == ',';
      case 'p' -> token[1] == '=';
      default -> false;
    };
  }

  @Override
  public Conversation.Server begin() {
    return new Exchange();
  }

  private ScramCredentials credentials(String user) {
    ScramCredentials known = users.get(user);
    if (known != null) {
      return known;
    }
    // All that is shown of a stranger follows from its name, as likely as for those who are there.
    byte[] drawn = ScramCredentials.mac(ownSecret, user);
    int at = Math.floorMod(ByteBuffer.wrap(drawn).getLong(SALT_BYTES), rounds.length);
    byte[] nobodys = random(32);
    return new ScramCredentials(rounds[at], Arrays.copyOf(drawn, SALT_BYTES), nobodys, nobodys);
  }

  private final class Exchange implements Conversation.Server {
    private String header = "";
    private String user = "";
    private String nonce = "";

    /** What both sides have said so far, as each of them signs it. */
    private String said = "";

    private @Nullable ScramCredentials credentials;
    private boolean complete;

    @Override
    public byte[] step(byte[] token) throws SaslException {
      String text = text(token);
      ScramCredentials current = credentials;
      return (current == null ? first(text) : last(text, current)).getBytes(StandardCharsets.UTF_8);
    }

    private String first(String text) throws SaslException {
      Matcher message = FIRST.matcher(text);
      if (!message.matches()) {
        throw new SaslException(
            text.startsWith("p=")
                ? NAME + " failed: the client wants the channel bound, which is not offered"
                : NAME + " failed: the first message has a wrong form");
      }
      header = message.group(1);
      user = name(message.group(4));
      String wanted = message.group(2);
      if (wanted != null && !name(wanted).equals(user)) {
        throw new SaslException(NAME + " failed: nobody may act as another");
      }
      nonce = message.group(5) + nonces.get();
      ScramCredentials found = credentials(user);
      credentials = found;
      String answer =
          "r="
              + nonce
              + ",s="
              + Base64.getEncoder().encodeToString(found.salt())
              + ",i="
              + found.iterations();
      said = message.group(3) + "," + answer + ",";
      return answer;
    }

    private String last(String text, ScramCredentials current) throws SaslException {
      Matcher message = FINAL.matcher(text);
      if (complete || !message.matches()) {
        throw new SaslException(NAME + " failed: the last message has a wrong form");
      }
      if (!message.group(3).equals(nonce) || !text(decoded(message.group(2))).equals(header)) {
        throw new SaslException(NAME + " failed: the last message is of another conversation");
      }
      String signed = said + message.group(1);
      byte[] signature = ScramCredentials.mac(current.storedKey(), signed);
      byte[] proof = decoded(message.group(4));
      byte[] key = new byte[signature.length];
      for (int i = 0; i < key.length && i < proof.length; i++) {
        key[i] = (byte) (signature[i] ^ proof[i]);
      }
      boolean right = MessageDigest.isEqual(ScramCredentials.hash(key), current.storedKey());
      if (!right || proof.length != key.length) {
        throw new SaslException(NAME + " failed: wrong password, or no such user");
      }
      complete = true;
      byte[] own = ScramCredentials.mac(current.serverKey(), signed);
      return "v=" + Base64.getEncoder().encodeToString(own);
    }

    @Override
    public boolean complete() {
      return complete;
    }

    @Override
    public String user() {
      return user;
    }

    @Override
    public void close() {}
  }

  /** A name as it is meant: commas and equals signs travel in disguise. */
  private static String name(String sent) throws SaslException {
    if (sent.replace("=2C", "").replace("=3D", "").indexOf('=') >= 0) {
      throw new SaslException(NAME + " failed: a name has an equals sign that means nothing");
    }
    return sent.replace("=2C", ",").replace("=3D", "=");
  }

  private static byte[] decoded(String base64) throws SaslException {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new SaslException(NAME + " failed: a part is no Base64", e);
    }
  }

  private static String text(byte[] token) throws SaslException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(token)).toString();
    } catch (CharacterCodingException e) {
      throw new SaslException(NAME + " failed: a token is no UTF-8", e);
    }
  }
}

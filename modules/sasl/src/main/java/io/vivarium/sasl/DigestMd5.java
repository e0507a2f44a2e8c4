package io.vivarium.sasl;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.sasl.AuthorizeCallback;
import javax.security.sasl.RealmCallback;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;
import org.jspecify.annotations.Nullable;

/**
 * The mechanism DIGEST-MD5: names and passwords, of which only hashes travel. What is compared depends on a number that the server has
 * chosen for this one conversation, so that the time of the comparison tells nothing that is of use in the next.
 */
public final class DigestMd5 implements ServerMechanism {
  private static final String NAME = "DIGEST-MD5";

  /** As its specification has it. */
  private static final int LARGEST_TOKEN = 4096;

  private final Place place;
  private final Map<String, String> users;

  /**
   * The words that both sides must have in common.
   *
   * @param protocol what is spoken
   * @param server what the server is called, which is also its realm
   */
  public record Place(String protocol, String server) {
    /** Between clients and servers of ZooKeeper. */
    public static final Place CLIENTS = new Place("zookeeper", "zk-sasl-md5");

    /** Between the servers of an ensemble. */
    public static final Place SERVERS = new Place("zookeeper-quorum", "zk-quorum-sasl-md5");
  }

  /** For these users, with their passwords. */
  public DigestMd5(Place place, Map<String, String> users) {
    this.place = place;
    this.users = Map.copyOf(users);
  }

  /** The other side: proves to be the user. */
  public static ClientMechanism client(Place place, String user, String password) {
    return host -> {
      SaslClient client =
          Sasl.createSaslClient(
              new String[] {NAME},
              user,
              place.protocol(),
              place.server(),
              Map.of(),
              callbacks -> answer(callbacks, user, password));
      return new JdkClient(client, NAME, JdkFailures.UNQUOTED);
    };
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int largestToken() {
    return LARGEST_TOKEN;
  }

  /** The server speaks first; the client has to make it speak with nothing. */
  @Override
  public boolean opensWith(byte[] token) {
    return token.length == 0;
  }

  @Override
  public Conversation.Server begin() throws SaslException {
    return new JdkServer(
        Sasl.createSaslServer(NAME, place.protocol(), place.server(), Map.of(), new Lookup(users)),
        NAME,
        JdkFailures.UNQUOTED);
  }

  private static void answer(Callback[] callbacks, String user, String password) {
    for (Callback callback : callbacks) {
      switch (callback) {
        case NameCallback name -> name.setName(user);
        case PasswordCallback secret -> secret.setPassword(password.toCharArray());
        case RealmCallback realm -> realm.setText(realm.getDefaultText());
        default -> {
          // asks for nothing that is known here
        }
      }
    }
  }

  /** Gives the mechanism the password of the user that it names; for a user that is not there one that nobody knows. */
  private static final class Lookup implements CallbackHandler {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Map<String, String> users;
    private @Nullable String user;

    Lookup(Map<String, String> users) {
      this.users = users;
    }

    @Override
    public void handle(Callback[] callbacks) {
      for (Callback callback : callbacks) {
        switch (callback) {
          case NameCallback name -> {
            user = name.getDefaultName();
            name.setName(user);
          }
          case PasswordCallback secret -> {
            String known = user == null ? null : users.get(user);
            secret.setPassword((known == null ? noPassword() : known).toCharArray());
          }
          case RealmCallback realm -> realm.setText(realm.getDefaultText());
          // Who a client would like to be does not matter: it is who it has proved to be.
          case AuthorizeCallback authorize -> {
            authorize.setAuthorized(true);
            authorize.setAuthorizedID(authorize.getAuthenticationID());
          }
          default -> {
            // asks for nothing that is known here
          }
        }
      }
    }

    private static String noPassword() {
      byte[] random = new byte[24];
      RANDOM.nextBytes(random);
      return new String(Base64.getEncoder().encode(random), StandardCharsets.US_ASCII);
    }
  }
}

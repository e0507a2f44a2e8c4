package io.vivarium.sasl;

import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.LongSupplier;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.sasl.AuthorizeCallback;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;
import javax.security.sasl.SaslServer;
import org.jspecify.annotations.Nullable;

/** The mechanism GSSAPI: tickets of Kerberos. */
public final class Gssapi implements ServerMechanism {
  private static final String NAME = "GSSAPI";

  /** A ticket with many groups takes up to 64 KiB. */
  private static final int LARGEST_TOKEN = 128 << 10;

  /** The tag of the first token of every GSS mechanism. */
  private static final byte FIRST_TOKEN = 0x60;

  private final KerberosLogin login;
  private final String service;
  private final String host;
  private final BiPredicate<String, String> authorized;

  private Gssapi(
      KerberosLogin login, String service, String host, BiPredicate<String, String> authorized) {
    this.login = login;
    this.service = service;
    this.host = host;
    this.authorized = authorized;
  }

  /**
   * The side that is asked to believe; it is the service and host of the principal that it has logged in as.
   *
   * @param authorized whether somebody with a proved principal, which comes first, may be whom it asks to be
   * @throws LoginFileException when the principal has no host
   */
  public static Gssapi server(KerberosLogin login, BiPredicate<String, String> authorized)
      throws LoginFileException {
    String[] parts = login.principal().split("[/@]", -1);
    if (parts.length != 3) {
      throw new LoginFileException(
          "the principal "
              + PrintableText.of(login.principal())
              + " is not of the form service/host@REALM, as that of a server must be",
          null);
    }
    return new Gssapi(login, parts[0], parts[1], authorized);
  }

  /**
   * The other side.
   *
   * @param login who proves itself
   * @param peers whom it proves itself to, by the host that it dials
   * @param now the wall clock in ms
   */
  public static ClientMechanism client(KerberosLogin login, Peers peers, LongSupplier now) {
    return dialled -> {
      login.renew(now.getAsLong());
      String host = peers.host(dialled);
      return new AsSubject(
          login,
          login.with(
              () -> {
                SaslClient client =
                    Sasl.createSaslClient(
                        new String[] {NAME},
                        login.principal(),
                        peers.service(),
                        host,
                        Map.of(),
                        callbacks -> {});
                return new JdkClient(client, NAME, JdkFailures::explained);
              }));
    };
  }

  /** What other servers are called. */
  public interface Peers {
    /** The first part of their principals. */
    String service();

    /** The host in the principal of the server that is dialled; may look names up. */
    String host(String dialled) throws SaslException;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int largestToken() {
    return LARGEST_TOKEN;
  }

  @Override
  public boolean opensWith(byte[] token) {
    return token.length > 0 && token[0] == FIRST_TOKEN;
  }

  @Override
  public Conversation.Server begin() throws SaslException {
    SaslServer server =
        login.with(
            () ->
                Sasl.createSaslServer(
                    NAME, service, host, Map.of(), new Authorization(authorized)));
    JdkServer conversation = new JdkServer(server, NAME, JdkFailures::explained);
    return new Conversation.Server() {
      @Override
      public byte @Nullable [] step(byte[] token) throws SaslException {
        return login.with(() -> conversation.step(token));
      }

      @Override
      public boolean complete() {
        return conversation.complete();
      }

      @Override
      public String user() {
        return conversation.user();
      }

      @Override
      public void close() {
        conversation.close();
      }
    };
  }

  /** Somebody is who its ticket says, if it may be at all. */
  private record Authorization(BiPredicate<String, String> authorized) implements CallbackHandler {
    @Override
    public void handle(Callback[] callbacks) {
      for (Callback callback : callbacks) {
        if (callback instanceof AuthorizeCallback authorize) {
          String proved = authorize.getAuthenticationID();
          authorize.setAuthorized(authorized.test(proved, authorize.getAuthorizationID()));
          authorize.setAuthorizedID(proved);
        }
      }
    }
  }

  /** A conversation with the credentials of a login. */
  private record AsSubject(KerberosLogin login, Conversation.Client client)
      implements Conversation.Client {
    @Override
    public byte[] opening() throws SaslException {
      return login.with(client::opening);
    }

    @Override
    public byte @Nullable [] step(byte[] token) throws SaslException {
      return login.with(() -> client.step(token));
    }

    @Override
    public boolean complete() {
      return client.complete();
    }

    @Override
    public void close() {
      client.close();
    }
  }
}

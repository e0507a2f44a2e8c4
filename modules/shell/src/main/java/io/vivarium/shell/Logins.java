package io.vivarium.shell;

import io.vivarium.client.SaslExchange;
import io.vivarium.sasl.ClientMechanism;
import io.vivarium.sasl.Conversation;
import io.vivarium.sasl.DigestMd5;
import io.vivarium.sasl.Gssapi;
import io.vivarium.sasl.KerberosLogin;
import io.vivarium.sasl.LoginFileException;
import io.vivarium.sasl.LoginSection;
import io.vivarium.sasl.ScramSha256;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import javax.security.sasl.SaslException;
import org.jspecify.annotations.Nullable;

/** How the shell logs in by SASL: as the section of a JAAS file says, by password or by a ticket of Kerberos. */
final class Logins {
  /** Of ours: ZooKeeper's clients know DIGEST-MD5 only where there is a password. */
  private static final String MECHANISM = "vivarium.sasl.mechanism";

  private static final String DIGEST_MD5 = "DIGEST-MD5";
  private static final String SCRAM = "SCRAM-SHA-256";

  /** Between two questions to the KDC. */
  private static final long LEAST_LOGIN_MS = TimeUnit.MINUTES.toMillis(1);

  private final ClientSettings settings;

  Logins(ClientSettings settings) {
    this.settings = settings;
  }

  /** How to log in; null when no JAAS file has the section for it, or nobody wants to. May ask the KDC. */
  SaslExchange.@Nullable Mechanism mechanism() throws Failure {
    String jaas = settings.value("java.security.auth.login.config");
    if (jaas == null || !Boolean.parseBoolean(settings.value("zookeeper.sasl.client", "true"))) {
      return null;
    }
    try {
      LoginSection section =
          LoginSection.find(Path.of(jaas), settings.value("zookeeper.sasl.clientconfig", "Client"));
      if (section == null) {
        return null;
      }
      ClientMechanism mechanism = section.usesKerberos() ? byTicket(section) : byPassword(section);
      return host -> new Exchange(mechanism.begin(host));
    } catch (LoginFileException e) {
      throw ClientSettings.misused(String.valueOf(e.getMessage()));
    }
  }

  private ClientMechanism byTicket(LoginSection section) throws LoginFileException {
    Clock clock = Clock.systemUTC();
    KerberosLogin login = KerberosLogin.open(section, LEAST_LOGIN_MS, clock.millis());
    return Gssapi.client(login, ServicePrincipal.of(settings), clock::millis);
  }

  private ClientMechanism byPassword(LoginSection section) throws Failure {
    String user = section.username();
    String password = section.password();
    if (user == null || password == null) {
      throw ClientSettings.misused(
          section + " has neither username and password nor a Krb5LoginModule");
    }
    String mechanism = settings.value(MECHANISM, DIGEST_MD5);
    return switch (mechanism) {
      case DIGEST_MD5 -> DigestMd5.client(DigestMd5.Place.CLIENTS, user, password);
      case SCRAM -> ScramSha256.client(user, password);
      default ->
          throw ClientSettings.misused(
              MECHANISM + "=" + mechanism + " is neither " + DIGEST_MD5 + " nor " + SCRAM);
    };
  }

  /** A conversation of the module that knows mechanisms, as the client wants it. */
  private record Exchange(Conversation.Client conversation) implements SaslExchange {
    @Override
    public byte[] opening() throws SaslException {
      return conversation.opening();
    }

    @Override
    public byte @Nullable [] step(byte[] token) throws SaslException {
      return conversation.step(token);
    }

    @Override
    public boolean complete() {
      return conversation.complete();
    }

    @Override
    public void close() {
      conversation.close();
    }
  }
}

package io.vivarium.sasl;

import java.security.Principal;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import javax.security.auth.Subject;
import javax.security.auth.kerberos.KerberosPrincipal;
import javax.security.auth.kerberos.KerberosTicket;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import javax.security.sasl.SaslException;

/**
 * Who this server is to Kerberos. The ticket of a login ends; whoever is about to need one has {@link #renew} get the next when most of the
 * time of this one is over. A keytab does not end, so that a server that is only connected to needs no ticket. Any thread.
 */
public final class KerberosLogin {
  /** A ticket is renewed when this share of its time is over, in percent. */
  private static final int RENEWED_AT = 80;

  private final LoginSection section;
  private final long leastMs;
  private volatile LoginContext context;
  private long loggedInMs;

  private KerberosLogin(LoginSection section, long leastMs, LoginContext context, long nowMs) {
    this.section = section;
    this.leastMs = leastMs;
    this.context = context;
    this.loggedInMs = nowMs;
  }

  /**
   * Logs in. May block.
   *
   * @param leastMs ms between two logins at least
   * @param nowMs the wall clock
   * @throws LoginFileException when Kerberos does not accept what the section says
   */
  public static KerberosLogin open(LoginSection section, long leastMs, long nowMs)
      throws LoginFileException {
    try {
      return new KerberosLogin(section, leastMs, login(section), nowMs);
    } catch (LoginException | RuntimeException e) {
      throw new LoginFileException(
          section
              + " does not log in to Kerberos: "
              + PrintableText.of(String.valueOf(e.getMessage())),
          e);
    }
  }

  private static LoginContext login(LoginSection section) throws LoginException {
    LoginContext context =
        new LoginContext(
            section.name(), new Subject(), callbacks -> {}, section.kerberosConfiguration());
    context.login();
    if (context.getSubject().getPrincipals(KerberosPrincipal.class).isEmpty()) {
      throw new LoginException("there is no principal; name one with principal=");
    }
    return context;
  }

  /** Gets a new ticket when the time of the present one is nearly over. May block. */
  synchronized void renew(long nowMs) throws SaslException {
    if (!due(nowMs) || nowMs - loggedInMs < leastMs) {
      return;
    }
    loggedInMs = nowMs;
    try {
      context = login(section);
    } catch (LoginException e) {
      throw new SaslException(
          "no new ticket of Kerberos: " + PrintableText.of(String.valueOf(e.getMessage())), e);
    }
  }

  private boolean due(long nowMs) {
    Set<KerberosTicket> tickets = context.getSubject().getPrivateCredentials(KerberosTicket.class);
    long begin = Long.MIN_VALUE;
    long end = Long.MIN_VALUE;
    for (KerberosTicket ticket : tickets) {
      long until = ticket.getEndTime().toInstant().toEpochMilli();
      if (isGranting(ticket) && until > end) {
        begin = ticket.getAuthTime().toInstant().toEpochMilli();
        end = until;
      }
    }
    return end != Long.MIN_VALUE && nowMs >= begin + (end - begin) / 100 * RENEWED_AT;
  }

  private static boolean isGranting(KerberosTicket ticket) {
    return ticket.getServer() != null && ticket.getServer().getName().startsWith("krbtgt/");
  }

  /** The principal, as {@code primary/host@REALM}. */
  public String principal() {
    Set<? extends Principal> principals =
        context.getSubject().getPrincipals(KerberosPrincipal.class);
    return principals.iterator().next().getName();
  }

  /** Does something with these credentials. */
  <T> T with(Callable<T> action) throws SaslException {
    try {
      return Subject.callAs(context.getSubject(), action);
    } catch (CompletionException e) {
      if (e.getCause() instanceof SaslException failure) {
        throw failure;
      }
      throw new SaslException("GSSAPI failed", e.getCause());
    }
  }
}

package io.vivarium.acceptance.sasl;

import io.vivarium.acceptance.server.EventLog;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.Configuration;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.server.auth.DigestLoginModule;

/** Apache's clients that log in: each by a section of its own in the JAAS configuration of this process. */
public final class Logins {
  private static final Map<String, AppConfigurationEntry> SECTIONS = new ConcurrentHashMap<>();

  private Logins() {}

  /** A client that logs in by DIGEST-MD5; its events are in {@code events}. */
  static ZooKeeper digest(String connectString, String user, String password, EventLog events)
      throws Exception {
    return login(
        connectString,
        section(
            user + "-by-" + password,
            DigestLoginModule.class.getName(),
            Map.of("username", user, "password", password)),
        events);
  }

  /** A client that is let in and knows it. */
  public static ZooKeeper loggedIn(String connectString, String user, String password)
      throws Exception {
    EventLog events = new EventLog();
    ZooKeeper client = digest(connectString, user, password, events);
    events.awaitState(KeeperState.SaslAuthenticated);
    return client;
  }

  /** A client that has logged in by a keytab of Kerberos, and knows that it is let in. */
  static ZooKeeper kerberos(String connectString, String principal, String keytab)
      throws Exception {
    EventLog events = new EventLog();
    ZooKeeper client =
        login(
            connectString,
            section(
                principal + "-by-keytab",
                "com.sun.security.auth.module.Krb5LoginModule",
                Map.of(
                    "useKeyTab", "true",
                    "keyTab", keytab,
                    "storeKey", "true",
                    "useTicketCache", "false",
                    "principal", principal)),
            events);
    events.awaitState(KeeperState.SaslAuthenticated);
    return client;
  }

  private static String section(String name, String module, Map<String, String> options) {
    SECTIONS.put(
        name,
        new AppConfigurationEntry(
            module, AppConfigurationEntry.LoginModuleControlFlag.REQUIRED, options));
    Configuration.setConfiguration(
        new Configuration() {
          @Override
          public AppConfigurationEntry[] getAppConfigurationEntry(String section) {
            AppConfigurationEntry entry = SECTIONS.get(section);
            return entry == null ? null : new AppConfigurationEntry[] {entry};
          }
        });
    return name;
  }

  private static ZooKeeper login(String connectString, String section, EventLog events)
      throws Exception {
    ZKClientConfig config = new ZKClientConfig();
    config.setProperty(ZKClientConfig.LOGIN_CONTEXT_NAME_KEY, section);
    config.setProperty("zookeeper.fips-mode", "false");
    return new ZooKeeper(connectString, 10_000, events, config);
  }
}

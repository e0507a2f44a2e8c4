package io.vivarium.config;

import static io.vivarium.config.ValueType.className;
import static io.vivarium.config.ValueType.flag;
import static io.vivarium.config.ValueType.text;
import static io.vivarium.config.ValueType.words;

import java.util.List;

/** Keys about authentication of clients, TLS and the audit log. */
final class SecurityKeys {
  static final Key<Boolean> ENFORCE_AUTH =
      Key.property(
              "enforce.auth.enabled",
              flag(),
              false,
              "Refuse requests of clients that have not authenticated with one of the schemes.")
          .since("3.7");
  static final Key<List<String>> ENFORCE_AUTH_SCHEMES =
      Key.property(
              "enforce.auth.schemes",
              words(),
              List.of(),
              "Schemes that enforce.auth.enabled accepts.")
          .since("3.7");
  static final Key<Boolean> REQUIRE_CLIENT_SASL =
      Key.property(
              "sessionRequireClientSASLAuth",
              flag(),
              false,
              "Refuse requests of clients that have not authenticated with SASL.")
          .since("3.6");
  static final Key<Boolean> ALLOW_SASL_FAILED =
      Key.property(
              "allowSaslFailedClients",
              flag(),
              false,
              "A client whose SASL failed stays connected without that identity.")
          .since("3.4")
          .notYet();
  static final Key<String> SUPER_DIGEST =
      Key.property(
              "DigestAuthenticationProvider.superDigest",
              text(),
              null,
              "super:<digest>, the identity that no ACL stops.")
          .since("3.2")
          .ofPlugin();
  static final Key<String> SERVER_CONNECTION_FACTORY =
      Key.property("serverCnxnFactory", className(), null, "Class of the client transport.")
          .since("3.4")
          .mapped("NIOServerCnxnFactory and NettyServerCnxnFactory select our transport");
  static final Key<String> SSL_AUTH_PROVIDER =
      Key.property("ssl.authProvider", text(), "x509", "Scheme that authenticates TLS clients.")
          .since("3.5")
          .ofPlugin();

  static final Key<Boolean> AUDIT_ENABLED =
      Key.property("audit.enable", flag(), false, "Write the audit log.").since("3.6").ofPlugin();
  static final Key<String> AUDIT_CLASS =
      Key.property(
              "audit.impl.class",
              className(),
              "org.apache.zookeeper.audit.Slf4jAuditLogger",
              "Class of the audit log.")
          .since("3.6")
          .mapped("the name of ZooKeeper's own logger selects ours; see audit");

  private SecurityKeys() {}

  static List<Key<?>> all() {
    return List.of(
        ENFORCE_AUTH,
        ENFORCE_AUTH_SCHEMES,
        REQUIRE_CLIENT_SASL,
        ALLOW_SASL_FAILED,
        SUPER_DIGEST,
        SERVER_CONNECTION_FACTORY,
        SSL_AUTH_PROVIDER,
        AUDIT_ENABLED,
        AUDIT_CLASS);
  }
}

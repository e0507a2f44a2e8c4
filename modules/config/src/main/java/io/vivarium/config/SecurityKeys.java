package io.vivarium.config;

import static io.vivarium.config.KnownKeys.flag;
import static io.vivarium.config.KnownKeys.path;
import static io.vivarium.config.KnownKeys.text;
import static io.vivarium.config.KnownKeys.words;

import java.nio.file.Path;
import java.util.List;

/** Keys about authentication of clients, TLS and the audit log. */
final class SecurityKeys {
  static final Key<Boolean> ENFORCE_AUTH = flag("enforce.auth.enabled");
  static final Key<List<String>> ENFORCE_AUTH_SCHEMES = words("enforce.auth.schemes");
  static final Key<Boolean> REQUIRE_CLIENT_SASL = flag("sessionRequireClientSASLAuth");
  static final Key<Boolean> ALLOW_SASL_FAILED = flag("allowSaslFailedClients");
  static final Key<Path> LOGIN_FILE = path("java.security.auth.login.config");
  static final Key<String> SUPER_DIGEST = text("DigestAuthenticationProvider.superDigest");
  static final Key<String> SERVER_CONNECTION_FACTORY = text("serverCnxnFactory");
  static final Key<String> SSL_AUTH_PROVIDER = text("ssl.authProvider");
  static final Key<Path> TLS_CERTIFICATE = path("tls.certificate");
  static final Key<Boolean> AUDIT_ENABLED = flag("audit.enable");
  static final Key<String> AUDIT_CLASS = text("audit.impl.class");

  private SecurityKeys() {}
}

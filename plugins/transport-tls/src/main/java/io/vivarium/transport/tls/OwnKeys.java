package io.vivarium.transport.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The keys that this server proves itself with, chosen as the JDK does. Where none comes from an authority that the other end names, the
 * JDK would show none at all; here one is shown all the same, so that the other end can say what is wrong with it.
 */
final class OwnKeys extends X509ExtendedKeyManager {
  private static final String[] KINDS = {"EC", "RSA", "EdDSA", "DSA"};

  private final X509ExtendedKeyManager standard;

  private OwnKeys(X509ExtendedKeyManager standard) {
    this.standard = standard;
  }

  static OwnKeys of(KeyManagerFactory factory) throws GeneralSecurityException {
    for (KeyManager manager : factory.getKeyManagers()) {
      if (manager instanceof X509ExtendedKeyManager extended) {
        return new OwnKeys(extended);
      }
    }
    throw new GeneralSecurityException("this Java has no key manager for X.509");
  }

  /** The certificate that is most likely shown; null when there is none of a known kind. */
  @Nullable X509Certificate certificate() {
    for (String kind : KINDS) {
      String[] names = standard.getClientAliases(kind, null);
      X509Certificate[] chain =
          names == null || names.length == 0 ? null : standard.getCertificateChain(names[0]);
      if (chain != null && chain.length > 0) {
        return chain[0];
      }
    }
    return null;
  }

  @Override
  public @Nullable String chooseEngineClientAlias(
      String[] kinds, Principal @Nullable [] issuers, SSLEngine engine) {
    String wanted = standard.chooseEngineClientAlias(kinds, issuers, engine);
    return wanted == null ? standard.chooseEngineClientAlias(kinds, null, engine) : wanted;
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String kind, Principal @Nullable [] issuers, SSLEngine engine) {
    return standard.chooseEngineServerAlias(kind, issuers, engine);
  }

  @Override
  public String @Nullable [] getClientAliases(String kind, Principal @Nullable [] issuers) {
    return standard.getClientAliases(kind, issuers);
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] kinds, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return standard.chooseClientAlias(kinds, issuers, socket);
  }

  @Override
  public String @Nullable [] getServerAliases(String kind, Principal @Nullable [] issuers) {
    return standard.getServerAliases(kind, issuers);
  }

  @Override
  public @Nullable String chooseServerAlias(
      String kind, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return standard.chooseServerAlias(kind, issuers, socket);
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String name) {
    return standard.getCertificateChain(name);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String name) {
    return standard.getPrivateKey(name);
  }
}

package io.vivarium.transport.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.UnrecoverableEntryException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The keys that this server proves itself with, chosen as the JDK does. Where none comes from an authority that the other end names, the
 * JDK would show none at all; here one is shown all the same, so that the other end can say what is wrong with it.
 *
 * <p>The keys are taken out of their store once. The JDK would do that for each handshake, and deriving what decrypts a key from the
 * password of the store takes twice as long as all the rest of a handshake: time that anybody who connects could make this server
 * spend.
 */
final class OwnKeys extends X509ExtendedKeyManager {
  private static final String[] KINDS = {"EC", "RSA", "EdDSA", "DSA"};

  private final X509ExtendedKeyManager standard;

  /** By the names of the store. */
  private final Map<String, KeyStore.PrivateKeyEntry> entries;

  private final Runnable beforeSigning;

  private OwnKeys(
      X509ExtendedKeyManager standard,
      Map<String, KeyStore.PrivateKeyEntry> entries,
      Runnable beforeSigning) {
    this.standard = standard;
    this.entries = Map.copyOf(entries);
    this.beforeSigning = beforeSigning;
  }

  /**
   * Takes them out of their store.
   *
   * @param beforeSigning called whenever a server's key is chosen and any is asked for: in the middle of a handshake, after the agreement
   *     on secrets and before the signature, which take most of its time
   */
  static OwnKeys of(KeySource.Loaded keys, Runnable beforeSigning) throws GeneralSecurityException {
    KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
    factory.init(keys.store(), keys.password());
    for (KeyManager manager : factory.getKeyManagers()) {
      if (manager instanceof X509ExtendedKeyManager extended) {
        return new OwnKeys(extended, entries(keys), beforeSigning);
      }
    }
    throw new GeneralSecurityException("this Java has no key manager for X.509");
  }

  private static Map<String, KeyStore.PrivateKeyEntry> entries(KeySource.Loaded keys)
      throws GeneralSecurityException {
    Map<String, KeyStore.PrivateKeyEntry> entries = new HashMap<>();
    KeyStore.PasswordProtection protection = new KeyStore.PasswordProtection(keys.password());
    UnrecoverableEntryException unread = null;
    for (String alias : Collections.list(keys.store().aliases())) {
      try {
        if (keys.store().isKeyEntry(alias)
            && keys.store().getEntry(alias, protection) instanceof KeyStore.PrivateKeyEntry entry) {
          entries.put(alias, entry);
        }
      } catch (UnrecoverableEntryException e) {
        unread = e; // it has another password: the JDK passes it over, too
      }
    }
    if (entries.isEmpty() && unread != null) {
      throw unread;
    }
    return entries;
  }

  /** The entry that the JDK calls {@code number.number.alias}; a first number for each handshake keeps it from finding one twice. */
  private KeyStore.@Nullable PrivateKeyEntry entry(String name) {
    int second = name.indexOf('.', name.indexOf('.') + 1);
    return entries.get(name.substring(second + 1));
  }

  /** The certificate that is most likely shown; null when there is none of a known kind. */
  @Nullable X509Certificate certificate() {
    for (String kind : KINDS) {
      String[] names = standard.getClientAliases(kind, null);
      X509Certificate[] chain =
          names == null || names.length == 0 ? null : getCertificateChain(names[0]);
      if (chain != null && chain.length > 0) {
        return chain[0];
      }
    }
    return null;
  }

  /** All keys with their certificates. */
  Collection<KeyStore.PrivateKeyEntry> entries() {
    return entries.values();
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
    beforeSigning.run();
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
    KeyStore.PrivateKeyEntry entry = entry(name);
    return entry != null && entry.getCertificateChain() instanceof X509Certificate[] chain
        ? chain
        : standard.getCertificateChain(name);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String name) {
    beforeSigning.run();
    KeyStore.PrivateKeyEntry entry = entry(name);
    return entry == null ? standard.getPrivateKey(name) : entry.getPrivateKey();
  }
}

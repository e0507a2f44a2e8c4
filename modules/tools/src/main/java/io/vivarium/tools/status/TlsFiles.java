package io.vivarium.tools.status;

import io.vivarium.config.ServerConfig;
import io.vivarium.tools.output.CommonOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * What a client of an encrypted port trusts and who it is.
 *
 * @param trust authorities; null for those of the JDK
 * @param own key and certificate; null to show none
 */
record TlsFiles(@Nullable TlsStore trust, @Nullable TlsStore own) {

  /** The properties of ZooKeeper's clients, {@code -Dzookeeper.ssl.*}; null when they name no store. */
  static @Nullable TlsFiles ofProcess() throws IOException {
    return of(name -> System.getProperty("zookeeper." + name));
  }

  /**
   * What a server has been given for itself, which is good enough to ask it and the others with: its section {@code tls.*}, or its
   * stores; null when it has neither.
   */
  static @Nullable TlsFiles of(ServerConfig config) throws IOException {
    Map<String, String> values = new HashMap<>();
    for (String prefix : List.of("tls.", "ssl.")) {
      values.putAll(config.pluginConfigs().bind(List.of()).withPrefix(prefix));
    }
    String certificate = values.get("tls.certificate");
    String key = values.get("tls.key");
    String authorities = values.get("tls.ca");
    if (certificate == null || key == null || authorities == null) {
      return of(values::get);
    }
    return new TlsFiles(
        TlsStore.of(Path.of(authorities), ""),
        new TlsStore(List.of(Path.of(certificate), Path.of(key)), ""));
  }

  private static @Nullable TlsFiles of(Function<String, @Nullable String> values)
      throws IOException {
    TlsStore trust = store("ssl.trustStore", values);
    TlsStore own = store("ssl.keyStore", values);
    return trust == null && own == null ? null : new TlsFiles(trust, own);
  }

  private static @Nullable TlsStore store(String prefix, Function<String, @Nullable String> values)
      throws IOException {
    String location = values.apply(prefix + ".location");
    if (location == null) {
      return null;
    }
    String password = values.apply(prefix + ".password");
    String file = values.apply(prefix + ".passwordPath");
    if (file != null) {
      password = Files.readString(Path.of(file)).strip();
    }
    return TlsStore.of(Path.of(location), password == null ? "" : password);
  }

  /** Sockets that trust and show what is in the files. */
  SSLSocketFactory sockets() throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(), trusted(), null);
      return context.getSocketFactory();
    } catch (IOException | GeneralSecurityException e) {
      throw new IOException("cannot use " + names() + ": " + CommonOptions.said(e), e);
    }
  }

  private String names() {
    return trust == null
        ? String.valueOf(own)
        : own == null ? trust.toString() : trust + " and " + own;
  }

  private KeyManager @Nullable [] keys() throws IOException, GeneralSecurityException {
    if (own == null) {
      return null;
    }
    KeyStore store = own.own();
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, own.password().toCharArray());
    return keys.getKeyManagers();
  }

  private TrustManager @Nullable [] trusted() throws IOException, GeneralSecurityException {
    if (trust == null) {
      return null;
    }
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(trust.trusted());
    return trusted.getTrustManagers();
  }
}

package io.vivarium.transport.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vivarium.certificates.Credentials;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.UnrecoverableEntryException;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Handshakes share what was read once. */
class OwnKeysTest {
  private static final char[] PASSWORD = "password".toCharArray();

  @TempDir private Path directory;

  private final AtomicInteger asked = new AtomicInteger();
  private Credentials credentials;
  private KeyStore store;

  @BeforeEach
  void makeStore() throws Exception {
    credentials = new TestCertificates(directory).valid("server");
    store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
  }

  private void add(String name) throws Exception {
    store.setKeyEntry(
        name, credentials.key(), PASSWORD, credentials.chain().toArray(X509Certificate[]::new));
  }

  private OwnKeys keys() throws Exception {
    return OwnKeys.of(new KeySource.Loaded(store, PASSWORD), asked::incrementAndGet);
  }

  /** Decrypting the key for each handshake would let whoever begins them keep a processor busy. */
  @Test
  void twoHandshakesAreGivenTheSameKeyAndNotTwoThatWereDecrypted() throws Exception {
    add("the.name.has.dots");
    OwnKeys keys = keys();
    String one = keys.chooseServerAlias("EC", null, null);
    String two = keys.chooseServerAlias("EC", null, null);
    assertNotNull(one);
    assertNotNull(two);
    assertNotEquals(one, two, "the JDK numbers its handshakes");
    assertNotNull(keys.getPrivateKey(one));
    assertSame(keys.getPrivateKey(one), keys.getPrivateKey(two));
    assertArrayEquals(
        credentials.chain().toArray(X509Certificate[]::new), keys.getCertificateChain(two));
  }

  /** It is where a handshake lets others have the processor. */
  @Test
  void whoAsksForAKeyIsSeen() throws Exception {
    add("key");
    OwnKeys keys = keys();
    assertEquals(0, asked.get());
    keys.getPrivateKey("1.0.key");
    assertEquals(1, asked.get());
    keys.getPrivateKey("1.0.other");
    assertEquals(2, asked.get());
  }

  /** Java's own stores allow that, and ZooKeeper serves with them. */
  @Test
  void aKeyWithAnotherPasswordIsPassedOver() throws Exception {
    store = KeyStore.getInstance("JKS");
    store.load(null, null);
    X509Certificate[] chain = credentials.chain().toArray(X509Certificate[]::new);
    store.setKeyEntry("other", credentials.key(), "another".toCharArray(), chain);
    assertThrows(UnrecoverableEntryException.class, this::keys);
    add("ours");
    assertNotNull(keys().getPrivateKey("1.0.ours"));
    assertNull(keys().getPrivateKey("1.0.other"));
  }

  @Test
  void aNameThatIsUnknownHasNoKey() throws Exception {
    add("key");
    OwnKeys keys = keys();
    assertNull(keys.getPrivateKey("1.0.other"));
    assertNull(keys.getCertificateChain("1.0.other"));
    assertNull(keys.getPrivateKey("other"));
  }

  @Test
  void aStoreMayHoldCertificatesToo() throws Exception {
    store.setCertificateEntry("authority", credentials.certificate());
    add("key");
    assertEquals(credentials.certificate(), keys().certificate());
  }
}

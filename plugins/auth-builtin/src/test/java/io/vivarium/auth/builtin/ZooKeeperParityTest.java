package io.vivarium.auth.builtin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.model.AuthId;
import io.vivarium.spi.auth.AuthOutcome;
import io.vivarium.spi.auth.AuthScheme;
import io.vivarium.spi.transport.Peer;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.zookeeper.server.auth.DigestAuthenticationProvider;
import org.apache.zookeeper.server.auth.IPAuthenticationProvider;
import org.junit.jupiter.api.Test;

/** Our schemes beside the classes of the reference: the same answer to everything, sense or nonsense. */
class ZooKeeperParityTest {
  private static final InetSocketAddress NOWHERE = InetSocketAddress.createUnresolved("nowhere", 1);
  private static final Peer PEER = new Peer(NOWHERE, NOWHERE, false, List.of());

  private static final List<String> ODD_ADDRESSES =
      List.of(
          "",
          "/",
          "//",
          ".",
          "...",
          ":",
          "::",
          ":::",
          "::/0",
          "::/128",
          "::/129",
          "::1",
          "1::",
          "1::2",
          "1::2::3",
          "1:2:3:4:5:6:7:8",
          "1:2:3:4:5:6:7:8:9",
          "1:2:3:4:5:6:7::",
          "::1:2:3:4:5:6:7:8",
          "::ffff:10.0.0.1",
          "fe80::1%1",
          "12345::",
          "+1::",
          "-1::",
          "-fff::/4",
          "g::",
          "1.2.3.4/+8",
          "+1.2.3.4",
          "-0.2.3.4",
          "1.2.3.4/8/8",
          "1.2.3.4/ 8",
          " 1.2.3.4",
          "01.002.0003.4",
          "1.2.3.4.",
          ".1.2.3.4",
          "1.2.3",
          "256.1.1.1",
          "1.2.3.4/0",
          "1.2.3.4/32",
          "1.2.3.4/33",
          "1.2.3.4/-1",
          "\u0661.2.3.4");

  private final Random random = new Random(7);

  @Test
  void digestIdsAreEqualToTheByte() throws Exception {
    DigestScheme ours = new DigestScheme("SHA1", null);
    List<String> tokens =
        new ArrayList<>(
            List.of("", ":", "a", "a:", ":b", "a:b:c", "ü:€", "\uD83D\uDE00:x", "a b:c"));
    for (int i = 0; i < 2_000; i++) {
      tokens.add(text("ab:\u00e9\u4e00 /", 12));
    }
    for (String token : tokens) {
      byte[] sent = token.getBytes(StandardCharsets.UTF_8);
      assertSameDigest(ours, sent);
    }
    for (int i = 0; i < 2_000; i++) {
      byte[] sent = new byte[random.nextInt(24)];
      random.nextBytes(sent); // mostly no UTF-8
      assertSameDigest(ours, sent);
    }
  }

  @Test
  void digestIdsAreValidWhereTheReferenceSaysSo() throws Exception {
    AuthScheme ours = new DigestScheme("SHA1", null);
    DigestAuthenticationProvider reference = new DigestAuthenticationProvider();
    for (int i = 0; i < 20_000; i++) {
      String id = text("a:b=", 7);
      assertEquals(reference.isValid(id), ours.validId(id), id);
      String other = text("a:b=", 2);
      assertEquals(reference.matches(id, other), ours.matches(id, other), id + " and " + other);
      if (!id.isEmpty() && !id.chars().allMatch(c -> c == ':')) { // there the reference throws
        assertEquals(reference.getUserName(id), ours.userName(id), id);
      }
    }
  }

  @Test
  void ipIdsAreValidAndMatchWhereTheReferenceSaysSo() {
    AuthScheme ours = new IpScheme();
    IPAuthenticationProvider reference = new IPAuthenticationProvider();
    List<String> ids = addresses();
    for (String id : ids) {
      assertEquals(reference.isValid(id), ours.validId(id), id);
    }
    for (int i = 0; i < 100_000; i++) {
      String one = ids.get(random.nextInt(ids.size()));
      String other = ids.get(random.nextInt(ids.size()));
      assertEquals(reference.matches(one, other), ours.matches(one, other), one + " in " + other);
    }
  }

  private void assertSameDigest(DigestScheme ours, byte[] sent) throws Exception {
    String expected =
        DigestAuthenticationProvider.generateDigest(new String(sent, StandardCharsets.UTF_8));
    assertEquals(
        new AuthOutcome.Accepted(List.of(new AuthId("digest", expected))),
        ours.authenticate(PEER, sent));
  }

  /** Addresses, blocks and things that look like them. */
  private List<String> addresses() {
    List<String> all = new ArrayList<>(ODD_ADDRESSES);
    for (int i = 0; i < 500; i++) {
      String v4 =
          random.nextInt(2)
              + "."
              + random.nextInt(3)
              + "."
              + random.nextInt(256)
              + "."
              + random.nextInt(4);
      all.add(v4);
      all.add(v4 + "/" + random.nextInt(36));
      String v6 = text("01f:", 20);
      all.add(v6);
      all.add(v6 + "/" + random.nextInt(140));
      all.add("fd00:" + random.nextInt(3) + "::" + Integer.toHexString(random.nextInt(1 << 16)));
      all.add("fd00:" + random.nextInt(3) + "::/" + random.nextInt(64));
    }
    return all;
  }

  private String text(String alphabet, int longest) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(longest + 1);
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}

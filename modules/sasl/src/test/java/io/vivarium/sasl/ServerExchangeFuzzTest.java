package io.vivarium.sasl;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.security.sasl.SaslException;

/** Any tokens at all are answered or refused in printable words, and never believed. */
class ServerExchangeFuzzTest {
  private static final List<ServerMechanism> MECHANISMS =
      List.of(
          new DigestMd5(DigestMd5.Place.CLIENTS, Map.of("bob", "Hidden1!")),
          new ScramSha256(Map.of("bob", ScramCredentials.of("Hidden1!", new byte[16], 4096))));

  /** The first byte tells where the bytes are cut into tokens; with 0 the first token is empty. */
  @FuzzTest(maxDuration = "1h")
  void anyTokensAreAnsweredOrRefused(byte[] bytes) {
    int cut = bytes.length == 0 ? 0 : Math.min(bytes[0] & 0xff, bytes.length);
    try (ServerExchange exchange = new ServerExchange(MECHANISMS)) {
      exchange.step(Arrays.copyOfRange(bytes, 0, cut));
      exchange.step(Arrays.copyOfRange(bytes, cut, bytes.length));
      assertFalse(exchange.complete(), "nobody has proved anything");
    } catch (SaslException e) {
      String reason = String.valueOf(e.getMessage());
      assertFalse(reason.contains("Hidden1!"), "a secret is shown");
      assertTrue(reason.chars().allMatch(c -> c >= ' ' && c <= '~'), reason);
    }
  }
}

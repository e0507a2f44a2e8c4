package io.vivarium.sasl;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.security.sasl.SaslException;
import org.junit.jupiter.api.Test;

class ServerExchangeTest {
  private final List<String> closed = new ArrayList<>();

  @Test
  void theFirstTokenChoosesTheMechanism() throws Exception {
    ServerExchange exchange = new ServerExchange(List.of(new Endless('a'), new Endless('b')));
    assertEquals("no mechanism", exchange.mechanismName());
    exchange.step(new byte[] {'b'});
    assertEquals("ENDLESS-b", exchange.mechanismName());
  }

  @Test
  void aTokenOfNoMechanismIsRefusedWithTheNamesOfThoseThatAreThere() {
    ServerExchange exchange = new ServerExchange(List.of(new Endless('a')));
    SaslException e = assertThrows(SaslException.class, () -> exchange.step(new byte[] {'x'}));
    assertTrue(String.valueOf(e.getMessage()).contains("ENDLESS-a"), e.getMessage());
  }

  @Test
  void thereIsAnEndToTheTokens() throws Exception {
    ServerExchange exchange = new ServerExchange(List.of(new Endless('a')));
    for (int i = 0; i < ServerExchange.MOST_STEPS; i++) {
      exchange.step(new byte[] {'a'});
      assertFalse(exchange.complete());
    }
    assertThrows(SaslException.class, () -> exchange.step(new byte[] {'a'}));
    assertEquals(List.of("ENDLESS-a"), closed);
  }

  @Test
  void aTokenBeyondTheLimitIsRefusedBeforeTheMechanismSeesIt() throws Exception {
    ServerExchange exchange = new ServerExchange(List.of(new Endless('a')));
    exchange.step(new byte[] {'a', 1, 2, 3});
    SaslException e =
        assertThrows(SaslException.class, () -> exchange.step(new byte[] {'a', 1, 2, 3, 4}));
    assertTrue(String.valueOf(e.getMessage()).contains("at most 4"), e.getMessage());
  }

  @Test
  void aFailureIsTheEnd() {
    ServerExchange exchange = new ServerExchange(List.of(new Endless('a')));
    assertThrows(SaslException.class, () -> exchange.step(new byte[] {'a', '!'}));
    assertFalse(exchange.complete());
    assertThrows(SaslException.class, () -> exchange.step(new byte[] {'a'}));
  }

  @Test
  void whateverAMechanismThrowsIsARefusal() {
    for (String bytes : List.of("username=\"bob\",garbage", ",,,", "=", "username", "\0")) {
      ServerExchange exchange =
          new ServerExchange(
              List.of(new DigestMd5(DigestMd5.Place.CLIENTS, Map.of("bob", "Hidden1!"))));
      assertThrows(
          SaslException.class,
          () -> {
            exchange.step(new byte[0]);
            exchange.step(bytes.getBytes(US_ASCII));
          },
          bytes);
    }
  }

  @Test
  void nothingIsProvedBeforeAnythingHappened() {
    try (ServerExchange exchange = new ServerExchange(List.of())) {
      assertFalse(exchange.complete());
      assertThrows(IllegalStateException.class, exchange::user);
    }
  }

  @Test
  void foreignTextIsMadePrintableAndShort() {
    assertEquals("a?b?", PrintableText.of("a\nb\u00e9"));
    assertEquals(203, PrintableText.of("x".repeat(10_000)).length());
  }

  /** Never comes to an end by itself; throws at an exclamation mark. */
  private final class Endless implements ServerMechanism {
    private final char first;

    Endless(char first) {
      this.first = first;
    }

    @Override
    public String name() {
      return "ENDLESS-" + first;
    }

    @Override
    public int largestToken() {
      return 4;
    }

    @Override
    public boolean opensWith(byte[] token) {
      return token.length > 0 && token[0] == first;
    }

    @Override
    public Conversation.Server begin() {
      return new Conversation.Server() {
        @Override
        public byte[] step(byte[] token) {
          if (token[token.length - 1] == '!') {
            throw new ArrayIndexOutOfBoundsException("as mechanisms do");
          }
          return token;
        }

        @Override
        public boolean complete() {
          return false;
        }

        @Override
        public String user() {
          throw new IllegalStateException("nobody");
        }

        @Override
        public void close() {
          closed.add(name());
        }
      };
    }
  }
}

package io.vivarium.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.ErrorCode;
import io.vivarium.model.Reply;
import io.vivarium.model.Request;
import io.vivarium.scripted.server.ScriptedServer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import javax.security.sasl.SaslException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LoginTest {
  private final Events events = new Events();
  private ScriptedServer peer;
  private Client client;

  /** Says what it was made with, one after the other, and is complete when all is said; null is nothing to say. */
  private static final class Scripted implements SaslExchange {
    private final Deque<String> lines;
    private boolean closed;

    Scripted(String... lines) {
      this.lines = new ArrayDeque<>(Arrays.asList(lines));
    }

    @Override
    public byte[] opening() {
      return lines.removeFirst().getBytes(UTF_8);
    }

    @Override
    public byte[] step(byte[] token) throws SaslException {
      if (new String(token, UTF_8).equals("lies")) {
        throw new SaslException("the server lies");
      }
      return lines.isEmpty() ? null : lines.removeFirst().getBytes(UTF_8);
    }

    @Override
    public boolean complete() {
      return lines.isEmpty();
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  @BeforeEach
  void listen() throws Exception {
    peer = new ScriptedServer();
  }

  @AfterEach
  void end() throws Exception {
    peer.close();
    client.close();
  }

  private void open(Scripted exchange) throws Exception {
    client = Client.connectTo(peer.address()).listener(events).sasl(host -> exchange).open();
    peer.serve(7);
  }

  private void expect(String token) throws Exception {
    assertArrayEquals(token.getBytes(UTF_8), peer.next(Request.Sasl.class).token());
  }

  private void say(String token) throws Exception {
    peer.answer(new Reply.SaslToken(token.getBytes(UTF_8)));
  }

  @Test
  void nothingIsAskedBeforeTheConversationIsOver() throws Exception {
    Scripted exchange = new Scripted("", "proof");
    client = Client.connectTo(peer.address()).listener(events).sasl(host -> exchange).open();
    CompletableFuture<?> asked = client.sync("/");
    peer.serve(7);

    expect("");
    say("challenge");
    expect("proof");
    assertEquals(SessionState.CONNECTING, client.state());
    say("well");
    assertEquals(Request.Sync.class, peer.next().getClass());
    peer.answer(new Reply.Path("/"));

    Results.of(asked);
    assertEquals(SessionState.CONNECTED, events.nextState());
    assertTrue(exchange.closed);
  }

  @Test
  void aMechanismWhoseLastWordIsTheServersIsDoneWithIt() throws Exception {
    open(new Scripted("", "proof", "more"));

    expect("");
    say("challenge");
    expect("proof");
    say("challenge");
    expect("more");
    peer.answer(new Reply.SaslToken(null));

    assertEquals(SessionState.CONNECTED, events.nextState());
  }

  @Test
  void aRefusedLoginIsTheEnd() throws Exception {
    Scripted exchange = new Scripted("", "proof");
    open(exchange);
    expect("");
    peer.answer(ErrorCode.AUTH_FAILED);

    assertEquals(SessionState.AUTH_FAILED, events.nextState());
    assertTrue(peer.gone());
    assertTrue(exchange.closed);
  }

  @Test
  void aServerWithoutSaslIsNotLoggedInTo() throws Exception {
    open(new Scripted("", "proof"));
    expect("");
    peer.answer(new Reply.SaslToken(null));

    assertEquals(SessionState.AUTH_FAILED, events.nextState());
  }

  @Test
  void aServerThatDoesNotProveItselfIsNotLoggedInTo() throws Exception {
    open(new Scripted("", "proof"));
    expect("");
    say("lies");

    assertEquals(SessionState.AUTH_FAILED, events.nextState());
  }

  @Test
  void aConversationWithoutEndIsEnded() throws Exception {
    String[] endless = new String[40];
    Arrays.fill(endless, "again");
    open(new Scripted(endless));
    for (int i = 0; i < 17; i++) {
      expect("again");
      say("again");
    }

    assertEquals(SessionState.AUTH_FAILED, events.nextState());
  }

  @Test
  void eachConnectionHasAConversationOfItsOwn() throws Exception {
    client =
        Client.connectTo(peer.address())
            .listener(events)
            .sasl(host -> new Scripted("hello " + host, "proof"))
            .open();
    for (int i = 0; i < 2; i++) {
      peer.serve(7);
      expect("hello 127.0.0.1");
      say("challenge");
      expect("proof");
      say("well");
      assertEquals(SessionState.CONNECTED, events.nextState());
      peer.hangUp();
      assertEquals(SessionState.CONNECTING, events.nextState());
    }
  }
}

package io.vivarium.kernel.connection;

import static io.vivarium.kernel.connection.ConnectionRig.creation;
import static io.vivarium.kernel.connection.ConnectionRig.frame;
import static io.vivarium.kernel.connection.ConnectionRig.handshake;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.kernel.connection.ConnectionRig.Peer;
import io.vivarium.kernel.pipeline.Outgoing;
import io.vivarium.kernel.pipeline.Pipeline;
import io.vivarium.kernel.pipeline.PipelineInput;
import io.vivarium.model.MalformedFrameException;
import io.vivarium.model.OpCode;
import io.vivarium.model.Request;
import io.vivarium.model.WatchEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One client between the network and the pipeline. */
class ClientConnectionTest {
  private final ConnectionRig rig = new ConnectionRig();

  private static Request.Auth auth(String token) {
    return new Request.Auth("digest", token.getBytes(StandardCharsets.UTF_8));
  }

  private static Request.Exists exists(String path) {
    return new Request.Exists(path, false);
  }

  // ---- handshake

  @Test
  void aHandshakeGoesToThePipelineAndWhatComesBehindItWaitsAndStopsTheReading() {
    Peer peer = rig.connected();
    peer.sends(handshake());
    assertTrue(peer.transport.reading, "a client waits for the answer; to stop costs two calls");
    peer.sends(frame(1, creation("/a", 0)));
    assertFalse(peer.transport.reading);
    assertEquals(List.of("opening"), rig.handedOver());
    peer.welcomed();
    assertEquals(List.of("welcome"), peer.story());
    assertEquals(List.of("1"), rig.handedOver());
    assertTrue(peer.transport.reading);
  }

  @Test
  void theTimeoutThatIsGrantedIsWithinTheLimits() {
    Peer peer = rig.connected();
    peer.sends(handshake());
    List<PipelineInput> inputs = new ArrayList<>();
    rig.handedOver(inputs);
    PipelineInput.Opening opening =
        assertInstanceOf(PipelineInput.Opening.class, inputs.getFirst());
    assertEquals(10_000, opening.timeoutMs());
    assertEquals(10_000, opening.request().timeout());
  }

  @Test
  void whoIsNotServedIsTurnedAwayBeforeThePipelineHears() {
    rig.service = Pipeline.Service.NOBODY;
    Peer peer = rig.connected();
    peer.sends(handshake());
    assertTrue(peer.transport.closed);
    assertEquals(List.of(), rig.handedOver());
    rig.service = Pipeline.Service.EVERYBODY;
    Peer ahead = rig.connected();
    ahead.sends(handshake(rig.tree.lastZxid() + 1));
    assertTrue(ahead.transport.closed);
    assertEquals(List.of(), ahead.story());
  }

  @Test
  void aRefusedSessionIsToldAndTheConnectionCloses() {
    Peer peer = rig.connected();
    peer.sends(handshake(), frame(1, creation("/a", 0)));
    rig.handedOver();
    peer.gets(new Outgoing.Welcome(null, 0));
    assertEquals(List.of("refused"), peer.story());
    assertTrue(peer.transport.closed);
    assertEquals(List.of(), rig.handedOver());
  }

  @Test
  void whatComesBehindAnUndecidedHandshakeIsDoneAfterItInOrder() {
    Peer peer = rig.connected();
    peer.sends(
        handshake(),
        frame(1, exists("/")),
        frame(2, creation("/a", 0)),
        frame(3, exists("/")),
        frame(4, creation("/b", 0)));
    assertEquals(List.of("opening"), rig.handedOver());
    peer.welcomed();
    assertEquals(List.of("welcome", "1 OK"), peer.story());
    assertEquals(List.of("2", "3", "4"), rig.handedOver(), "what follows a write stays behind it");
  }

  @Test
  void behindADroppedAuthenticationNothingIsDone() {
    Peer peer = rig.connected();
    peer.sends(
        handshake(), frame(1, auth("drop")), frame(2, exists("/")), frame(3, creation("/a", 0)));
    rig.handedOver();
    peer.welcomed();
    assertTrue(peer.transport.closed);
    assertEquals(List.of("welcome"), peer.story());
    assertEquals(List.of(), rig.handedOver());
  }

  // ---- requests

  @Test
  void aReadIsAnsweredAtOnceWhileNothingIsUnderWay() {
    Peer peer = rig.established();
    peer.asks(1, exists("/"), exists("/nowhere"));
    assertEquals(List.of("1 OK", "2 NO_NODE"), peer.story());
    assertEquals(List.of(), rig.handedOver());
  }

  @Test
  void aReadBehindAWriteFollowsItIntoThePipeline() {
    Peer peer = rig.established();
    peer.asks(1, creation("/a", 0), exists("/a"));
    assertEquals(List.of("1", "2"), rig.handedOver());
    peer.gets(Peer.answer(1, 1), Peer.answer(OpCode.EXISTS, 2, 1, false));
    assertEquals(List.of("1 OK", "2 OK"), peer.story());
    peer.asks(3, exists("/"));
    assertEquals(List.of("3 OK"), peer.story());
  }

  @Test
  void aRequestCarriesTheIdentitiesThatWereProvedBeforeIt() {
    Peer peer = rig.established();
    peer.asks(
        1,
        creation("/a", 0),
        new Request.Auth("digest", "anne:x".getBytes(StandardCharsets.UTF_8)),
        creation("/b", 0));
    rig.handedOver();
    assertEquals(List.of("2 OK"), peer.story());
    assertEquals("anne:x", peer.client().authIds().getFirst().id());
  }

  @Test
  void aRefusedAuthenticationIsAnsweredAndEndsTheConnection() {
    Peer peer = rig.established();
    peer.asks(1, auth("refuse"), creation("/a", 0));
    assertEquals(List.of("1 AUTH_FAILED"), peer.story());
    assertTrue(peer.transport.closed);
    assertEquals(List.of(), rig.handedOver());
  }

  @Test
  void withoutTheRequiredIdentityNothingIsDone() {
    ConnectionRig strict = new ConnectionRig(List.of("digest"));
    Peer peer = strict.established();
    peer.asks(1, exists("/"));
    assertEquals(List.of("1 SESSION_CLOSED_REQUIRE_SASL_AUTH"), peer.story());
    assertTrue(peer.transport.closed);
    Peer proved = strict.established();
    proved.asks(1, auth("anne:x"), exists("/"));
    assertEquals(List.of("1 OK", "2 OK"), proved.story());
  }

  @Test
  void whoResumesASessionWithoutTheRequiredIdentityCannotEndIt() {
    ConnectionRig strict = new ConnectionRig(List.of("digest"));
    Peer owner = strict.established();
    owner.asks(1, new Request.CloseSession());
    assertEquals(List.of("1"), strict.handedOver());

    Peer stranger = strict.connected();
    stranger.sends(ConnectionRig.resumption(0x101));
    stranger.welcomed();
    stranger.story();
    strict.handedOver();
    stranger.asks(1, new Request.CloseSession());
    assertEquals(List.of("1 SESSION_CLOSED_REQUIRE_SASL_AUTH"), stranger.story());
    assertEquals(List.of(), strict.handedOver());
    assertTrue(stranger.transport.closed);
  }

  @Test
  void whatIsNoOperationIsRefusedAndEndsTheConnection() {
    Peer peer = rig.established();
    peer.sends(ByteBuffer.allocate(12).putInt(8).putInt(1).putInt(77).array());
    assertEquals(List.of("1 UNIMPLEMENTED"), peer.story());
    assertTrue(peer.transport.closed);
  }

  @Test
  void behindTheEndOfASessionNothingIsHeard() {
    Peer peer = rig.established();
    peer.asks(1, new Request.CloseSession(), creation("/late", 0), exists("/"));
    assertEquals(List.of("1"), rig.handedOver());
    peer.gets(Peer.answer(OpCode.CLOSE_SESSION, 1, 1, true));
    assertEquals(List.of("1 OK"), peer.story());
    assertTrue(peer.transport.closed);
  }

  @Test
  void aFrameLongerThanTheLimitIsRefusedBeforeAnythingIsAllocated() {
    Peer peer = rig.established();
    ByteBuffer header = ByteBuffer.allocate(4).putInt(0, (1 << 20) + 1);
    assertThrows(MalformedFrameException.class, () -> peer.handler.frameLength(header));
  }

  // ---- events

  @Test
  void theEventOfWhatAReadShowsLeavesBeforeItAndALaterOneAfter() {
    Peer peer = rig.established();
    peer.asks(1, new Request.GetData("/", true), new Request.Exists("/a", true));
    assertEquals(List.of("1 OK", "2 NO_NODE"), peer.story());
    rig.created(1, "/a", 0);
    peer.client().put(new Outgoing.Event(new WatchEvent(WatchEvent.Type.NODE_CREATED, "/z", 9)));
    peer.asks(3, exists("/a"));
    assertEquals(List.of("NODE_CREATED /a", "3 OK"), peer.story());
    peer.gets();
    assertEquals(List.of("NODE_CREATED /z"), peer.story());
  }

  // ---- back-pressure

  /** Small requests with large answers: what the client does not take must not pile up here. */
  @Test
  void aReaderWhoDoesNotTakeItsAnswersIsNotReadFromAndGoesOnWhereItStopped() {
    rig.created(1, "/large", 1_500);
    Peer peer = rig.established();
    peer.transport.pending = 0;
    Request.GetData large = new Request.GetData("/large", false);
    peer.asks(1, large, large, large, large, exists("/large"));
    assertEquals(List.of("1 OK", "2 OK"), peer.story(), "2000 bytes may wait");
    assertFalse(peer.transport.reading);

    peer.transport.peerReads(true);
    assertEquals(List.of("3 OK", "4 OK"), peer.story());
    assertFalse(peer.transport.reading, "one more is held");
    peer.transport.peerReads(true);
    assertEquals(List.of("5 OK"), peer.story());
    assertTrue(peer.transport.reading);
    assertFalse(peer.transport.closed);
  }

  /** Then the transport has no reason to say that there is room again. */
  @Test
  void aReaderWhoTakesItsAnswersAtOnceGetsAllOfThem() {
    rig.created(1, "/large", 1_500);
    Peer peer = rig.established();
    peer.transport.takesAtOnce = true;
    peer.transport.pending = 0;
    Request.GetData large = new Request.GetData("/large", false);
    peer.asks(1, large, large, large, large, large, large, exists("/large"));
    assertEquals(List.of("1 OK", "2 OK", "3 OK", "4 OK", "5 OK", "6 OK", "7 OK"), peer.story());
    assertTrue(peer.transport.reading);
  }

  @Test
  void roomThatIsMadeByAnswersOfThePipelineIsUsedToo() {
    Peer peer = rig.established();
    peer.transport.pending = ConnectionRig.OUTBOUND / 32;
    peer.asks(1, exists("/"));
    assertEquals(List.of(), peer.story());
    peer.transport.takesAtOnce = true;
    peer.gets(new Outgoing.Event(new WatchEvent(WatchEvent.Type.NODE_CREATED, "/z", 9)));
    assertEquals(List.of("NODE_CREATED /z", "1 OK"), peer.story());
    assertTrue(peer.transport.reading);
  }

  @Test
  void writesOfAChokedReaderWaitTooAndKeepTheirOrder() {
    Peer peer = rig.established();
    peer.transport.pending = ConnectionRig.OUTBOUND / 32;
    peer.asks(1, creation("/a", 0), exists("/a"));
    assertEquals(List.of(), rig.handedOver());
    peer.transport.peerReads(true);
    assertEquals(List.of("1", "2"), rig.handedOver());
  }

  @Test
  void aFullOutputStopsReadingUntilThereIsRoom() {
    Peer peer = rig.established();
    peer.handler.onWritable(false);
    assertFalse(peer.transport.reading);
    peer.handler.onWritable(true);
    assertTrue(peer.transport.reading);
  }

  @Test
  void whoNeverTakesWhatItAskedForIsDropped() {
    Peer peer = rig.established();
    peer.asks(1, creation("/a", 0));
    peer.transport.pending = ConnectionRig.OUTBOUND + 1;
    peer.gets(Peer.answer(1, 1));
    assertTrue(peer.transport.aborted, "what it does not take is not kept for it");
  }

  /** Answers of the pipeline come at once, however many there are. */
  @Test
  void whatNobodyTakesIsNotWrittenToTheEnd() {
    Peer peer = rig.established();
    peer.transport.pending = ConnectionRig.OUTBOUND - 30;
    peer.gets(Peer.answer(1, 1), Peer.answer(2, 2), Peer.answer(3, 3), Peer.answer(4, 4));
    assertTrue(peer.transport.aborted);
    assertEquals(List.of("1 OK", "2 OK"), peer.story());
  }

  // ---- what waits for all clients

  private static final Request.GetData LARGE = new Request.GetData("/large", false);

  /** Clients that take nothing, with so many bytes together. */
  private static List<Peer> silent(ConnectionRig rig, long bytes) {
    List<Peer> silent = new ArrayList<>();
    for (long left = bytes; left > 0; left -= 200_000) {
      Peer peer = rig.established();
      peer.transport.pending = Math.min(left, 200_000);
      peer.asks(1, exists("/"));
      silent.add(peer);
    }
    return silent;
  }

  @Test
  void whileMuchWaitsForAllAClientIsAnsweredNoFurtherThanItTakes() {
    ConnectionRig roomy = new ConnectionRig(64L << 20);
    roomy.created(1, "/large", 20_000);
    silent(roomy, 400_000);
    Peer peer = roomy.established();
    peer.asks(1, LARGE, LARGE, LARGE);
    assertEquals(List.of("1 OK", "2 OK", "3 OK"), peer.story(), "there is room");
    peer.transport.tellsThatAllIsSent();

    silent(roomy, 200_000);
    peer.asks(4, LARGE, exists("/large"), creation("/a", 0));
    assertEquals(List.of("4 OK"), peer.story());
    assertFalse(peer.transport.reading);
    assertEquals(List.of(), roomy.handedOver());
    peer.transport.tellsThatAllIsSent();
    assertEquals(List.of("5 OK"), peer.story());
    assertEquals(List.of("6"), roomy.handedOver());
    assertTrue(peer.transport.reading);
    assertFalse(peer.transport.closed);
  }

  @Test
  void whileMuchWaitsForAllWhoTakesItsAnswersIsServedAtOnce() {
    ConnectionRig roomy = new ConnectionRig(64L << 20);
    roomy.created(1, "/large", 20_000);
    silent(roomy, 900_000);
    Peer peer = roomy.established();
    peer.transport.takesAtOnce = true;
    peer.asks(1, LARGE, LARGE, exists("/large"), LARGE);
    assertEquals(List.of("1 OK", "2 OK", "3 OK", "4 OK"), peer.story());
    assertTrue(peer.transport.reading);
  }

  @Test
  void eventsLeaveInTheirPlaceHoweverMuchWaits() {
    ConnectionRig roomy = new ConnectionRig(64L << 20);
    roomy.created(1, "/large", 20_000);
    silent(roomy, 800_000);
    Peer peer = roomy.established();
    peer.asks(1, new Request.Exists("/a", true), LARGE, exists("/large"));
    assertEquals(List.of("1 NO_NODE", "2 OK"), peer.story());
    roomy.created(2, "/a", 0);
    peer.gets();
    assertEquals(List.of("NODE_CREATED /a"), peer.story(), "one read is held");
    peer.transport.tellsThatAllIsSent();
    assertEquals(List.of("3 OK"), peer.story());
  }

  @Test
  void whenTooMuchWaitsForAllThoseGoThatTakeNothing() {
    ConnectionRig roomy = new ConnectionRig(64L << 20);
    roomy.created(1, "/large", 20_000);
    List<Peer> silent = silent(roomy, ConnectionRig.UNSENT);
    Peer peer = roomy.established();
    peer.asks(1, LARGE);
    assertTrue(silent.getFirst().transport.aborted);
    assertFalse(silent.get(1).transport.closed);
    assertFalse(peer.transport.closed);
    assertEquals(List.of("1 OK"), peer.story());
    assertTrue(roomy.unsent.bytes() <= ConnectionRig.UNSENT);
    assertEquals(1, roomy.unsent.connectionsClosed());
  }

  @Test
  void aSweepClosesThoseThatTakeNothingForTwoThirdsOfTheirTimeout() {
    ConnectionRig roomy = new ConnectionRig(64L << 20);
    List<Peer> silent = silent(roomy, 600_000);
    roomy.time.pass(6_600);
    roomy.connections.sweep(roomy.time.monotonicNanos());
    silent.forEach(peer -> peer.transport.runTasks());
    assertEquals(0, roomy.unsent.connectionsClosed());
    roomy.time.pass(100);
    roomy.connections.sweep(roomy.time.monotonicNanos());
    silent.forEach(peer -> peer.transport.runTasks());
    assertTrue(silent.getFirst().transport.aborted);
    assertFalse(silent.getLast().transport.closed, "then there is room again");
  }

  @Test
  void aConnectionThatEndsGivesBackWhatWaitedForIt() {
    ConnectionRig roomy = new ConnectionRig(64L << 20);
    Peer peer = silent(roomy, 100_000).getFirst();
    assertTrue(peer.client().admits(50_000));
    assertTrue(roomy.unsent.bytes() >= 150_000);
    peer.handler.onClosed(null);
    assertEquals(0, roomy.unsent.bytes());
    peer.client().admits(60_000);
    assertEquals(0, roomy.unsent.bytes(), "the pipeline may not know yet");
  }

  @Test
  void anAnswerOfThePipelineCountsUntilItIsWritten() {
    Peer peer = rig.established();
    assertTrue(peer.client().admits(50_000));
    assertEquals(50_000, rig.unsent.bytes());
    peer.gets(Peer.answer(1, 1).admitted(50_000));
    assertEquals(0, rig.unsent.bytes());
  }

  @Test
  void withManyRequestsUnderWayReadingStopsUntilHalfAreAnswered() {
    Peer peer = rig.established();
    peer.asks(1, creation("/a", 0), creation("/b", 0), creation("/c", 0));
    assertTrue(peer.transport.reading);
    peer.asks(4, creation("/d", 0));
    assertFalse(peer.transport.reading);
    peer.gets(Peer.answer(1, 1));
    assertFalse(peer.transport.reading);
    peer.gets(Peer.answer(2, 2));
    assertTrue(peer.transport.reading);
  }

  @Test
  void largeRequestsStopReadingUntilNothingIsUnderWay() {
    Peer peer = rig.established();
    peer.asks(1, creation("/a", 3 * ConnectionRig.LARGE), creation("/b", 0));
    assertFalse(peer.transport.reading);
    peer.gets(Peer.answer(1, 1));
    assertFalse(peer.transport.reading);
    peer.gets(Peer.answer(2, 2));
    assertTrue(peer.transport.reading);
  }

  // ---- the end of a role

  /** What is applied from then on was perhaps never committed. */
  @Test
  void afterTheServerLostItsRoleNothingIsShown() {
    Peer reading = rig.established();
    Peer waiting = rig.established();
    reading.asks(1, new Request.Exists("/a", true));
    waiting.asks(1, creation("/b", 0));
    reading.story();
    rig.connections.dropAll("the server has lost its role");
    // The transport may still hand over what had arrived.
    reading.transport.closed = false;
    waiting.transport.closed = false;

    rig.created(1, "/a", 0);
    waiting.gets(Peer.answer(1, 1));
    reading.gets();
    reading.asks(2, exists("/a"));

    assertEquals(List.of(), reading.story());
    assertEquals(List.of(), waiting.story());
    assertEquals(List.of("1"), rig.handedOver(), "nor does a read find another way");
  }

  // ---- four-letter words

  @Test
  void aWordIsAnsweredAndTheConnectionCloses() {
    Peer peer = rig.connected();
    peer.sends("ruok".getBytes(StandardCharsets.US_ASCII));
    peer.transport.runTasks();
    assertEquals("imok", new String(peer.transport.taken().getFirst(), StandardCharsets.UTF_8));
    assertTrue(peer.transport.closed);
  }

  @Test
  void aSlowWordIsAnsweredElsewhereAndAwaitedByWhoHasClosedItsSide() {
    Peer peer = rig.connected();
    assertFalse(peer.handler.onInputEnded());
    peer.sends("dump".getBytes(StandardCharsets.US_ASCII));
    assertTrue(peer.handler.onInputEnded());
    assertFalse(peer.transport.closed);
    rig.slowTasks.remove().run();
    peer.transport.runTasks();
    assertTrue(
        new String(peer.transport.taken().getFirst(), StandardCharsets.UTF_8)
            .startsWith("SessionTracker dump"));
    assertTrue(peer.transport.closed);
  }

  /** The end of the line that echo writes, and what a user of telnet types meanwhile. */
  @Test
  void whatFollowsAWordIsIgnoredAndTheAnswerAwaited() {
    Peer peer = rig.connected();
    peer.sends(
        "dump".getBytes(StandardCharsets.US_ASCII), "\n".getBytes(StandardCharsets.US_ASCII));
    peer.sends("\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    peer.sends("ruok".getBytes(StandardCharsets.US_ASCII));
    assertTrue(peer.handler.onInputEnded());
    assertEquals(1, rig.slowTasks.size());
    rig.slowTasks.remove().run();
    peer.transport.runTasks();
    assertEquals(1, peer.transport.taken().size());
    assertTrue(peer.transport.closed);
  }

  @Test
  void anEstablishedSessionAsksNoWords() {
    Peer peer = rig.established();
    ByteBuffer word = ByteBuffer.wrap("ruok".getBytes(StandardCharsets.US_ASCII));
    assertThrows(MalformedFrameException.class, () -> peer.handler.frameLength(word));
  }

  // ---- the end

  @Test
  void aConnectionThatEndsLeavesNothingBehind() {
    Peer peer = rig.established();
    peer.asks(1, new Request.Exists("/a", true), creation("/large", 2 * ConnectionRig.LARGE));
    assertEquals(1, rig.watches.size());
    assertEquals(1, rig.connections.count());
    assertTrue(rig.connections.largeRequests().bytes() > 0);
    peer.handler.onClosed(null);
    assertEquals(0, rig.watches.size());
    assertEquals(0, rig.connections.count());
    assertEquals(0, rig.connections.largeRequests().bytes());
    peer.story();
    peer.gets(Peer.answer(2, 1));
    assertEquals(List.of(), peer.story(), "nobody is there to be answered");
  }

  @Test
  void whatWasHandedOverTellsWhoAsksAndWhen() {
    Peer peer = rig.connected();
    peer.sends(handshake());
    long session = peer.welcomed().id();
    rig.handedOver();
    rig.time.pass(5);
    peer.asks(8, creation("/a", 0));
    List<PipelineInput> inputs = new ArrayList<>();
    rig.handedOver(inputs);
    PipelineInput.ClientRequest request =
        assertInstanceOf(PipelineInput.ClientRequest.class, inputs.getFirst());
    assertEquals(session, request.sessionId());
    assertEquals(8, request.xid());
    assertEquals(rig.time.monotonicNanos(), request.receivedNanos());
    assertEquals(session, peer.client().sessionId());
  }
}

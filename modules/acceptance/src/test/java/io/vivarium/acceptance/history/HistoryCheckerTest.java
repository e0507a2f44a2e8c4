package io.vivarium.acceptance.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.acceptance.history.Operation.Read;
import io.vivarium.acceptance.history.Operation.RefusedWrite;
import io.vivarium.acceptance.history.Operation.Stored;
import io.vivarium.acceptance.history.Operation.UnknownWrite;
import io.vivarium.acceptance.history.Operation.Write;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A checker that finds nothing proves nothing: each rule has a history that breaks only it. */
class HistoryCheckerTest {
  private static Stored a(String value, int version, long zxid) {
    return new Stored("/a", value, version, zxid);
  }

  private static Stored b(String value, int version, long zxid) {
    return new Stored("/b", value, version, zxid);
  }

  private static Write write(int session, Stored stored, long invoked, long completed) {
    return new Write(session, stored, invoked, completed);
  }

  private static Read read(int session, Stored stored, long invoked, long completed) {
    return new Read(session, stored, false, invoked, completed);
  }

  private static List<String> violations(Operation... operations) {
    return HistoryChecker.violations(new History(List.of(operations), List.of()));
  }

  private static void assertRight(Operation... operations) {
    assertEquals(List.of(), violations(operations));
  }

  private static void assertFound(String rule, Operation... operations) {
    List<String> violations = violations(operations);
    assertEquals(1, violations.size(), violations::toString);
    assertTrue(violations.getFirst().startsWith(rule), violations::toString);
  }

  @Test
  void whatAnEnsembleDoesIsRight() {
    assertRight(
        write(1, a("x", 1, 10), 0, 10),
        write(2, a("y", 2, 11), 0, 10),
        read(3, a("x", 1, 10), 11, 12),
        new UnknownWrite(1, "/a", "z", 13, 14),
        read(3, a("z", 3, 12), 15, 16),
        new RefusedWrite(2, "/a", "never", 17, 18));
  }

  @Test
  void anAcknowledgedWriteThatWasReplacedIsFound() {
    assertFound(
        "two values for one version", write(1, a("x", 1, 10), 0, 1), write(2, a("y", 1, 11), 2, 3));
  }

  @Test
  void aValueThatWasStoredTwiceIsFound() {
    assertFound(
        "one value stored twice",
        new UnknownWrite(1, "/a", "x", 0, 1),
        read(2, a("x", 1, 10), 2, 3),
        read(2, a("x", 2, 11), 4, 5));
  }

  @Test
  void twoWritesWithOneZxidAreFound() {
    assertFound(
        "one zxid for two writes", write(1, a("x", 1, 10), 0, 5), write(2, b("y", 1, 10), 0, 5));
  }

  @Test
  void aVersionThatFallsIsFound() {
    assertFound(
        "a later zxid with an earlier version",
        write(1, a("x", 2, 10), 0, 5),
        write(2, a("y", 1, 11), 0, 5));
  }

  @Test
  void aWriteThatOvertookAnEarlierOneIsFoundAcrossNodes() {
    assertFound(
        "a write took effect before one that had ended",
        write(1, a("x", 1, 10), 0, 1),
        write(2, b("y", 1, 9), 2, 3));
  }

  @Test
  void aSessionThatGoesBackIsFoundEvenWhenItLearntOfTheLaterStateFromAnotherNode() {
    assertFound(
        "a session went back in time",
        write(1, a("x", 1, 10), 0, 1),
        write(1, b("y", 1, 11), 2, 3),
        read(2, b("y", 1, 11), 4, 5),
        read(2, a("", 0, 1), 6, 7));
  }

  @Test
  void aSessionThatMissesItsOwnWriteIsFound() {
    assertFound(
        "a session went back in time", write(1, a("x", 1, 10), 0, 1), read(1, a("", 0, 1), 2, 3));
  }

  @Test
  void aValueFromTheFutureIsFound() {
    assertFound(
        "a value was seen before it was written",
        read(2, a("x", 1, 10), 0, 1),
        write(1, a("x", 1, 10), 2, 3));
  }

  @Test
  void aRefusedWriteThatTookEffectIsFound() {
    assertFound(
        "a refused write was seen",
        new RefusedWrite(1, "/a", "x", 0, 1),
        read(2, a("x", 1, 10), 2, 3));
  }

  @Test
  void aSyncThatMissesAnAcknowledgedWriteIsFoundAndAReadWithoutOneMayMissIt() {
    Write acknowledged = write(1, a("x", 1, 10), 0, 1);
    Read plain = read(2, a("", 0, 1), 2, 3);
    assertRight(acknowledged, plain);
    assertFound(
        "a read behind a sync missed an acknowledged write",
        acknowledged,
        new Read(2, plain.stored(), true, 2, 3));
  }

  @Test
  void complaintsOfTheSessionsAreViolations() {
    assertEquals(
        List.of("late"), HistoryChecker.violations(new History(List.of(), List.of("late"))));
  }
}

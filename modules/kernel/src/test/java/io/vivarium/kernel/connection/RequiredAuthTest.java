package io.vivarium.kernel.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.AuthId;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.OpCode;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequiredAuthTest {
  private static final List<AuthId> ADDRESS = List.of(new AuthId("ip", "10.0.0.1"));
  private static final List<AuthId> PROVED =
      List.of(new AuthId("ip", "10.0.0.1"), new AuthId("sasl", "anne"));

  @Test
  void nothingIsRequiredByAnEmptyList() {
    assertFalse(
        new RequiredAuth(new ConnectionRules.Proof(List.of(), false))
            .refuses(ADDRESS, OpCode.CREATE, false));
  }

  @Test
  void withoutAnIdentityOfAListedSchemeNothingIsAnswered() {
    RequiredAuth required =
        new RequiredAuth(new ConnectionRules.Proof(List.of("sasl", "x509"), false));
    assertTrue(required.refuses(ADDRESS, OpCode.CREATE, false));
    assertTrue(required.refuses(ADDRESS, OpCode.GET_DATA, false));
    assertFalse(required.refuses(PROVED, OpCode.CREATE, true));
  }

  @Test
  void whoeverHasNotProvedItselfMayLiveAndLeave() {
    RequiredAuth required = new RequiredAuth(new ConnectionRules.Proof(List.of("sasl"), false));
    assertFalse(required.refuses(ADDRESS, OpCode.PING, false));
    assertFalse(required.refuses(ADDRESS, OpCode.PING, true));
    assertFalse(required.refuses(ADDRESS, OpCode.CLOSE_SESSION, false));
  }

  /** The number of a session is no secret, and what its password is follows from it. */
  @Test
  void whoeverHasNotProvedItselfEndsNobodyElsesSession() {
    RequiredAuth required = new RequiredAuth(new ConnectionRules.Proof(List.of("sasl"), false));
    assertTrue(required.refuses(ADDRESS, OpCode.CLOSE_SESSION, true));
    assertFalse(required.refuses(PROVED, OpCode.CLOSE_SESSION, true));
  }

  @Test
  void whoFailedStaysOnlyWhereThatIsAllowedAndSaslIsNotRequired() {
    List<String> digest = List.of("digest");
    List<String> sasl = List.of("digest", "sasl");
    assertEquals(
        ErrorCode.AUTH_FAILED,
        new RequiredAuth(new ConnectionRules.Proof(List.of(), false)).saslFailed());
    assertEquals(
        ErrorCode.AUTH_FAILED,
        new RequiredAuth(new ConnectionRules.Proof(digest, false)).saslFailed());
    assertEquals(
        ErrorCode.OK, new RequiredAuth(new ConnectionRules.Proof(digest, true)).saslFailed());
    for (boolean allowed : new boolean[] {false, true}) {
      assertEquals(
          ErrorCode.SESSION_CLOSED_REQUIRE_SASL_AUTH,
          new RequiredAuth(new ConnectionRules.Proof(sasl, allowed)).saslFailed());
    }
  }
}

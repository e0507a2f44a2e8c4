package io.vivarium.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.ErrorCode;
import io.vivarium.model.Request;
import io.vivarium.spi.admin.AdminMethod;
import io.vivarium.spi.admin.AdminRequest;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Passwords are guessed at a whole server with the scheme {@code digest} that it comes with. */
@Timeout(120)
class GuessingTest {
  private static final String SUPER_USER =
      "DigestAuthenticationProvider.superDigest=super:D/InIHSb7yEEbrWz8b9l71RjZJU=";
  private static final String PASSWORD = "super:test";

  private final ManualTime time = new ManualTime(1);

  private static int login(GatedServer server, String password) throws Exception {
    try (WireClient client = WireClient.connect(server.port())) {
      Request.Auth attempt = new Request.Auth("digest", password.getBytes(StandardCharsets.UTF_8));
      int error = client.ask(attempt).header().error();
      assertEquals(error != ErrorCode.OK.code(), error == ErrorCode.AUTH_FAILED.code());
      assertTrue(error == ErrorCode.OK.code() || client.closedByServer());
      return error;
    }
  }

  private static int snapshot(GatedServer server, String password) {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4000);
    AdminRequest.Caller caller =
        new AdminRequest.Caller(address, address, "digest " + password, List.of());
    return server
        .admin()
        .ask(
            new AdminRequest(
                AdminMethod.GET, "snapshot", Map.of(), caller, InputStream.nullInputStream()))
        .status();
  }

  @Test
  void whoGuessesThePasswordOfTheSuperUserWaits() throws Exception {
    try (GatedServer server = new GatedServer(time, SUPER_USER)) {
      for (int i = 0; i < 100; i++) {
        assertEquals(ErrorCode.AUTH_FAILED.code(), login(server, "super:" + i), "guess " + i);
      }
      assertEquals(100, server.view().stats().authFailedCount());
      assertEquals(ErrorCode.AUTH_FAILED.code(), login(server, PASSWORD), "the 101st waits");
      time.pass(201);
      assertEquals(ErrorCode.OK.code(), login(server, PASSWORD));
    }
  }

  @Test
  void whoGuessesAtTheAdminEndpointWaitsAtThePortOfClientsToo() throws Exception {
    try (GatedServer server = new GatedServer(time, SUPER_USER, "auth.failuresBeforeWait=3")) {
      for (int i = 0; i < 3; i++) {
        assertEquals(401, snapshot(server, "super:" + i));
      }
      assertEquals(429, snapshot(server, PASSWORD));
      assertEquals(ErrorCode.AUTH_FAILED.code(), login(server, PASSWORD));
      time.pass(201);
      assertEquals(ErrorCode.OK.code(), login(server, PASSWORD));
    }
  }

  @Test
  void whereNobodyIsToWaitNobodyDoes() throws Exception {
    try (GatedServer server = new GatedServer(time, SUPER_USER, "auth.failuresBeforeWait=0")) {
      for (int i = 0; i < 5; i++) {
        assertEquals(ErrorCode.AUTH_FAILED.code(), login(server, "super:" + i));
      }
      assertEquals(ErrorCode.OK.code(), login(server, PASSWORD));
    }
  }

  /** There is no list of them, so that no pair is a wrong one: as in ZooKeeper. */
  @Test
  void otherUsersAreWhatTheySay() throws Exception {
    try (GatedServer server = new GatedServer(time, SUPER_USER, "auth.failuresBeforeWait=1")) {
      for (int i = 0; i < 5; i++) {
        assertEquals(ErrorCode.OK.code(), login(server, "ann:" + i));
      }
    }
  }
}

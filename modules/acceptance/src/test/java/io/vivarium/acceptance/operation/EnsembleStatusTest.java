package io.vivarium.acceptance.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vivarium.acceptance.ensemble.EnsembleExtension;
import io.vivarium.acceptance.ensemble.EnsembleSetup;
import io.vivarium.acceptance.ensemble.EnsembleUnderTest;
import io.vivarium.acceptance.ensemble.Member;
import io.vivarium.acceptance.server.Await;
import io.vivarium.acceptance.server.CommandLines;
import io.vivarium.acceptance.server.CommandLines.Run;
import io.vivarium.acceptance.server.RunningServer;
import io.vivarium.acceptance.server.ServerKind;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The package's commands that look at servers, in front of ensembles of Apache's and of both: {@code vivarium status}, and {@code
 * zkServer.sh status} beside the class of Apache's that its script asks.
 */
@Tag("ensemble")
@Tag("brief")
class EnsembleStatusTest {
  private static final int OBSERVER = 4;

  private static final String WORDS = "org.apache.zookeeper.client.FourLetterWordMain";

  @RegisterExtension final EnsembleExtension ensembles = new EnsembleExtension();

  @TempDir Path directory;
  private CommandLines lines;

  /** Who the three voters are, and the observer. */
  enum Mix {
    APACHE(ServerKind.APACHE, ServerKind.APACHE, ServerKind.APACHE, ServerKind.APACHE),
    BOTH(ServerKind.PACKAGED, ServerKind.APACHE, ServerKind.PACKAGED, ServerKind.PACKAGED);

    private final ServerKind first;
    private final ServerKind second;
    private final ServerKind third;
    private final ServerKind observer;

    Mix(ServerKind first, ServerKind second, ServerKind third, ServerKind observer) {
      this.first = first;
      this.second = second;
      this.third = third;
      this.observer = observer;
    }

    EnsembleSetup setup() {
      return EnsembleSetup.of(first, second, third).and(OBSERVER, observer).observing(OBSERVER);
    }
  }

  @BeforeEach
  void onlyThePackageHasTheCommands() {
    assumeTrue(ServerKind.selected() == ServerKind.PACKAGED);
    lines = new CommandLines(directory);
  }

  private Run status(String servers) throws Exception {
    return lines.packaged(
        "vivarium",
        List.of("status", "--output", "json", "--timeout", "60000", "--server", servers));
  }

  private static JsonNode json(Run run) throws Exception {
    return new ObjectMapper().readTree(run.out());
  }

  @ParameterizedTest
  @EnumSource
  void theStateOfAnEnsembleIsSeenInAnyMix(Mix mix) throws Exception {
    EnsembleUnderTest ensemble = ensembles.start(mix.setup());
    Member leader = ensemble.awaitLeader();
    ensemble.awaitSameZxid();
    String servers =
        ensemble.members().stream()
            .map(RunningServer::connectString)
            .collect(Collectors.joining(","));

    for (Member member : ensemble.members()) {
      sameAsApaches(member);
    }
    Run well = status(servers);
    assertEquals(0, well.exitCode(), well.out() + well.err());
    JsonNode seen = json(well);
    assertEquals(
        "3 of 3 voters serve, leader " + leader.connectString(), seen.path("summary").asText());
    assertEquals(0, seen.path("warnings").size(), seen::toString);
    for (int i = 0; i < OBSERVER; i++) {
      JsonNode server = seen.path("servers").path(i);
      Member member = ensemble.member(i + 1);
      assertEquals(member.connectString(), server.path("server").asText());
      assertTrue(member.is(server.path("role").asText()), server::toString);
      assertTrue(server.path("version").asText().startsWith("3.9.5"), server::toString);
    }

    Member follower = ensemble.others(leader).getFirst();
    follower.kill();
    sameAsApaches(follower);
    Run degraded = status(servers);
    assertEquals(1, degraded.exitCode(), degraded.out());
    assertTrue(degraded.out().contains(follower.connectString() + " is unreachable"));
    assertTrue(degraded.out().contains("one more server that fails stops the ensemble"));

    leader.kill();
    Member left =
        ensemble.others(leader).stream()
            .filter(member -> member.id() != OBSERVER && member != follower)
            .findFirst()
            .orElseThrow();
    Await.until(
        left + " has noticed", () -> left.ask("srvr").contains("not currently serving requests"));
    sameAsApaches(left);
    Run stopped = status(servers);
    assertEquals(2, stopped.exitCode(), stopped.out());
    assertEquals("no leader, no quorum", json(stopped).path("summary").asText());
  }

  /** Apache's script prints the line with the mode of what its class prints, and fails when there is none. */
  private void sameAsApaches(Member member) throws Exception {
    Run apache = lines.apache(WORDS, "", member.host(), Integer.toString(member.port()), "srvr");
    String mode = mode(apache);

    Run ours = lines.packaged("zkServer.sh", List.of("status", member.config().toString()));

    assertEquals(mode, mode(ours), () -> apache + "\n" + ours);
    assertEquals(mode.isEmpty() ? 1 : 0, ours.exitCode(), ours::toString);
    assertEquals(!mode.isEmpty(), member.status().isPresent());
    assertTrue(
        ours.out()
            .startsWith(
                "Client port found: "
                    + member.port()
                    + ". Client address: 127.0.0.1. Client SSL: false.\n"),
        ours::out);
  }

  private static String mode(Run run) {
    return run.out().lines().filter(line -> line.startsWith("Mode: ")).findFirst().orElse("");
  }
}

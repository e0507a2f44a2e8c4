package io.vivarium.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.bench.FakeEnsemble;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Populations, made over many sessions at once. */
class FillingTest {
  private static final int CREATE = 1;

  @TempDir private Path directory;

  private static Plan plan(int sessions, int inFlight, Population population) {
    return new Plan(sessions, inFlight, 0, 0, 1, 1, 1, population);
  }

  private static String fill(FakeEnsemble servers, Plan plan) throws Exception {
    try (Network network = new Network(2)) {
      byte[] first = Filling.fill(plan, network, servers, _ -> {});
      return new String(first, StandardCharsets.UTF_8);
    }
  }

  /** Parts of the paths behind the root, which has another name each time. */
  private static Set<String> below(FakeEnsemble servers, int depth) {
    return servers.server(0).znodes().stream()
        .filter(path -> path.chars().filter(c -> c == '/').count() == depth)
        .map(path -> path.substring(path.indexOf('/', 1)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void parentsAreFilledOneAfterTheOtherAndTheLastHasTheRest() throws Exception {
    try (FakeEnsemble servers = new FakeEnsemble(1, directory)) {
      fill(servers, plan(2, 3, new Population(5, 2, 0, 10)));
      assertEquals(Set.of("/p000000000000", "/p000000000001", "/p000000000002"), below(servers, 2));
      assertEquals(
          Set.of(
              "/p000000000000/n000000000000",
              "/p000000000000/n000000000001",
              "/p000000000001/n000000000002",
              "/p000000000001/n000000000003",
              "/p000000000002/n000000000004"),
          below(servers, 3));
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 100", "3, 1", "3, 7", "7, 16", "40, 2"})
  void everyZnodeIsMadeOnceHoweverManySessionsThereAre(int sessions, int inFlight)
      throws Exception {
    try (FakeEnsemble servers = new FakeEnsemble(1, directory)) {
      fill(servers, plan(sessions, inFlight, new Population(25, 10, 0, 10)));
      assertEquals(25, below(servers, 3).size());
      assertEquals(1 + 3 + 25, servers.server(0).count(CREATE));
    }
  }

  @Test
  void allMayBeBelowOneParent() throws Exception {
    try (FakeEnsemble servers = new FakeEnsemble(1, directory)) {
      fill(servers, plan(4, 4, new Population(30, 30, 0, 10)));
      assertEquals(Set.of("/p000000000000"), below(servers, 2));
      assertEquals(30, below(servers, 3).size());
    }
  }

  @Test
  void thePathOfTheFirstOneIsReturned() throws Exception {
    try (FakeEnsemble servers = new FakeEnsemble(1, directory)) {
      String first = fill(servers, plan(3, 2, new Population(7, 3, 60, 10)));
      assertEquals(60, first.length());
      assertTrue(first.contains("/p000000000000/n000000000000x"), first);
      assertTrue(servers.server(0).znodes().contains(first), first);
    }
  }

  @Test
  void everyServerOfAnEnsembleTakesItsPart() throws Exception {
    try (FakeEnsemble servers = new FakeEnsemble(3, directory)) {
      fill(servers, plan(6, 4, new Population(60, 60, 0, 10)));
      assertEquals(60, below(servers, 3).size());
      // Root and parent are made on the first.
      assertEquals(20 + 2, servers.server(0).count(CREATE));
      assertEquals(20, servers.server(1).count(CREATE));
      assertEquals(20, servers.server(2).count(CREATE));
    }
  }

  @Test
  void twoFillingsAreBesideEachOther() throws Exception {
    try (FakeEnsemble servers = new FakeEnsemble(1, directory)) {
      Plan plan = plan(1, 4, new Population(3, 3, 0, 10));
      String first = fill(servers, plan);
      String second = fill(servers, plan);
      assertTrue(!first.equals(second), first);
      assertEquals(2 * (1 + 1 + 3), servers.server(0).znodes().size());
    }
  }

  @Test
  void aServerThatRefusesZnodesEndsItWithTheError() throws Exception {
    try (FakeEnsemble servers = new FakeEnsemble(2, directory)) {
      // The first makes the parents and agrees; the second does not.
      servers.server(1).createError = -112;
      Plan plan = plan(2, 1, new Population(10, 10, 0, 10));
      IOException failure = assertThrows(IOException.class, () -> fill(servers, plan));
      assertEquals("a session was lost: create failed with error -112", failure.getMessage());
    }
  }

  @Test
  void aServerThatHangsUpEndsIt() throws Exception {
    try (FakeEnsemble servers = new FakeEnsemble(2, directory)) {
      servers.server(1).hangUpOn = CREATE;
      Plan plan = plan(2, 1, new Population(10, 10, 0, 10));
      IOException failure = assertThrows(IOException.class, () -> fill(servers, plan));
      assertTrue(
          String.valueOf(failure.getMessage()).contains("the server closed the connection"),
          failure.getMessage());
    }
  }

  @Test
  void aServerThatIsNotThereEndsIt() throws Exception {
    try (FakeEnsemble servers = new FakeEnsemble(2, directory)) {
      servers.kill(1);
      Plan plan = plan(2, 1, new Population(10, 10, 0, 10));
      IOException failure = assertThrows(IOException.class, () -> fill(servers, plan));
      assertTrue(
          String.valueOf(failure.getMessage()).startsWith("a session was lost: "),
          failure.getMessage());
    }
  }
}

package io.vivarium.kernel;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.config.ConfigLoader;
import io.vivarium.config.ConfigSource;
import io.vivarium.config.ServerConfig;
import io.vivarium.kernel.snapshot.Recovery;
import io.vivarium.tree.DataTree;
import io.vivarium.tree.TreeOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that finds no data may have lost it: whether its vote counts is for the operator to say. */
class LostDataTest {
  private static final String SERVERS =
      """
      initLimit=8
      syncLimit=4
      server.1=a:2888:3888
      server.2=b:2889:3889
      server.3=c:2888:3888
      """;

  @TempDir Path directory;

  private ServerConfig config(String more) {
    return loaded("dataDir=" + directory + "\n" + more);
  }

  private static ServerConfig loaded(String text) {
    return ConfigLoader.load(
            ConfigSource.ofText("zoo.cfg", text).withCode(Map.of("myid", "2")), List.of())
        .require();
  }

  private static Recovery.Recovered found(long snapshotZxid, long replayed) {
    DataTree tree = new DataTree(new TreeOptions(true, false, false, 7));
    return new Recovery.Recovered(tree, snapshotZxid, replayed, 0, true, new Recovery.Times(0, 0));
  }

  @Test
  void anEmptyServerOfAnEnsembleVotesUnlessItIsToldNotTo() throws IOException {
    assertTrue(RecoveredState.trusted(config(SERVERS), found(-1, 0)));
    assertFalse(RecoveredState.trusted(config(SERVERS + "db.autocreate=false\n"), found(-1, 0)));
  }

  @Test
  void whoHasNoDirectoryIsToldToSetOneForTheFileInitialize() {
    String told = RecoveredState.withoutVote(config(SERVERS).directories());
    assertTrue(told.contains("no data in " + directory + ","), told);
    String inMemory =
        RecoveredState.withoutVote(
            loaded("storage=memory\n" + SERVERS + "db.autocreate=false\n").directories());
    assertTrue(inMemory.contains("stop it, set dataDir, create the file 'initialize'"), inMemory);
    assertFalse(inMemory.contains("no-data-directory"), inMemory);
  }

  @Test
  void whoeverHasDataVotes() throws IOException {
    ServerConfig strict = config(SERVERS + "db.autocreate=false\n");
    assertTrue(RecoveredState.trusted(strict, found(0, 0)));
    assertTrue(RecoveredState.trusted(strict, found(-1, 3)));
  }

  @Test
  void theFileInitializeAllowsItOnce() throws IOException {
    ServerConfig strict = config(SERVERS + "db.autocreate=false\n");
    Path allowance = Files.createFile(directory.resolve("initialize"));
    assertTrue(RecoveredState.trusted(strict, found(-1, 0)));
    assertFalse(Files.exists(allowance));
    assertFalse(RecoveredState.trusted(strict, found(-1, 0)));
  }

  @Test
  void theFileInitializeIsLeftWhereThereIsData() throws IOException {
    Path allowance = Files.createFile(directory.resolve("initialize"));
    assertTrue(RecoveredState.trusted(config(SERVERS + "db.autocreate=false\n"), found(7, 0)));
    assertTrue(Files.exists(allowance));
  }

  @Test
  void aServerOnItsOwnHasNobodyToMislead() throws IOException {
    assertTrue(RecoveredState.trusted(config("clientPort=0\ndb.autocreate=false\n"), found(-1, 0)));
  }
}

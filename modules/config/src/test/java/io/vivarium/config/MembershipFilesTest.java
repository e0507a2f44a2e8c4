package io.vivarium.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vivarium.model.ensemble.Membership;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an ensemble writes beside a configuration file is what the next start, and ZooKeeper, reads. */
class MembershipFilesTest {
  private static final String FIXED =
      """
      # our ensemble
      tickTime=2000
      dataDir=/data
      initLimit=10
      syncLimit=5
      """;

  private static final String THREE =
      """
      server.1=a:2888:3888:participant;0.0.0.0:2181
      server.2=b:2888:3888:participant;0.0.0.0:2181
      server.3=c:2888:3888:observer;0.0.0.0:2181
      """;

  @TempDir Path directory;
  private Path file;
  private MembershipFiles files;

  @BeforeEach
  void configurationFile() {
    file = directory.resolve("zoo.cfg");
    files = MembershipFiles.beside(file);
  }

  private static Membership membership(String lines, long version) {
    return Membership.parse(lines).withVersion(version);
  }

  private void write(String text) throws IOException {
    Files.writeString(file, text);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private Ensemble reload() {
    ConfigSource source =
        ConfigSource.ofMachine(file).withSystemProperties(java.util.Map.of("zookeeper.myid", "1"));
    return Configs.load(source.withCode(java.util.Map.of("myid", "1"))).require().ensemble();
  }

  @Test
  void theMembershipMovesOutOfTheStaticFile() throws IOException {
    String before = FIXED + "clientPort=2181\nserver.1=a:2888:3888\nserver.2=b:2888:3888\n";
    write(before);
    files.commit(membership(THREE, 0x1_0000_0003L), 1);

    Path dynamic = directory.resolve("zoo.cfg.dynamic.100000003");
    assertEquals(
        FIXED + "dynamicConfigFile=" + dynamic.toAbsolutePath() + "\n", Files.readString(file));
    assertEquals(THREE, Files.readString(dynamic));
    assertEquals(before, Files.readString(directory.resolve("zoo.cfg.bak")));
    assertEquals(List.of("zoo.cfg", "zoo.cfg.bak", "zoo.cfg.dynamic.100000003"), names());
  }

  @Test
  void theNextStartReadsWhatWasCommitted() throws IOException {
    write(FIXED + "clientPort=2181\nserver.1=a:2888:3888\nserver.2=b:2888:3888\n");
    Membership committed = membership(THREE, 0x1_0000_0003L);
    files.commit(committed, 1);
    assertEquals(committed, reload().membership());
  }

  @Test
  void aLaterMembershipTakesThePlaceOfTheFileNamedBefore() throws IOException {
    write(FIXED + "clientPort=2181\nserver.1=a:2888:3888\nserver.2=b:2888:3888\n");
    files.commit(membership(THREE, 3), 1);
    Files.delete(directory.resolve("zoo.cfg.bak"));
    files.commit(membership(THREE, 0x14), 1);

    assertEquals(
        FIXED
            + "dynamicConfigFile="
            + directory.resolve("zoo.cfg.dynamic.14").toAbsolutePath()
            + "\n",
        Files.readString(file));
    assertTrue(Files.notExists(directory.resolve("zoo.cfg.bak")), "no servers stood there");
    assertEquals(0x14, reload().membership().version());
  }

  @Test
  void thePortForClientsStaysWhereItIsUntilTheMembershipHasIt() throws IOException {
    String without = THREE.replace(";0.0.0.0:2181", "");
    write(FIXED + "clientPort=2181\nclientPortAddress=10.0.0.1\npeerType=observer\n");
    files.commit(membership(without, 1), 1);
    assertTrue(Files.readString(file).contains("clientPort=2181\nclientPortAddress=10.0.0.1\n"));
    assertTrue(!Files.readString(file).contains("peerType"));
    files.commit(membership(THREE, 2), 1);
    assertTrue(!Files.readString(file).contains("clientPort"));
  }

  @Test
  void everythingElseStaysAsItsAuthorWroteIt() throws IOException {
    String others =
        "! server.9 = a comment\n\n  snapCount : 7\n4lw.commands.whitelist=srvr,\\\n   stat\n";
    write(
        others
            + "server.1 = a:2888:3888\nserver.2=b:\\\n  2888:3888\ngroup.1=1:2\nweight.1=2\n"
            + "secureClientPort=2281");
    files.commit(membership(THREE, 1), 1);
    assertEquals(
        others
            + "secureClientPort=2281\ndynamicConfigFile="
            + directory.resolve("zoo.cfg.dynamic.1").toAbsolutePath()
            + "\n",
        Files.readString(file));
  }

  @Test
  void aProposedMembershipIsKeptUntilItIsCommitted() throws IOException {
    write(FIXED + "clientPort=2181\nserver.1=a:2888:3888\nserver.2=b:2888:3888\n");
    assertNull(files.proposed());
    Membership proposed = membership(THREE, 0x2_0000_0009L);
    files.propose(proposed);
    assertEquals(proposed, files.proposed());
    assertEquals(
        THREE + "version=200000009\n", Files.readString(directory.resolve("zoo.cfg.dynamic.next")));
    files.commit(proposed, 1);
    assertNull(files.proposed());
  }

  @Test
  void aProposedMembershipThatComesToNothingIsForgotten() throws IOException {
    files.withdraw();
    files.propose(membership(THREE, 9));
    files.withdraw();
    assertNull(files.proposed());
    assertEquals(List.of(), names());
  }

  @Test
  void anOlderCommitDoesNotForgetANewerProposal() throws IOException {
    write(FIXED + "clientPort=2181\nserver.1=a:2888:3888\nserver.2=b:2888:3888\n");
    files.propose(membership(THREE, 9));
    files.commit(membership(THREE, 8), 1);
    Membership still = files.proposed();
    assertNotNull(still);
    assertEquals(9, still.version());
  }

  @Test
  void aProposalThatCannotBeReadIsToldWithItsPlace() throws IOException {
    Path next = directory.resolve("zoo.cfg.dynamic.next");
    Files.writeString(next, "server.1=nonsense\n");
    IOException failure = assertThrows(IOException.class, files::proposed);
    assertTrue(
        String.valueOf(failure.getMessage())
            .startsWith(next.toAbsolutePath() + " is no membership"),
        failure.getMessage());
  }

  @Test
  void aFileThatIsGoneIsToldAndNothingIsInventedInItsPlace() throws IOException {
    assertThrows(IOException.class, () -> files.commit(membership(THREE, 1), 1));
    assertTrue(Files.notExists(file));
  }

  @Test
  void filesAreAsReadableAsTheConfigurationFileWas() throws IOException {
    assumeTrue(Files.getFileStore(directory).supportsFileAttributeView("posix"));
    write(FIXED + "clientPort=2181\nserver.1=a:2888:3888\nserver.2=b:2888:3888\n");
    Set<PosixFilePermission> secret = PosixFilePermissions.fromString("rw-r-----");
    Files.setPosixFilePermissions(file, secret);

    files.propose(membership(THREE, 9));
    files.commit(membership(THREE, 8), 1);

    for (String name : names()) {
      assertEquals(secret, Files.getPosixFilePermissions(directory.resolve(name)), name);
    }
    assertEquals(4, names().size());
  }

  @Test
  void aFileThatItsAuthorMadeReadableForOthersStaysSo() throws IOException {
    assumeTrue(Files.getFileStore(directory).supportsFileAttributeView("posix"));
    write(FIXED + "clientPort=2181\nserver.1=a:2888:3888\nserver.2=b:2888:3888\n");
    Set<PosixFilePermission> open = PosixFilePermissions.fromString("rw-rw-rw-");
    Files.setPosixFilePermissions(file, open);
    files.commit(membership(THREE, 8), 1);
    assertEquals(open, Files.getPosixFilePermissions(file));
  }

  @Test
  void aLinkStaysALinkAndWhatItPointsToIsReplaced(@TempDir Path elsewhere) throws IOException {
    Path real = elsewhere.resolve("real.cfg");
    Files.writeString(real, FIXED + "server.1=a:2888:3888\nserver.2=b:2888:3888\n");
    Files.createSymbolicLink(file, real);

    files.commit(membership(THREE, 3), 1);

    assertTrue(Files.isSymbolicLink(file));
    assertTrue(Files.readString(real).contains("dynamicConfigFile="), Files.readString(real));
    assertEquals(3, reload().membership().version());
    try (Stream<Path> entries = Files.list(elsewhere)) {
      assertEquals(List.of(real), entries.toList(), "nothing is left beside it");
    }
  }

  @Test
  void aDirectoryMayBeNamedInAnyAlphabet() throws IOException {
    String name = "конфиг-配置-ä-\uD83D\uDE00";
    String ofNames = System.getProperty("sun.jnu.encoding", "UTF-8");
    assumeTrue(Charset.forName(ofNames).newEncoder().canEncode(name), "names are in " + ofNames);
    Path named = Files.createDirectory(directory.resolve(name));
    file = named.resolve("zoo.cfg");
    files = MembershipFiles.beside(file);
    write(FIXED + "clientPort=2181\nserver.1=a:2888:3888\nserver.2=b:2888:3888\n");
    Membership committed = membership(THREE, 0x1_0000_0003L);

    files.commit(committed, 1);

    assertEquals(committed, reload().membership());
    java.util.Properties asZooKeeperReads = new java.util.Properties();
    try (InputStream in = Files.newInputStream(file)) {
      asZooKeeperReads.load(in);
    }
    assertEquals(
        named.resolve("zoo.cfg.dynamic.100000003").toAbsolutePath().toString(),
        asZooKeeperReads.getProperty("dynamicConfigFile"));
    files.commit(membership(THREE, 0x14), 1);
    assertEquals(0x14, reload().membership().version());
  }

  @Test
  void whatIsThereAlreadyIsNotWrittenAgain() throws IOException {
    write(FIXED + "clientPort=2181\nserver.1=a:2888:3888\nserver.2=b:2888:3888\n");
    files.commit(membership(THREE, 1), 1);
    Object before =
        Files.readAttributes(file, java.nio.file.attribute.BasicFileAttributes.class).fileKey();
    files.commit(membership(THREE, 1), 1);
    assertEquals(
        before,
        Files.readAttributes(file, java.nio.file.attribute.BasicFileAttributes.class).fileKey());
  }
}

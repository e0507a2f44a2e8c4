package io.vivarium.plugin.installer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.plugin.installer.fixture.PackageFile;
import io.vivarium.plugin.installer.fixture.SamplePlugin;
import io.vivarium.plugin.installer.fixture.SigningKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands as a person gives them. */
class PluginCommandTest {
  private final SigningKey alice =
      SigningKey.of("Alice <a@example.org>", Instant.now().minus(Duration.ofDays(9)));

  @TempDir private Path home;
  @TempDir private Path work;

  private String answer;
  private String out;
  private String err;

  @BeforeEach
  void makeHome() throws IOException {
    Files.createDirectory(home.resolve("plugins"));
    Files.createDirectory(home.resolve("conf"));
  }

  @Test
  void aSignedPackageIsShownAskedForAndInstalled() throws Exception {
    Path file = signed("1.0");
    trust();
    answer = "y";
    assertEquals(0, run("install", file.toString()), () -> err);
    assertEquals(
        """
        plugin         storage=theirs 1.0
        name           Their storage
        description    Keeps everything, somewhere.
        licence        MIT
        spi versions   1
        container      layer
        it             opens network connections or listens for them
                       reads and writes files below data of the server's home
        signature      good, by "Alice <a@example.org>", key %s
        Installed in %s. Servers use it when their configuration says storage=theirs.
        """
            .formatted(alice.fingerprint(), home.resolve("plugins/storage-theirs")),
        out);
    assertEquals("Install it as a new plugin? [y/N] ", err);

    assertEquals(0, run("list"));
    assertEquals(
        "PLUGIN          VERSION  SPI VERSION  STATE       SOURCE\n"
            + "storage=theirs  1.0      1            ok, signed  "
            + file
            + "\n",
        out);
    assertEquals(0, run("verify"));
    assertEquals("storage=theirs: ok, signed by \"Alice <a@example.org>\"\n", out);
  }

  @Test
  void whoDoesNotSayYesGetsNothing() throws Exception {
    Path file = signed("1.0");
    trust();
    for (String said : new String[] {"n", "", "yes please"}) {
      answer = said;
      assertRefused("nothing was changed, as you did not say yes", "install", file.toString());
    }
    answer = null;
    assertRefused("--yes goes on without", "install", file.toString());
    assertEquals(List.of(), installed());
  }

  @Test
  void aDryRunChangesNothing() throws Exception {
    trust();
    assertEquals(0, run("install", signed("1.0").toString(), "--dry-run"));
    assertTrue(out.endsWith("It would be installed as a new plugin; nothing was changed.\n"), out);
    assertEquals(List.of(), installed());
  }

  @Test
  void unsignedPackagesAreTakenOnlyWhenThatIsSaid() throws Exception {
    Path file = PackageFile.sound("1.0").write(work.resolve("p.zip"));
    assertRefused(
        "there is no .asc beside it; --allow-unsigned", "install", file.toString(), "--yes");
    alice.sign(file);
    assertRefused(
        "which is not trusted; vivarium plugin trust FILE", "install", file.toString(), "--yes");
    assertEquals(0, run("install", file.toString(), "--yes", "--allow-unsigned"));
    assertEquals(0, run("verify", "theirs"));
    assertEquals("storage=theirs: ok, installed without a signature that counts\n", out);
    assertEquals(0, run("list"));
    assertTrue(out.contains("ok, unsigned"), out);
  }

  @Test
  void aBadSignatureIsRefusedWhateverIsSaid() throws Exception {
    trust();
    Path file = signed("1.0");
    PackageFile.sound("1.1").write(file);
    assertRefused(
        "it was changed afterwards", "install", file.toString(), "--yes", "--allow-unsigned");
    assertEquals(List.of(), installed());
  }

  @Test
  void aBadSignatureIsShownAsSuch() throws Exception {
    Path file = PackageFile.sound("1.0").write(work.resolve("p.zip"));
    assertEquals(0, run("info", file.toString()));
    assertTrue(out.contains("signature      none\n"), out);
    alice.sign(file);
    assertEquals(0, run("info", file.toString()));
    assertTrue(out.contains("signature      unknown: it is signed by key "), out);
    Files.writeString(work.resolve("p.zip.asc"), "nothing of the kind");
    assertEquals(0, run("info", file.toString()));
    assertTrue(out.contains("signature      BAD: its signature cannot be read"), out);
  }

  @Test
  void whoInstallsIsToldHowServersComeToUseThePlugin() throws Exception {
    for (String[] each :
        new String[][] {
          {"command", "when theirs is among the ids of commands in their configuration."},
          {"auth", "when theirs is among the ids of auth in their configuration."},
          {"metrics", "when their configuration says metrics=theirs."}
        }) {
      String text = PackageFile.descriptor("1.0").replace("spi = storage", "spi = " + each[0]);
      Path file = PackageFile.sound("1.0").with("plugin.properties", text).write(work.resolve("p"));
      assertEquals(0, run("install", file.toString(), "--yes", "--allow-unsigned"), () -> err);
      assertTrue(out.endsWith(each[1] + "\n"), out);
    }
    assertEquals(List.of("auth-theirs", "command-theirs", "metrics-theirs"), installed());
    assertRefused("theirs is any of auth=theirs, command=theirs", "remove", "theirs", "--yes");
  }

  @Test
  void anUpgradeSaysWhatItReplaces() throws Exception {
    trust();
    assertEquals(0, run("install", signed("1.0").toString(), "--yes"));
    answer = "yes";
    assertEquals(0, run("install", signed("2.0").toString()));
    assertTrue(err.startsWith("Install it as the successor of version 1.0 in "), err);
    assertEquals(List.of("storage-theirs"), installed());
    assertEquals(0, run("list"));
    assertTrue(out.contains("storage=theirs  2.0"), out);
  }

  @Test
  void aPluginForAnotherServerIsRefused() throws Exception {
    String later = PackageFile.descriptor("1.0").replace("spi.version = 1", "spi.version = 2-4");
    Path file =
        PackageFile.sound("1.0").with("plugin.properties", later).write(work.resolve("p.zip"));
    assertRefused(
        "was written for version 2-4 of SPI storage, this server has version 1",
        "install",
        file.toString(),
        "--yes",
        "--allow-unsigned");
    assertEquals(0, run("info", file.toString()));
    assertTrue(out.contains("checks         was written for version 2-4"), out);
  }

  @Test
  void aHostilePackageIsRefused() throws Exception {
    Path file = PackageFile.sound("1.0").with("../x.jar", "x").write(work.resolve("p.zip"));
    assertRefused("the package holds a file called \"../x.jar\"", "info", file.toString());
    assertRefused(
        "the package holds a file called", "install", file.toString(), "--yes", "--allow-unsigned");
  }

  @Test
  void aPackageComesFromARepository() throws Exception {
    trust();
    Path place = work.resolve("repository/org/example/theirs/1.0");
    Files.createDirectories(place);
    alice.sign(PackageFile.sound("1.0").write(place.resolve("theirs-1.0-plugin.zip")));
    String repository = work.resolve("repository").toString();
    assertEquals(
        0,
        run("install", "maven:org.example:theirs:1.0", "--repository", repository, "--yes"),
        () -> err);
    assertTrue(err.startsWith("Fetching maven:org.example:theirs:1.0\n  100 % of "), err);
    assertEquals(0, run("info", "theirs"));
    assertTrue(out.contains("source         maven:org.example:theirs:1.0 from " + repository), out);
    assertRefused(
        "is in none of", "install", "maven:org.example:theirs:9", "--repository", repository);
  }

  @Test
  void anInstalledPluginTellsItsKeys() throws Exception {
    Path file = SamplePlugin.build(work).write(work.resolve("sample.zip"));
    assertEquals(0, run("info", file.toString()));
    assertTrue(out.contains("it             only computes, as it says\n"), out);
    assertFalse(out.contains("configuration"), out);
    assertEquals(0, run("install", file.toString(), "--yes", "--allow-unsigned"));
    assertEquals(0, run("info", "sample"));
    assertTrue(
        out.endsWith(
            """
            signature      none that counted when it was installed
            configuration  sample.lines (10): Lines that are kept.
                           sample.password: Opens it.
            checks         ok
            """),
        out);
  }

  @Test
  void whatWasTamperedWithIsFound() throws Exception {
    trust();
    assertEquals(0, run("install", signed("1.0").toString(), "--yes"));
    Files.writeString(home.resolve("plugins/storage-theirs/theirs-1.0.jar"), "x");
    assertEquals(1, run("verify"));
    assertEquals("storage=theirs: theirs-1.0.jar was changed after it was packaged\n", out);
    assertEquals(0, run("list"));
    assertTrue(out.contains("broken: theirs-1.0.jar was changed"), out);
    assertEquals(0, run("info", "theirs"));
    assertTrue(out.contains("checks         theirs-1.0.jar was changed"), out);
  }

  @Test
  void aKeyThatIsNotTrustedAnyMoreIsFound() throws Exception {
    trust();
    assertEquals(0, run("install", signed("1.0").toString(), "--yes"));
    assertEquals(0, run("trust", "--remove", alice.fingerprint()));
    assertEquals(1, run("verify", "theirs"));
    assertEquals(
        "storage=theirs: key "
            + alice.fingerprint()
            + ", which signed it, is not trusted any more\n",
        out);
  }

  @Test
  void aPluginIsRemovedWhenThePersonAgrees() throws Exception {
    trust();
    assertEquals(0, run("install", signed("1.0").toString(), "--yes"));
    answer = "no";
    assertRefused("nothing was changed", "remove", "theirs");
    assertEquals(0, run("remove", "theirs", "--yes"));
    assertEquals("Removed storage=theirs.\n", out);
    assertEquals(List.of(), installed());
    assertRefused("no plugin theirs is installed", "remove", "theirs", "--yes");
    PackageFile.sound("1.0").unpack(home.resolve("plugins/theirs"));
    answer = "y";
    assertEquals(0, run("remove", "theirs"));
    assertTrue(err.contains("which came with this package?"), err);
  }

  @Test
  void keysAreShownBeforeTheyAreTrusted() throws Exception {
    assertEquals(0, run("trust", "--list"));
    assertEquals("No key is trusted.\n", out);
    String file = alice.export(work.resolve("alice.asc")).toString();
    answer = "n";
    assertRefused("nothing was changed", "trust", file);
    assertTrue(out.replace(" ", "").startsWith(alice.fingerprint()), out);
    answer = "y";
    assertEquals(0, run("trust", file));
    assertEquals(0, run("trust", "--list"));
    assertTrue(out.endsWith("  \"Alice <a@example.org>\"\n  does not expire\n"), out);
    assertEquals(2, run("trust"));
    assertEquals(2, run("trust", file, "--list"));
    assertRefused("is not there", "trust", work.resolve("nobody.asc").toString());
  }

  @Test
  void leftoversOfAKilledCommandAreClearedByTheNext() throws Exception {
    Files.createDirectory(home.resolve("plugins/.new-storage-theirs"));
    PackageFile.sound("1.0").unpack(home.resolve("plugins/.old-storage-theirs"));
    assertEquals(0, run("list"));
    assertTrue(out.contains("storage=theirs  1.0"), out);
    assertEquals(List.of("storage-theirs"), installed());
  }

  @Test
  void otherDirectoriesCanBeNamed() throws Exception {
    Path plugins = Files.createDirectory(work.resolve("plugins"));
    String file = PackageFile.sound("1.0").write(work.resolve("p.zip")).toString();
    assertEquals(
        0, run("install", file, "--yes", "--allow-unsigned", "--plugins", plugins.toString()));
    assertTrue(Files.exists(plugins.resolve("storage-theirs")));
    assertRefused("is no directory of plugins", "list", "--plugins", work.resolve("no").toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "info", "install", "remove", "verify", "trust", "new"})
  void everyCommandHasHelpWithExamplesAndExitCodes(String command) {
    assertEquals(0, run(command, "--help"));
    assertTrue(out.contains("Examples:"), out);
    assertTrue(out.contains("Exit codes:"), out);
    List<String> lines = out.lines().toList();
    for (String example : lines.subList(lines.indexOf("Examples:") + 1, lines.size())) {
      assertTrue(example.startsWith("  vivarium plugin " + command), () -> "broken: " + example);
    }
  }

  @Test
  void aWrongCommandLineIsCodeTwo() {
    assertEquals(2, run());
    assertTrue(err.contains("a command is missing"), err);
    assertEquals(2, run("frobnicate"));
    assertEquals(2, run("install"));
    assertEquals(2, run("remove", "a", "b"));
    assertEquals(0, run("--help"));
  }

  private Path signed(String version) throws IOException {
    Path file = PackageFile.sound(version).write(work.resolve("theirs.zip"));
    alice.sign(file);
    return file;
  }

  private void trust() throws IOException {
    alice.export(home.resolve("conf/trusted-keys.asc"));
  }

  private List<String> installed() throws IOException {
    try (Stream<Path> all = Files.list(home.resolve("plugins"))) {
      return all.map(each -> String.valueOf(each.getFileName()))
          .filter(name -> !name.equals(".lock"))
          .sorted()
          .toList();
    }
  }

  private void assertRefused(String why, String... arguments) {
    assertEquals(1, run(arguments), () -> out + err);
    assertTrue(err.contains("vivarium plugin: ") && err.contains(why), err);
  }

  private int run(String... arguments) {
    StringWriter outText = new StringWriter();
    StringWriter errText = new StringWriter();
    Terminal terminal =
        new Terminal(
            new PrintWriter(outText, true),
            new PrintWriter(errText, true),
            new BufferedReader(new StringReader(answer == null ? "" : answer + "\n")),
            answer != null);
    String[] line = Stream.concat(Stream.of("plugin"), Stream.of(arguments)).toArray(String[]::new);
    int code = PluginCommand.execute(home, terminal, Clock.systemUTC(), line);
    out = outText.toString().replace(System.lineSeparator(), "\n");
    err = errText.toString().replace(System.lineSeparator(), "\n");
    return code;
  }
}

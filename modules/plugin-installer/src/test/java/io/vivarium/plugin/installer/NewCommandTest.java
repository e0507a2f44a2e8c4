package io.vivarium.plugin.installer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.kernel.BuildVersion;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class NewCommandTest {
  private static final String[] STORAGE = {
    "--spi", "storage", "--group", "org.example", "--artifact", "my-storage"
  };

  @TempDir private Path directory;

  private final List<String> ran = new ArrayList<>();
  private String settings = "";
  private int mavensCode;
  private String out;
  private String err;
  private Path mvn;

  @BeforeEach
  void pretendThatThereIsMaven() throws IOException {
    mvn = directory.resolve("bin/mvn");
    Files.createDirectories(mvn.getParent());
    Files.createFile(
        mvn, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
  }

  @Test
  void theArchetypeOfTheSpiIsRun() {
    assertEquals(0, run(onThePath(), STORAGE));
    assertEquals(
        List.of(
            mvn.toString(),
            "--batch-mode",
            "org.apache.maven.plugins:maven-archetype-plugin:3.4.1:generate",
            "-DinteractiveMode=false",
            "-DarchetypeGroupId=io.vivarium",
            "-DarchetypeArtifactId=vivarium-archetype-storage",
            "-DarchetypeVersion=" + BuildVersion.product(),
            "-DgroupId=org.example",
            "-DartifactId=my-storage",
            "-Dversion=1.0.0",
            "-Dpackage=org.example.my.storage"),
        ran);
    assertEquals("Made my-storage. Next: cd my-storage && mvn verify\n", out);
  }

  @Test
  void everythingCanBeSaid() {
    Path work = directory.resolve("work");
    assertEquals(
        0,
        run(
            Map.of("MAVEN_HOME", directory.toString()),
            "--spi=ADMIN",
            "--group=org.example",
            "--artifact=a",
            "--package=x.y",
            "--project-version=2",
            "--directory=" + work,
            "--repository=/srv/maven?a&b",
            "--repository=https://maven.example.org/"));
    assertTrue(ran.contains("-DarchetypeArtifactId=vivarium-archetype-admin"), ran::toString);
    assertTrue(ran.contains("-Dpackage=x.y"), ran::toString);
    assertTrue(ran.contains("-Dversion=2"), ran::toString);
    assertTrue(ran.contains("-DoutputDirectory=" + work), ran::toString);
    assertTrue(
        settings.contains(
            "<repository><id>archetype</id><url>file:///srv/maven%3Fa&amp;b</url></repository>"),
        settings);
    assertTrue(
        settings.contains(
            "<repository><id>archetype-1</id><url>https://maven.example.org/</url></repository>"),
        settings);
    String file = ran.get(ran.indexOf("--global-settings") + 1);
    assertFalse(Files.exists(Path.of(file)), "the settings are left behind");
    assertEquals("Made " + work + "/a. Next: cd " + work + "/a && mvn verify\n", out);
  }

  /** Where the archetype came from the parent does, and a plugin of Maven's for the build. */
  @Test
  void theProjectFindsWhatItNeedsWhereItsArchetypeWas() throws IOException {
    Path work = directory.resolve("our work");
    int code =
        run(
            onThePath(),
            "--spi=audit",
            "--group=org.example",
            "--artifact=a",
            "--directory=" + work,
            "--repository=/srv/maven?a&b",
            "--repository=https://maven.example.org/");
    assertEquals(0, code, err);
    String list =
        """
            <KIND>
              <id>vivarium</id>
              <url>file:///srv/maven%3Fa&amp;b</url>
            </KIND>
            <KIND>
              <id>vivarium-1</id>
              <url>https://maven.example.org/</url>
            </KIND>
        """;
    assertEquals(
        "<project>\n\n  <!-- Vivarium's artifacts; what everybody's settings.xml names need not be"
            + " here. -->\n  <repositories>\n"
            + list.replace("KIND", "repository")
            + "  </repositories>\n  <pluginRepositories>\n"
            + list.replace("KIND", "pluginRepository")
            + "  </pluginRepositories>\n</project>\n",
        Files.readString(work.resolve("a/pom.xml")));
    assertTrue(out.endsWith("Next: cd '" + work + "/a' && mvn verify\n"), out);
  }

  @Test
  void aPasswordIsNotKeptInTheProject() {
    List<String> arguments = new ArrayList<>(List.of(STORAGE));
    arguments.add("--repository=https://anne:secret@maven.example.org/");
    assertEquals(1, run(onThePath(), arguments.toArray(String[]::new)));
    assertTrue(err.contains("would stand in the project's pom.xml"), err);
    assertFalse(err.contains("secret"), err);
    assertEquals(List.of(), ran);
  }

  @ParameterizedTest
  @CsvSource({
    "com.example, my-native, com.example.my.native_",
    "com.example, my-new, com.example.my.new_",
    "com.example, audit-2, com.example.audit._2",
    "com.example, a-, com.example.a",
    "com.example, a--b, com.example.a.b",
    "io.github.some-one, mine, io.github.some_one.mine",
    "org.4chan, mine, org._4chan.mine",
    "com.native, true, com.native_.true_",
    "_, mine, __.mine"
  })
  void theDefaultPackageIsOne(String group, String artifact, String expected) {
    assertEquals(
        0, run(onThePath(), "--spi=audit", "--group=" + group, "--artifact=" + artifact), err);
    assertTrue(ran.contains("-Dpackage=" + expected), ran::toString);
    assertTrue(ran.contains("-DgroupId=" + group), ran::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--package=com.example.my.native",
        "--package=com..example",
        "--package=com.2",
        "--package=com.my-plugin",
        "--package=",
        "--project-version=-Dx",
        "--project-version=1 0",
        "--group=org..example",
        "--group=-Dx",
        "--group=org.example.",
        "--group=org/example"
      })
  void aNameThatWouldNotBuildIsRefused(String option) {
    List<String> arguments = new ArrayList<>(List.of("--spi=audit", "--artifact=a", option));
    if (!option.startsWith("--group")) {
      arguments.add("--group=org.example");
    }
    assertEquals(2, run(onThePath(), arguments.toArray(String[]::new)));
    String name = option.substring(0, option.indexOf('=') + 1);
    assertTrue(err.contains(name), err);
    assertEquals(List.of(), ran);
  }

  @Test
  void withoutMavenTheCommandIsTold() {
    assertEquals(1, run(Map.of("PATH", directory.toString()), STORAGE));
    assertTrue(
        err.contains(
            "there is no mvn on the PATH, nor below MAVEN_HOME; install Maven, or run this where"
                + " there is one: mvn --batch-mode org.apache"),
        err);
    assertTrue(err.contains("-DarchetypeArtifactId=vivarium-archetype-storage"), err);
  }

  @Test
  void thatMavenFailedIsTold() {
    mavensCode = 3;
    assertEquals(1, run(onThePath(), STORAGE));
    assertTrue(err.contains("Maven ended with code 3; the command was mvn --batch-mode"), err);
    assertEquals("", out);
  }

  @Test
  void whatIsNoNameIsRefused() {
    assertEquals(2, run(onThePath(), "--spi=storage", "--group=org.example", "--artifact=My"));
    assertEquals(2, run(onThePath(), "--spi=teleport", "--group=org.example", "--artifact=my"));
    assertEquals(List.of(), ran);
  }

  @Test
  void aCommandCanBePastedIntoAShell() {
    assertEquals("mvn a=b 'it'\\''s $HOME'", MavenProgram.shown(List.of("a=b", "it's $HOME")));
  }

  private Map<String, String> onThePath() {
    return Map.of("PATH", "/nowhere::" + mvn.getParent());
  }

  /** As the archetype plugin does, in the directory that it was given. */
  private static void makeProject(List<String> command) throws IOException {
    String prefix = "-DoutputDirectory=";
    for (String each : command) {
      if (each.startsWith(prefix)) {
        Path made = Files.createDirectories(Path.of(each.substring(prefix.length())).resolve("a"));
        Files.writeString(made.resolve("pom.xml"), "<project>\n</project>\n");
      }
    }
  }

  private int run(Map<String, String> environment, String... arguments) {
    StringWriter outText = new StringWriter();
    StringWriter errText = new StringWriter();
    Terminal terminal =
        new Terminal(
            new PrintWriter(outText, true),
            new PrintWriter(errText, true),
            new BufferedReader(new StringReader("")),
            false);
    MavenProgram maven =
        new MavenProgram(
            environment,
            command -> {
              ran.addAll(command);
              int at = command.indexOf("--global-settings");
              settings = at < 0 ? "" : Files.readString(Path.of(command.get(at + 1)));
              makeProject(command);
              return mavensCode;
            });
    int code =
        new CommandLine(new NewCommand(terminal, maven))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionExceptionHandler(PluginCommand::report)
            .setOut(terminal.out())
            .setErr(terminal.err())
            .execute(arguments);
    out = outText.toString();
    err = errText.toString();
    return code;
  }
}

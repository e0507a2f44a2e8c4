package io.vivarium.acceptance.scripts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Looks for a release that no machine has, so that only the JDKs made here count. */
final class JdkFinderTest {
  private static final int WANTED = 9000;

  @TempDir Path home;
  private Script finder;

  @BeforeEach
  void prepare() {
    finder =
        Script.of("sh", "-c", ". .mvn/find-jdk.sh; VIVARIUM_JDK=" + WANTED + "; find_jdk")
            .with("HOME", home);
  }

  @Test
  void takesJavaHomeWhenItIsNewEnough() throws Exception {
    Path jdk = jdk("anywhere", "9000.0.1");
    jdk(".jdks/other", "9000");

    assertFound(jdk, finder.with("JAVA_HOME", jdk).run());
  }

  @Test
  void passesOverAJavaHomeThatIsTooOld() throws Exception {
    Path old = jdk("old", "17.0.15");
    Path jdk = jdk(".jdks/new", "9001");

    assertFound(jdk, finder.with("JAVA_HOME", old).run());
  }

  @Test
  void followsTheJavaOfThePath() throws Exception {
    Path jdk = jdk("unpacked somewhere", "9000");
    Path bin = Files.createDirectory(home.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("java"), jdk.resolve("bin/java"));

    assertFound(jdk, finder.with("PATH", bin + ":/usr/bin:/bin").run());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".sdkman/candidates/java/9000-tem",
        ".asdf/installs/java/temurin-9000",
        ".local/share/mise/installs/java/9000",
        ".jabba/jdk/temurin@9000",
        ".jdks/temurin-9000",
        ".gradle/jdks/eclipse_adoptium-9000",
        "Library/Java/JavaVirtualMachines/temurin-9000.jdk/Contents/Home"
      })
  void looksWherePackageAndVersionManagersPutThem(String place) throws Exception {
    Path jdk = jdk(place, "9000.0.2");

    assertFound(jdk, finder.run());
  }

  @Test
  void takesTheOldestThatSuffices() throws Exception {
    jdk(".jdks/newest", "10000-ea");
    Path jdk = jdk(".jdks/right", "9000");
    jdk(".jdks/nearly", "8999");

    assertFound(jdk, finder.run());
  }

  @Test
  void passesOverARuntimeThatCannotCompile() throws Exception {
    Path runtime = jdk(".jdks/runtime", "9000");
    Files.delete(runtime.resolve("bin/javac"));
    Path jdk = jdk(".jdks/jdk", "9001");

    assertFound(jdk, finder.run());
  }

  @Test
  void tellsWhatItSawAndHowToGetOneWhenThereIsNone() throws Exception {
    Path old = jdk("old", "17.0.15");

    Script.Outcome outcome = finder.with("JAVA_HOME", old).run();

    assertEquals(1, outcome.exitCode());
    assertEquals("", outcome.output());
    assertTrue(outcome.errors().contains("needs JDK 9000"), outcome.errors());
    assertTrue(outcome.errors().contains("JAVA_HOME=" + old + " is JDK 17"), outcome.errors());
    assertTrue(outcome.errors().contains("https://adoptium.net"), outcome.errors());
  }

  private static void assertFound(Path jdk, Script.Outcome outcome) {
    assertEquals(new Script.Outcome(0, jdk + "\n", ""), outcome);
  }

  private Path jdk(String place, String version) throws IOException {
    Path jdk = home.toRealPath().resolve(place);
    Script.write(jdk.resolve("bin/java"), "exit 1\n");
    Script.write(jdk.resolve("bin/javac"), "exit 1\n");
    Files.writeString(
        jdk.resolve("release"), "IMPLEMENTOR=\"Test\"\nJAVA_VERSION=\"" + version + "\"\n");
    return jdk;
  }
}

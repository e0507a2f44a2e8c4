package io.vivarium.credentials;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.sasl.LoginSection;
import io.vivarium.sasl.ScramCredentials;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScramCommandTest {
  private static final String PASSWORD = "pencil-Geheim-ü";

  @TempDir private Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String input, String... args) {
    return run(input.getBytes(StandardCharsets.UTF_8), args);
  }

  private int run(byte[] input, String... args) {
    String[] all = Stream.concat(Stream.of("scram"), Arrays.stream(args)).toArray(String[]::new);
    return Main.execute(
        new PasswordSource(new ByteArrayInputStream(input), null),
        new PrintWriter(out, true),
        new PrintWriter(err, true),
        all);
  }

  /** What stands between the quotes of the only line. */
  private ScramCredentials made(String user) {
    String line = out.toString().strip();
    assertTrue(line.startsWith("scram_" + user + "=\"") && line.endsWith("\""), line);
    return ScramCredentials.parse(line.substring(line.indexOf('"') + 1, line.length() - 1));
  }

  private static void assertOf(String password, ScramCredentials made) {
    ScramCredentials again = ScramCredentials.of(password, made.salt(), made.iterations());
    assertArrayEquals(again.storedKey(), made.storedKey());
    assertArrayEquals(again.serverKey(), made.serverKey());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\r\n"})
  void aPipedPasswordBecomesALineOfTheFile(String end) {
    assertEquals(0, run(PASSWORD + end, "carl"));
    assertOf(PASSWORD, made("carl"));
    assertEquals(15_000, made("carl").iterations());
    assertFalse(out.toString().contains("Geheim"));
    assertEquals("", err.toString());
  }

  @Test
  void aServerFindsTheUserInTheFileThatHasTheLine() throws Exception {
    run(PASSWORD, "carl", "--iterations", "5000");
    Path file =
        Files.writeString(
            directory.resolve("jaas.conf"),
            """
            Server {
              org.apache.zookeeper.server.auth.DigestLoginModule required
              user_anne="hers"
              %s;
            };
            """
                .formatted(out.toString().strip()));
    LoginSection section = LoginSection.find(file, "Server");
    assertNotNull(section);
    ScramCredentials found = section.scramUsers().get("carl");
    assertNotNull(found);
    assertOf(PASSWORD, found);
  }

  @Test
  void whatStandsInAPasswordBelongsToItButForOneEndOfALine() {
    assertEquals(0, run("  spaces and \"quotes\" \n", "carl"));
    assertOf("  spaces and \"quotes\" ", made("carl"));
  }

  @Test
  void aPasswordOfTheGreatestLengthIsTaken() {
    String longest = "x".repeat(1024);
    assertEquals(0, run(longest, "carl"));
    assertOf(longest, made("carl"));
  }

  @Test
  void thePasswordMayBeInAFile() throws Exception {
    Path file = Files.writeString(directory.resolve("secret"), PASSWORD + "\n");
    assertEquals(
        0, run("other", "a.b-c_d@e", "--password-file", file.toString(), "--iterations", "4096"));
    assertOf(PASSWORD, made("a.b-c_d@e"));
    assertEquals(4096, made("a.b-c_d@e").iterations());
  }

  @Test
  void theSamePasswordIsNeverTheSameLine() {
    run(PASSWORD, "carl");
    String first = out.toString();
    out.getBuffer().setLength(0);
    run(PASSWORD, "carl");
    assertNotEquals(first, out.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "two\nGeheim", "bell\u0007Geheim"})
  void whatIsNoPasswordIsNotRepeated(String input) {
    assertEquals(1, run(input, "carl"));
    assertEquals("", out.toString());
    assertTrue(err.toString().contains("password"), err.toString());
    assertFalse(err.toString().contains("Geheim"), err.toString());
  }

  @Test
  void anInputThatNeverEndsOrIsNoTextIsRefused() {
    assertEquals(1, run("x".repeat(5000), "carl"));
    assertTrue(err.toString().contains("1024"), err.toString());
    assertEquals(1, run(new byte[] {(byte) 0xc3, 0x28}, "carl"));
    assertTrue(err.toString().contains("UTF-8"), err.toString());
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertEquals(1, run("", "carl", "--password-file", directory.resolve("none").toString()));
    assertTrue(err.toString().contains("none"), err.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\"b", "a;b", "a b", "ä", ""})
  void aNameThatWouldBreakTheFileIsRefused(String user) {
    assertEquals(2, run(PASSWORD, user));
    assertEquals("", out.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"4095", "1000001", "-1", "many"})
  void iterationsHaveLimits(String iterations) {
    assertEquals(2, run(PASSWORD, "carl", "--iterations", iterations));
    assertTrue(err.toString().contains("--iterations"), err.toString());
  }

  @Test
  void helpTellsExitCodesAndExamples() {
    assertEquals(0, run("", "--help"));
    assertTrue(out.toString().contains("Exit codes:"), out.toString());
    assertTrue(out.toString().contains("vivarium scram carl"), out.toString());
    assertEquals(2, run(""));
  }
}

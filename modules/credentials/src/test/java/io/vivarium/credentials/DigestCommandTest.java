package io.vivarium.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DigestCommandTest {
  @TempDir private Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String input, String... args) {
    String[] all = Stream.concat(Stream.of("digest"), Arrays.stream(args)).toArray(String[]::new);
    return Main.execute(
        new PasswordSource(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), null),
        new PrintWriter(out, true),
        new PrintWriter(err, true),
        all);
  }

  /** The pair that ZooKeeper's documentation and everybody's first experiment have. */
  @Test
  void theIdIsTheOneOfZooKeeper() {
    assertEquals(0, run("test\n", "super"));
    assertEquals("super:D/InIHSb7yEEbrWz8b9l71RjZJU=", out.toString().strip());
    assertEquals("", err.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "SHA1, AZv3TCp5Q9qOEBrsFfk4taqhJh0=",
    "SHA-256, I5IT0+Nv1e+myS3GQnUZtB9Q3rcEV6a95cM1tkNo8/s=",
    "MD5, km1yl07xEiM147YINpZp1w=="
  })
  void theHashMayBeAnother(String algorithm, String expected) {
    assertEquals(0, run("geheim:ü", "anne", "--algorithm", algorithm));
    assertEquals("anne:" + expected, out.toString().strip());
  }

  @Test
  void thePasswordMayBeInAFile() throws Exception {
    Path file = Files.writeString(directory.resolve("secret"), "test\r\n");
    assertEquals(0, run("other", "super", "--password-file", file.toString()));
    assertEquals("super:D/InIHSb7yEEbrWz8b9l71RjZJU=", out.toString().strip());
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertEquals(1, run("", "super", "--password-file", directory.resolve("none").toString()));
    assertEquals("", out.toString());
    assertTrue(err.toString().contains("none"), err.toString());
  }

  @Test
  void aPasswordThatNeverEndsIsRefused() {
    assertEquals(1, run("Geheim".repeat(1000), "super"));
    assertEquals("", out.toString());
    assertFalse(err.toString().contains("Geheim"), err.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n"})
  void noPasswordIsRefused(String input) {
    assertEquals(1, run(input, "super"));
    assertEquals("", out.toString());
    assertTrue(err.toString().contains("the password is empty"), err.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a:b", "super:Geheim"})
  void aNameWithAColonIsRefused(String user) {
    assertEquals(2, run("test", user));
    assertEquals("", out.toString());
  }

  @Test
  void aHashThatIsNotThereIsNamed() {
    assertEquals(2, run("Geheim", "super", "--algorithm", "ROT13"));
    assertTrue(err.toString().contains("ROT13"), err.toString());
    assertFalse(err.toString().contains("Geheim"), err.toString());
  }

  @Test
  void helpTellsExitCodesAndExamples() {
    assertEquals(0, run("", "--help"));
    assertTrue(out.toString().contains("Exit codes:"), out.toString());
    assertTrue(out.toString().contains("vivarium digest super"), out.toString());
  }
}

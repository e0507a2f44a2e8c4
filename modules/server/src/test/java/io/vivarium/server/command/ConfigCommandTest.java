package io.vivarium.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCommandTest {
  private static final String VALID = "dataDir=/data\nclientPort=2181\n";
  private static final String SECRET = "pl4nted-s3cret";
  private static final String END = System.lineSeparator();

  @TempDir private Path home;

  private String file(String text) throws IOException {
    return Files.writeString(home.resolve("zoo.cfg"), text).toString();
  }

  private Outcome run(String... args) {
    return Outcome.of(home, args);
  }

  @Test
  void aValidFileIsZero() throws IOException {
    String file = file(VALID);
    Outcome outcome = run("config", "check", file);
    assertEquals(0, outcome.exitCode(), outcome.out());
    assertEquals(
        file + ": valid for a standalone server, 0 errors, 0 warnings" + END, outcome.out());
    assertEquals("", outcome.err());
  }

  @Test
  void aDistributionSaysWhatHoldsWithoutAFile() throws IOException {
    Files.createDirectory(home.resolve("conf"));
    Files.writeString(home.resolve("conf/default.cfg"), "clientPort=2999\n");
    String shown = run("config", "show").out();
    assertTrue(shown.contains("2999"), shown);
    assertTrue(shown.contains(home.resolve("data").toString()), shown);
  }

  @Test
  void allErrorsAreShownAndTheExitCodeIsTwo() throws IOException {
    Outcome outcome = run("config", "check", file("tickTime=soon\nclientPort=many\nsnapCuont=5\n"));
    assertEquals(2, outcome.exitCode());
    String out = outcome.out();
    List<String> lines = out.lines().toList();
    assertEquals(5, lines.size(), out);
    assertTrue(lines.getFirst().startsWith("error: "), out);
    assertTrue(out.contains("zoo.cfg:1: tickTime = soon: must be a whole number"), out);
    assertTrue(out.contains("warning: zoo.cfg:3: snapCuont = 5: is not a known key"), out);
    assertTrue(out.contains("Did you mean snapCount?"), out);
    assertTrue(lines.getLast().endsWith("not valid, 3 errors, 1 warning"), out);
  }

  @Test
  void aMissingFileIsTwo() {
    Outcome outcome = run("config", "check", home.resolve("no-such.cfg").toString());
    assertEquals(2, outcome.exitCode());
    assertTrue(outcome.out().contains("no-such.cfg: file: there is no such file"), outcome.out());
  }

  @Test
  void theStrictFormRefusesUnknownKeys() throws IOException {
    String file = file(VALID + "tickTme=1\n");
    assertEquals(0, run("config", "check", file).exitCode());
    assertEquals(2, run("config", "check", "--strict", file).exitCode());
  }

  @Test
  void keysSetOnTheCommandLineWin() throws IOException {
    String ensemble = "initLimit=5\nsyncLimit=2\nserver.1=a:1:2\nserver.2=b:1:2\nserver.3=c:1:2\n";
    String file = file(VALID + ensemble);
    assertEquals(2, run("config", "check", file).exitCode(), "there is no myid");
    Outcome outcome = run("config", "check", "--set", "myid=3", "-s", "tickTime=500", file);
    assertEquals(0, outcome.exitCode(), outcome.out());
    assertTrue(outcome.out().contains("valid for server 3 of an ensemble of 3"), outcome.out());
    assertEquals(1, run("config", "check", "--set", "myid=9", file).exitCode(), "not in the list");
  }

  @Test
  void linesHaveOneProblemEachWithTabs() throws IOException {
    Outcome outcome =
        run("config", "check", "--output", "lines", file(VALID + "tickTime=soon\ntickTme=1\n"));
    List<List<String>> lines =
        outcome.out().lines().map(line -> List.of(line.split("\t", -1))).toList();
    assertEquals(2, lines.size());
    assertEquals(List.of("error", "zoo.cfg:3", "tickTime", "soon"), lines.get(0).subList(0, 4));
    assertEquals(List.of("warning", "zoo.cfg:4", "tickTme", "1"), lines.get(1).subList(0, 4));
    assertEquals(6, lines.get(0).size());
  }

  @Test
  void jsonIsAnArrayOfObjects() throws IOException {
    String out = run("config", "check", "-o", "json", file(VALID + "tickTme=\"1\n")).out();
    assertTrue(out.startsWith("["), out);
    assertTrue(
        out.contains(
            "{\"severity\": \"warning\", \"origin\": \"zoo.cfg:3\", \"key\": \"tickTme\","
                + " \"value\": \"\\\"1\""),
        out);
    assertEquals("[" + END + "]" + END, run("config", "check", "-o", "json", file(VALID)).out());
  }

  @Test
  void showListsEveryKeyWithValueAndOrigin() throws IOException {
    Outcome outcome = run("config", "show", file(VALID + "tickTime=2000\n"));
    assertEquals(0, outcome.exitCode(), outcome.err());
    String out = outcome.out();
    assertTrue(out.lines().count() > 100, out);
    assertTrue(out.matches("(?s).*tickTime=2000 +# zoo.cfg:3, default 3000.*"), out);
    assertTrue(out.matches("(?s).*snapCount=100000 +# default\\R.*"), out);
    assertTrue(out.contains("# Client ports, sessions, limits and access"), out);
  }

  @Test
  void showWithoutAFileHasWhatAServerWithoutConfigurationHas() {
    String out = run("config", "show", "--changed").out();
    assertTrue(out.matches("(?s).*clientPort=2181 +# built-in configuration.*"), out);
    assertTrue(out.contains("dataDir=" + home.resolve("data")), out);
  }

  @Test
  void showCanBeNarrowedAndExplained() throws IOException {
    String file = file(VALID + "nio.numWorkerThreads=4\n");
    List<String> changed =
        run("config", "show", "--changed", "-o", "lines", file).out().lines().toList();
    assertEquals(
        List.of("dataDir", "clientPort", "nio.numWorkerThreads"),
        changed.stream().map(line -> line.substring(0, line.indexOf('\t'))).toList());
    String explained = run("config", "show", "--key", "SESSIONTIMEOUT", "--explain", file).out();
    assertTrue(explained.contains("Longest session timeout that is granted."), explained);
    assertFalse(explained.contains("dataDir"), explained);
    String noted =
        run("config", "show", "--key", "numWorker", "--explain", "-o", "json", file).out();
    assertTrue(
        noted.contains("\"note\": \"the transport chooses its own threads and buffers\""), noted);
  }

  @Test
  void showTellsWhatIsWrongOnStandardErrorAndListsAllTheSame() throws IOException {
    Outcome outcome = run("config", "show", file("tickTime=soon\n"));
    assertEquals(2, outcome.exitCode());
    assertTrue(outcome.err().contains("error: zoo.cfg:1: tickTime = soon"), outcome.err());
    assertTrue(outcome.out().contains("tickTime=soon"), outcome.out());
  }

  @Test
  void secretsAreNeverPrinted() throws IOException {
    String file =
        file(
            VALID
                + ("ssl.keyStore.password=" + SECRET + "\n")
                + ("ssl.keystore.pasword=" + SECRET + "\n")
                + ("DigestAuthenticationProvider.superDigest=super:" + SECRET + "\n"));
    for (String form : List.of("text", "lines", "json")) {
      for (String command : List.of("check", "show")) {
        Outcome outcome = run("config", command, "--output", form, file);
        assertFalse((outcome.out() + outcome.err()).contains(SECRET), command + " " + form);
      }
    }
    assertTrue(run("config", "show", file).out().contains("ssl.keyStore.password=********"));
  }

  @Test
  void anUnknownFormIsAWrongCommandLine() throws IOException {
    assertEquals(2, run("config", "check", "--output", "xml", file(VALID)).exitCode());
  }
}

package io.vivarium.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigurationTest {
  @TempDir Path home;

  private Configuration of(String name, String text) throws IOException {
    Files.createDirectories(home.resolve("conf"));
    Files.writeString(home.resolve("conf").resolve(name), text);
    return Configuration.of(home);
  }

  private static Properties read(Configuration configuration) throws IOException {
    Properties properties = new Properties();
    properties.load(new StringReader(configuration.text()));
    return properties;
  }

  @Test
  void whatThePackageSaysHoldsButForTheDirectories() throws Exception {
    Configuration made =
        of("zoo.cfg", "tickTime=2000\n  dataDir : /var/lib/x\ndataLogDir /fast\nclientPort=2999");

    Properties properties = read(made);
    assertEquals("2000", properties.getProperty("tickTime"));
    assertEquals("2999", properties.getProperty("clientPort"));
    assertEquals("/data", properties.getProperty("dataDir"));
    assertEquals("/datalog", properties.getProperty("dataLogDir"));
    assertEquals(4, properties.size());
    assertEquals(List.of("/data", "/datalog"), made.volumes());
    assertEquals(List.of(2999), made.ports());
    assertTrue(made.text().contains("#   dataDir : /var/lib/x\n"), made.text());
  }

  @Test
  void theFileOfScriptsGoesBeforeThatOfServersWithoutOne() throws Exception {
    assertEquals("memory", read(of("default.cfg", "storage=memory\n")).getProperty("storage"));
    assertFalse(read(of("zoo.cfg", "clientPort=1\n")).containsKey("storage"));
  }

  @Test
  void aFileThatNamesNoPortIsCompletedAsAServerWouldDo() throws Exception {
    Properties properties = read(of("default.cfg", "storage=memory\n"));

    assertEquals("2181", properties.getProperty("clientPort"));
    assertEquals("/data", properties.getProperty("dataDir"));
  }

  @Test
  void withoutAFileAServerServesAllTheSame() throws Exception {
    Configuration made = Configuration.of(home);

    assertEquals("2181", read(made).getProperty("clientPort"));
    assertEquals(List.of(2181), made.ports());
    assertEquals(List.of("/data"), made.volumes());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "clientPort=auto;''",
        "secureClientPort=2281;2281",
        "\"server.1=zk1.example.org:2888:3888;2181\";2181 2888 3888",
        "\"server.1=[::1]:2888:3888:observer;[::]:2182\";2182 2888 3888",
        "server.1=a:1:2|b:3:4;1 2 3 4",
        "server.1=a:1:2:participant;1 2",
        "\"clientPort=5\\nadmin.serverAddress=0.0.0.0\";5 8080",
        "\"clientPort=5\\nadmin.serverAddress=0.0.0.0\\nadmin.serverPort=81\";5 81",
        "\"clientPort=5\\nadmin.serverAddress=0.0.0.0\\nadmin.enableServer=false\";5",
        "\"clientPort=5\\nadmin.serverAddress=127.0.0.1\";5"
      })
  void portsAreThoseThatItOpensToOthers(String text, String ports) throws Exception {
    Configuration made = of("zoo.cfg", text.replace("\\n", "\n"));

    assertEquals(
        ports.replace("'", ""),
        String.join(" ", made.ports().stream().map(String::valueOf).toList()));
  }

  @Test
  void aDirectoryThatCannotBeMovedIsRefused() {
    IOException refused =
        assertThrows(IOException.class, () -> of("zoo.cfg", "data\\\n  Dir=/x\nclientPort=1\n"));

    assertTrue(refused.getMessage().contains("conf/zoo.cfg: dataDir"), refused.getMessage());
  }

  @Test
  void whatIsNoConfigurationIsRefused() {
    IOException refused = assertThrows(IOException.class, () -> of("zoo.cfg", "a=\\u12\n"));

    assertTrue(refused.getMessage().contains("conf/zoo.cfg: "), refused.getMessage());
  }
}

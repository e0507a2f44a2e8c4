package io.vivarium.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TransferVerbsTest {
  @RegisterExtension static final ShellUnderTest SHELL = ShellUnderTest.text();

  private static final String TREE =
      """
      > create /a top
      Created /a
      > create /a/b
      Created /a/b
      > create /a/b/c "" world:anyone:cdra
      Created /a/b/c
      > create -e /a/e
      Created /a/e
      """;

  @TempDir Path directory;

  private Path file() {
    return directory.resolve("export.json");
  }

  @Test
  void aSubtreeIsWrittenAsJson() {
    SHELL.holds(
        TREE
            + """
              > set -b /a/b //4=
              > export /a
              {
                "format" : "vivarium-export-1",
                "top" : "/a",
                "nodes" : [ {
                  "path" : "",
                  "data" : "top",
                  "acl" : [ "world:anyone:cdrwa" ]
                }, {
                  "path" : "/b",
                  "dataBase64" : "//4=",
                  "acl" : [ "world:anyone:cdrwa" ]
                }, {
                  "path" : "/b/c",
                  "data" : "",
                  "acl" : [ "world:anyone:cdra" ]
                } ]
              }
              > export /missing
              Node does not exist: /missing
              """);
  }

  @Test
  void ephemeralsAreExportedWhenThatIsWanted() {
    SHELL.holds(TREE);

    assertTrue(!SHELL.run("export /a").contains("/e"));
    assertTrue(SHELL.run("export -e /a").contains("\"/e\""));
  }

  @Test
  void theTreeOfTheServerItselfIsLeftOut() {
    SHELL.holds(
        """
        > create /a
        Created /a
        > export /
        {
          "format" : "vivarium-export-1",
          "top" : "/",
          "nodes" : [ {
            "path" : "",
            "data" : "",
            "acl" : [ "world:anyone:cdrwa" ]
          }, {
            "path" : "/a",
            "data" : null,
            "acl" : [ "world:anyone:cdrwa" ]
          } ]
        }
        """);
  }

  @Test
  void whatWasExportedIsPutElsewhere() {
    SHELL.holds(
        (TREE
                + """
                  > export /a FILE
                  Exported 3 nodes to FILE
                  > import --dry-run FILE /copy
                  create /copy (3 bytes)
                  create /copy/b (0 bytes)
                  create /copy/b/c (0 bytes)
                  Would create 3 nodes, replace 0, 0 were the same
                  > stat /copy
                  Node does not exist: /copy
                  > import FILE /copy
                  Created 3 nodes, replaced 0, 0 were the same
                  > ls -R /copy
                  /copy
                  /copy/b
                  /copy/b/c
                  > get /copy
                  top
                  > get /copy/b
                  null
                  > getAcl /copy/b/c
                  'world,'anyone
                  : cdra
                  > import FILE /copy
                  Created 0 nodes, replaced 0, 3 were the same
                  """)
            .replace("FILE", file().toString()));
  }

  @Test
  void dataThatIsThereIsReplacedOnlyWhenThatIsWanted() {
    SHELL.holds(
        """
        > create /a one
        Created /a
        > export /a FILE
        Exported 1 nodes to FILE
        > create /a/b
        Created /a/b
        > set /a two
        > import FILE /a
        1 nodes are there with other data, the first is /a; nothing was changed. Replace them with -o, or choose another path
        > get /a
        two
        > import -n -o FILE /a
        replace /a (3 bytes)
        Would create 0 nodes, replace 1, 0 were the same
        > get /a
        two
        > import -o FILE /a
        Created 0 nodes, replaced 1, 0 were the same
        > get /a
        one
        """
            .replace("FILE", file().toString()));
  }

  @Test
  void aConflictLeavesNothingHalfDone() throws Exception {
    Files.writeString(
        file(),
        """
        {"format": "vivarium-export-1", "nodes": [
          {"path": "/new", "data": "x"},
          {"path": "/old", "data": "y"}]}
        """);
    SHELL.holds(
        """
        > create /top
        Created /top
        > create /top/old z
        Created /top/old
        > import FILE /top
        1 nodes are there with other data, the first is /top/old; nothing was changed. Replace them with -o, or choose another path
        > stat /top/new
        Node does not exist: /top/new
        """
            .replace("FILE", file().toString()));
  }

  @Test
  void manyNodesAreMadeInBatches() throws Exception {
    StringBuilder json = new StringBuilder("{\"format\": \"vivarium-export-1\", \"nodes\": [");
    json.append("{\"path\": \"\"}");
    for (int i = 0; i < 500; i++) {
      json.append(",\n{\"path\": \"/n")
          .append(i)
          .append("\", \"data\": \"")
          .append("x".repeat(2000));
      json.append("\"}");
    }
    Files.writeString(file(), json.append("]}"));

    assertEquals(
        "Created 501 nodes, replaced 0, 0 were the same\n",
        SHELL.run("import " + file() + " /many"));
    assertEquals("500\n", SHELL.run("getAllChildrenNumber /many"));
  }

  @Test
  void theRootIsExportedAndImportedBelow() {
    SHELL.holds(
        """
        > create /a x
        Created /a
        > export / FILE
        Exported 2 nodes to FILE
        > import FILE /
        Created 0 nodes, replaced 0, 2 were the same
        > import FILE /copy
        Created 2 nodes, replaced 0, 0 were the same
        > get /copy/a
        x
        """
            .replace("FILE", file().toString()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[]|there is START_ARRAY where START_OBJECT must be",
        "{}|this is no vivarium-export-1",
        "{\"format\": \"other\", \"nodes\": []}|the first field must be \"format\"",
        "{\"nodes\": []}|the first field must be \"format\"",
        "{\"format\": \"vivarium-export-1\", \"nodes\": {}}|there is START_OBJECT where START_ARRAY must be",
        "{\"format\": \"vivarium-export-1\", \"nodes\": [7]}|there is VALUE_NUMBER_INT where END_ARRAY must be",
        "{\"format\": \"vivarium-export-1\", \"nodes\": [{\"data\": \"x\"}]}|a node has no path",
        "{\"format\": \"vivarium-export-1\", \"nodes\": [{\"path\": 7}]}|there is VALUE_NUMBER_INT where VALUE_STRING must be",
        "{\"format\": \"vivarium-export-1\", \"nodes\": [{\"path\": \"\", \"dataBase64\": \"?\"}]}|dataBase64 is no base64",
        "{\"format\": \"vivarium-export-1\", \"nodes\": [{\"path\": \"\", \"acl\": [\"x\"]}]}|x does not have the form scheme:id:perm",
        "{\"format\": \"vivarium-export-1\", \"nodes\": [{\"path\": \"x\"}]}|the path 'x' of a node must be empty or begin with /",
        "{\"format\": \"vivarium-export-1\", \"nodes\": [{\"path\": \"/x/\"}]}|Path must not end with / character",
        "{\"format\"|cannot read"
      })
  void aFileThatIsNoExportIsRefused(String text, String reason) throws Exception {
    Files.writeString(file(), text);

    String shown = SHELL.run("import " + file() + " /top");

    assertTrue(shown.contains(reason), shown);
    assertEquals(1, SHELL.shell().lastExitCode());
    assertEquals("[zookeeper]\n", SHELL.run("ls /"));
  }

  @Test
  void fieldsThatAreNotKnownAreNoHarm() throws Exception {
    Files.writeString(
        file(),
        """
        {"format": "vivarium-export-1", "made": {"by": ["somebody"]}, "nodes": [
          {"path": "", "note": [1, 2], "data": "x"}]}
        """);

    assertEquals(
        "Created 1 nodes, replaced 0, 0 were the same\n", SHELL.run("import " + file() + " /t"));
  }

  @Test
  void aMissingFileIsNamed() {
    String shown = SHELL.run("import " + file() + " /top");

    assertTrue(shown.contains("cannot read " + file()), shown);
    assertTrue(SHELL.run("export / " + directory).contains("cannot write"));
    assertEquals("import [--dry-run] [-o] file path\n", SHELL.run("import x"));
  }

  @Test
  void accessControlListsOfEveryKindComeBack() {
    SHELL.holds(
        """
        > create /a x world:anyone:r,ip:10.0.0.0/8:cdrwa
        Created /a
        > getAcl /a
        'world,'anyone
        : r
        'ip,'10.0.0.0/8
        : cdrwa
        > export /a FILE
        Exported 1 nodes to FILE
        > import FILE /a2
        Created 1 nodes, replaced 0, 0 were the same
        > getAcl /a2
        'world,'anyone
        : r
        'ip,'10.0.0.0/8
        : cdrwa
        """
            .replace("FILE", file().toString()));
  }

  @Test
  void anExportThatFailsLeavesTheFileOfTheOneBefore() throws Exception {
    SHELL.holds(
        """
        > create /a x
        Created /a
        > export /a FILE
        Exported 1 nodes to FILE
        """
            .replace("FILE", file().toString()));
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-------"));
    String before = Files.readString(file());
    SHELL.holds(
        """
        > create /a/closed y world:anyone:d
        Created /a/closed
        > export /a FILE
        Insufficient permission : /a/closed
        """
            .replace("FILE", file().toString()));

    assertEquals(before, Files.readString(file()));
    assertFalse(SHELL.run("export /a").contains("]\n}"), "nor does what is shown here look whole");
    assertEquals(1, SHELL.shell().lastExitCode());
    SHELL.run("delete /a/closed");
    SHELL.run("create /a/open");
    SHELL.run("export /a " + file());
    assertTrue(Files.readString(file()).contains("/open"));
    assertEquals(
        PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(file()));
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(List.of(file()), files.toList(), "nothing else is left");
    }
  }

  @Test
  void anExportOfNothingButItsTopIsOneNode() {
    SHELL.holds(
        """
        > create /top x
        Created /top
        > export /top FILE
        Exported 1 nodes to FILE
        > import --dry-run FILE /elsewhere
        create /elsewhere (1 bytes)
        Would create 1 nodes, replace 0, 0 were the same
        > import --dry-run FILE /no/such/parent
        create /no/such/parent (1 bytes)
        Would create 1 nodes, replace 0, 0 were the same
        > import FILE /no/such/parent
        Node does not exist: /no/such/parent
        """
            .replace("FILE", file().toString()));
  }
}

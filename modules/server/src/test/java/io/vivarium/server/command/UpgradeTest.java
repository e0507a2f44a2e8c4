package io.vivarium.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code config check} tells of the way from one installation to another. */
class UpgradeTest {
  private static final String PLUGIN = "id=ldap\nversion=1.2\nspi=auth\nlicence=MIT\nspi.version=";

  @TempDir private Path directory;
  private Path home;
  private Path before;
  private Path file;

  @BeforeEach
  void install() throws IOException {
    home = Files.createDirectory(directory.resolve("new"));
    before = Files.createDirectory(directory.resolve("old"));
    file = Files.writeString(directory.resolve("zoo.cfg"), "dataDir=/data\nclientPort=2181\n");
  }

  /** What stands for the other installation's program: prints these lines, notes what it was asked, and ends with this code. */
  private void program(int exitCode, String... lines) throws IOException {
    Path program = Files.createDirectory(before.resolve("bin")).resolve("vivarium");
    String script =
        "#!/bin/sh\nprintf '%s ' \"$@\" > "
            + directory.resolve("asked")
            + "\ncat <<'END'\n"
            + String.join("\n", lines)
            + "\nEND\nexit "
            + exitCode
            + "\n";
    Files.writeString(program, script);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void plugin(Path home, String descriptor) throws IOException {
    Path plugin = Files.createDirectories(home.resolve("plugins/ldap"));
    Files.writeString(plugin.resolve("plugin.properties"), descriptor);
  }

  private Outcome check(String... more) {
    String[] args = {
      "config", "check", "--upgrade-from", before.toString(), "--set", "tickTime=3000"
    };
    String[] all = new String[args.length + more.length + 1];
    System.arraycopy(args, 0, all, 0, args.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    all[all.length - 1] = file.toString();
    return Outcome.of(home, all);
  }

  @Test
  void aValueThatIsOtherwiseThereIsAChange() throws IOException {
    program(
        0,
        "tickTime\t3000\tcommand line\t3000",
        "snapCount\t50000\tdefault\t50000",
        "goneSince\t1\tdefault\t1");

    Outcome outcome = check();

    assertEquals(0, outcome.exitCode(), outcome.out());
    assertEquals(
        List.of(
            "change: default: snapCount = 100000: is \"50000\" (default) in "
                + before
                + ". Set it, to have the same in both.",
            file + ": valid for a standalone server, 0 errors, 0 warnings, 1 change"),
        outcome.out().lines().toList());
    assertEquals(
        "config show --output lines --set tickTime=3000 " + file,
        Files.readString(directory.resolve("asked")).strip());
  }

  @Test
  void whatLiesInTheInstallationIsTheSame() throws IOException {
    program(0, "dataLogDir\t" + before.toRealPath() + "/log\tcommand line\t");
    String out = check("--set", "dataLogDir=" + home.toRealPath() + "/log").out();
    assertTrue(out.contains("0 errors, 0 warnings, 0 changes"), out);
  }

  @Test
  void aConfigurationThatTheOtherOneRefusesIsComparedAllTheSame() throws IOException {
    program(2, "snapCount\t50000\tdefault\t50000");
    assertTrue(check("--output", "lines").out().startsWith("change\tdefault\tsnapCount\t100000"));
  }

  @Test
  void aPluginThatIsThereOnlyIsAChangeAndWhetherItWouldWorkIsSaid() throws IOException {
    program(0, "tickTime\t3000\tcommand line\t3000");
    plugin(before, PLUGIN + "1-3");
    String out = check().out();
    assertTrue(out.contains("change: plugins: auth=ldap 1.2 is in " + before), out);
    assertTrue(out.contains("and not here. It works with this release: copy"), out);

    plugin(before, PLUGIN + "7");
    out = check().out();
    assertTrue(out.contains("It works with version 7 of SPI auth, and here that is"), out);
  }

  @Test
  void aPluginThatIsAskedForAndNotInstalledIsAnError() throws IOException {
    program(0, "tickTime\t3000\tcommand line\t3000");
    plugin(before, PLUGIN + "1");
    Outcome outcome = check("--set", "auth=builtin,ldap");
    assertEquals(2, outcome.exitCode(), outcome.out());
    String out = outcome.out();
    assertTrue(out.startsWith("error: plugins: the auth plugin ldap is not installed"), out);
    assertTrue(out.contains("not valid, 1 error, 0 warnings, 1 change"), out);
  }

  @Test
  void whatIsNoInstallationIsAnError() throws IOException {
    Outcome none = check();
    assertEquals(2, none.exitCode(), none.out());
    assertTrue(none.out().contains("cannot be compared with, as it has no program"), none.out());

    program(1);
    assertTrue(check().out().contains("its config show ended with 1"), check().out());
  }
}

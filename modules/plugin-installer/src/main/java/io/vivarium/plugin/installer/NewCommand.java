package io.vivarium.plugin.installer;

import io.vivarium.kernel.BuildVersion;
import io.vivarium.plugin.installer.content.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code vivarium plugin new}. */
@Command(
    name = "new",
    description = {
      "Begins a plugin: a Maven project that builds, passes the tests of its SPI and packages"
          + " itself. It runs the Maven archetype for that SPI, which needs Maven 3.9 and a JDK 25."
    },
    footer = {
      "",
      "Exit codes: 0 made; 1 there is no Maven, or it failed; 2 wrong command line.",
      "",
      "Examples:",
      "  vivarium plugin new --spi storage --group org.example --artifact my-storage",
      "  vivarium plugin new --spi audit --group org.example --artifact my-audit --repository /srv/maven"
    })
final class NewCommand implements Callable<Integer> {
  private static final String ARCHETYPE_PLUGIN =
      "org.apache.maven.plugins:maven-archetype-plugin:3.4.1:generate";
  private static final String GROUP = "[A-Za-z0-9_][A-Za-z0-9_-]*(\\.[A-Za-z0-9_][A-Za-z0-9_-]*)*";

  private final Terminal terminal;
  private final MavenProgram maven;

  @Spec private CommandSpec spec;

  /** The SPIs that have an archetype. */
  enum Spi {
    TRANSPORT,
    STORAGE,
    AUTHENTICATION,
    CONSENSUS,
    METRICS,
    ADMIN,
    AUDIT;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = "--spi",
      required = true,
      paramLabel = "SPI",
      description = "What the plugin is: ${COMPLETION-CANDIDATES}.")
  private Spi spi;

  @Option(
      names = "--group",
      required = true,
      paramLabel = "GROUP",
      description = "The Maven group, for example org.example.")
  private String group;

  @Option(
      names = "--artifact",
      required = true,
      paramLabel = "ARTIFACT",
      description =
          "The Maven artifact, and the id of the plugin: lower-case letters, digits and hyphens.")
  private String artifact;

  @Option(
      names = "--package",
      paramLabel = "PACKAGE",
      description =
          "The Java package and module. Default: group and artifact, with dots for the artifact's"
              + " hyphens.")
  private @Nullable String javaPackage;

  @Option(
      names = "--project-version",
      paramLabel = "VERSION",
      defaultValue = "1.0.0",
      description = "The version of the new plugin. Default: ${DEFAULT-VALUE}.")
  private String version = "1.0.0";

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description = "Where the project's directory is made. Default: here.")
  private @Nullable Path directory;

  @Option(
      names = "--repository",
      paramLabel = "URL|DIR",
      description =
          "A Maven repository that has Vivarium's artifacts, beside those of your settings; the"
              + " project will name it, too. May be given more than once.")
  private List<String> repositories = new ArrayList<>();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("unused") // picocli reads it
  private boolean help;

  /** Filled in by picocli, before anything is called. */
  @SuppressWarnings("NullAway")
  NewCommand(Terminal terminal, MavenProgram maven) {
    this.terminal = terminal;
    this.maven = maven;
  }

  @Override
  public Integer call() throws IOException, InterruptedException, Refusal {
    checkNames();
    ProjectRepositories named = ProjectRepositories.of(repositories);
    generate(named);
    Path made = (directory == null ? Path.of("") : directory).resolve(artifact);
    if (!named.urls().isEmpty()) {
      named.addTo(made.resolve("pom.xml"));
    }
    terminal
        .out()
        .println(
            "Made "
                + made
                + ". Next: cd "
                + MavenProgram.quoted(made.toString())
                + " && mvn verify");
    return 0;
  }

  private void checkNames() {
    require(group.matches(GROUP), "--group=" + group + " is no Maven group such as org.example");
    require(
        artifact.matches("[a-z][a-z0-9-]{0,63}"),
        "--artifact=" + artifact + " must be lower-case letters, digits and hyphens, at most 64");
    require(
        version.matches("[0-9A-Za-z][0-9A-Za-z.+_-]{0,99}"),
        "--project-version="
            + version
            + " must be letters, digits and . + _ -, at most 100, such as 1.0.0");
    require(
        javaPackage == null || JavaPackage.isName(javaPackage),
        "--package=" + javaPackage + " is no Java package such as org.example.mine");
  }

  private void generate(ProjectRepositories named)
      throws IOException, InterruptedException, Refusal {
    Path settings = named.urls().isEmpty() ? null : named.writeSettings();
    try {
      List<String> arguments = arguments(settings);
      Path program =
          maven
              .find()
              .orElseThrow(
                  () ->
                      new Refusal(
                          "there is no mvn on the PATH, nor below MAVEN_HOME; install Maven, or run"
                              + " this where there is one: "
                              + MavenProgram.shown(arguments(null))));
      int code = maven.run(program, arguments);
      if (code != 0) {
        throw new Refusal(
            "Maven ended with code " + code + "; the command was " + MavenProgram.shown(arguments));
      }
    } finally {
      if (settings != null) {
        Files.delete(settings);
      }
    }
  }

  private void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new ParameterException(spec.commandLine(), otherwise);
    }
  }

  private List<String> arguments(@Nullable Path settings) {
    List<String> arguments = new ArrayList<>(List.of("--batch-mode"));
    if (settings != null) {
      arguments.addAll(List.of("--global-settings", settings.toString()));
    }
    String root = javaPackage == null ? JavaPackage.of(group, artifact) : javaPackage;
    arguments.addAll(
        List.of(
            ARCHETYPE_PLUGIN,
            "-DinteractiveMode=false",
            "-DarchetypeGroupId=io.vivarium",
            "-DarchetypeArtifactId=vivarium-archetype-" + spi,
            "-DarchetypeVersion=" + BuildVersion.product(),
            "-DgroupId=" + group,
            "-DartifactId=" + artifact,
            "-Dversion=" + version,
            "-Dpackage=" + root));
    if (directory != null) {
      arguments.add("-DoutputDirectory=" + directory.toAbsolutePath());
    }
    return arguments;
  }
}

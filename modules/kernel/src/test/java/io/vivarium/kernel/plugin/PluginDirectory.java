package io.vivarium.kernel.plugin;

import io.vivarium.spi.PluginProvider;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * Builds a plugin directory from source text: a consensus engine that does nothing unless a test says otherwise, with whatever is wrong
 * that it wants.
 */
public final class PluginDirectory {
  private static final String PROVIDER =
      """
      package @PACKAGE@;

      public final class Provider implements @PROVIDER@ {
        @Override public String id() { return "@ID@"; }
        @Override public int spiVersion() { return @VERSION@; }
        @Override public java.util.List<io.vivarium.spi.ConfigKey<?>> configKeys() {
          return java.util.List.of(io.vivarium.spi.ConfigKey.text("says", @SAID@, "What it has to say."));
        }
        @Override public @PLUGIN@ create(io.vivarium.spi.PluginContext context) {
          @CREATE@
        }
      }
      """;

  private final Path plugins;
  private final String id;
  private Path directory;
  private String providerType = "io.vivarium.spi.consensus.ConsensusProvider";
  private String pluginType = "io.vivarium.spi.consensus.Consensus";
  private String create = "throw new UnsupportedOperationException(\"a sample\");";
  private final Map<String, String> properties = new LinkedHashMap<>();
  private String providerId;
  private boolean modular = true;
  private String said = "null";
  private String requires = "";
  private int spiVersion = PluginProvider.SPI_VERSION;

  /** A plugin {@code consensus=id} below {@code plugins}; nothing is written before {@link #write}. */
  public PluginDirectory(Path plugins, String id) {
    this.plugins = plugins;
    this.directory = plugins.resolve("consensus-" + id);
    this.id = id;
    this.providerId = id;
    properties.put("id", id);
    properties.put("version", "1.2.3");
    properties.put("spi", "consensus");
    properties.put("spi.version", String.valueOf(PluginProvider.SPI_VERSION));
    properties.put("licence", "Apache-2.0");
    properties.put("container", "layer");
  }

  /**
   * A plugin of another kind.
   *
   * @param create the body of the provider's method; its parameter is called {@code context}
   */
  public PluginDirectory implementing(
      String spi, Class<?> providerType, Class<?> pluginType, String create) {
    this.providerType = providerType.getName();
    this.pluginType = pluginType.getName();
    this.create = create;
    this.directory = plugins.resolve(spi + "-" + id);
    return with("spi", spi);
  }

  PluginDirectory with(String key, String value) {
    properties.put(key, value);
    return this;
  }

  PluginDirectory without(String key) {
    properties.remove(key);
    return this;
  }

  PluginDirectory callingItself(String other) {
    providerId = other;
    return this;
  }

  PluginDirectory builtFor(int version) {
    spiVersion = version;
    return this;
  }

  PluginDirectory requiring(String module) {
    requires += "requires " + module + "; ";
    return this;
  }

  /** What the plugin answers when it is asked for its keys: an expression in Java, a text. */
  PluginDirectory saying(String expression) {
    said = expression;
    return this;
  }

  /** Puts in copies of all jars of a directory. */
  PluginDirectory withJarsOf(Path jars) throws IOException {
    Files.createDirectories(directory);
    try (Stream<Path> all = Files.list(jars)) {
      for (Path jar : all.sorted().toList()) {
        Files.copy(jar, directory.resolve(jar.getFileName()));
      }
    }
    return this;
  }

  /** Puts in a jar with one class that may use those of the jars before it. */
  PluginDirectory withLibrary(String jar, String className, String source) throws IOException {
    Files.createDirectories(directory);
    return withLibrary(jar, List.of("-classpath", ownJars()), Map.of(className, source));
  }

  /** Puts in a jar with one class that is a module of its own, exports the package of that class and is called as the package is. */
  PluginDirectory withModule(String jar, String className, String source) throws IOException {
    String name = className.substring(0, className.lastIndexOf('.'));
    Files.createDirectories(directory);
    String module = "module " + name + " { exports " + name + "; }";
    return withLibrary(jar, List.of(), Map.of("module-info", module, className, source));
  }

  private PluginDirectory withLibrary(String jar, List<String> options, Map<String, String> sources)
      throws IOException {
    Path work = Files.createTempDirectory("library-source");
    List<String> arguments = new ArrayList<>(options);
    for (Map.Entry<String, String> source : sources.entrySet()) {
      Path file = work.resolve(source.getKey().replace('.', '/') + ".java");
      Files.createDirectories(file.getParent());
      Files.writeString(file, source.getValue());
      arguments.add(file.toString());
    }
    compile(arguments);
    jar(work, directory.resolve(jar));
    return this;
  }

  private String ownJars() throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.map(Path::toString)
          .filter(file -> file.endsWith(".jar"))
          .sorted()
          .collect(Collectors.joining(File.pathSeparator));
    }
  }

  PluginDirectory notModular() {
    modular = false;
    return this;
  }

  Path path() {
    return directory;
  }

  /** Writes the descriptor only. */
  PluginDirectory describe() throws IOException {
    Files.createDirectories(directory);
    StringBuilder text = new StringBuilder();
    properties.forEach((key, value) -> text.append(key).append(" = ").append(value).append('\n'));
    Files.writeString(directory.resolve("plugin.properties"), text);
    return this;
  }

  /** Writes descriptor and jar. */
  public PluginDirectory write() throws IOException {
    describe();
    Path work = Files.createTempDirectory("plugin-source");
    String name = "sample." + id.replace('-', '_');
    Path source = work.resolve(name.replace('.', '/')).resolve("Provider.java");
    Files.createDirectories(source.getParent());
    Files.writeString(
        source,
        PROVIDER
            .replace("@PACKAGE@", name)
            .replace("@ID@", providerId)
            .replace("@VERSION@", String.valueOf(spiVersion))
            .replace("@SAID@", said)
            .replace("@PROVIDER@", providerType)
            .replace("@PLUGIN@", pluginType)
            .replace("@CREATE@", create));
    List<String> sources = new ArrayList<>(List.of(source.toString()));
    if (modular) {
      Path module = work.resolve("module-info.java");
      Files.writeString(
          module,
          "module "
              + name
              + " { requires io.vivarium.spi; "
              + requires
              + "provides "
              + providerType
              + " with "
              + name
              + ".Provider; }");
      sources.add(module.toString());
    }
    sources.addAll(
        0,
        List.of(
            modular ? "--module-path" : "-classpath",
            ownJars()
                + File.pathSeparator
                + (modular ? ModulePath.ofServer() : System.getProperty("java.class.path"))));
    compile(sources);
    // Beside the module's declaration, so that the jar works on a class path as well, as those of
    // real plugins do.
    Path services = work.resolve("META-INF/services");
    Files.createDirectories(services);
    Files.writeString(services.resolve(providerType), name + ".Provider\n");
    jar(work, directory.resolve(id + "-1.2.3.jar"));
    return this;
  }

  private static void compile(List<String> optionsAndSources) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> arguments = new ArrayList<>(List.of("-proc:none", "--release", "25"));
    arguments.addAll(optionsAndSources);
    int result = compiler.run(null, null, null, arguments.toArray(String[]::new));
    if (result != 0) {
      throw new IllegalStateException("the sample plugin does not compile");
    }
  }

  private static void jar(Path from, Path to) throws IOException {
    try (OutputStream file = Files.newOutputStream(to);
        JarOutputStream jar = new JarOutputStream(file);
        Stream<Path> all = Files.walk(from)) {
      for (Path entry : all.filter(Files::isRegularFile).sorted().toList()) {
        if (!entry.toString().endsWith(".java")) {
          jar.putNextEntry(new JarEntry(from.relativize(entry).toString()));
          jar.write(Files.readAllBytes(entry));
        }
      }
    }
  }

  /** Signs the jar, with a key of its own. */
  PluginDirectory sign() throws IOException, InterruptedException {
    Path keys = Files.createTempDirectory("plugin-keys").resolve("keys.p12");
    String jar = directory.resolve(id + "-1.2.3.jar").toString();
    String[] store = {"-keystore", keys.toString(), "-storepass", "changeit"};
    runTool("keytool", store, "-genkeypair", "-alias", "k", "-keyalg", "EC", "-dname", "CN=k");
    runTool("jarsigner", store, jar, "k");
    return this;
  }

  private static void runTool(String tool, String[] store, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", tool).toString());
    command.addAll(List.of(store));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(tool + " failed: " + said);
    }
  }

  /** Exchanges a file in the jar. */
  void change(String entry, byte[] content) throws IOException {
    try (FileSystem jar = FileSystems.newFileSystem(directory.resolve(id + "-1.2.3.jar"))) {
      Files.write(jar.getPath(entry), content);
    }
  }

  /** Writes a file that is no jar at all, but is called one. */
  static void brokenJar(Path directory) throws IOException {
    Files.writeString(directory.resolve("broken.jar"), "not a jar", StandardCharsets.UTF_8);
  }

  /** Adds a jar with the classes of the SPI itself. */
  static void jarOfSpi(Path directory) throws IOException {
    Path spi =
        Path.of(PluginProvider.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    if (Files.isDirectory(spi)) {
      jar(spi, directory.resolve("spi.jar"));
    } else {
      Files.copy(spi, directory.resolve("spi.jar"));
    }
  }
}

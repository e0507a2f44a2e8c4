package io.vivarium.architecture;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The modules of the product and what each may depend on: the layering of the system. A module that is not here fails the build until
 * it has a row; a dependency that is not here fails until someone has decided that it may be.
 */
enum Module {
  MODEL("modules/model", Kind.PURE_API, Set.of(), Set.of()),
  // Plugins, clients and tools are handed its codecs, as the kernel is.
  CODEC("modules/codec", Kind.PURE_API, Set.of("model"), Set.of()),
  // The kernel is written against it, and so will the simulator be: half of its types are for them,
  // see BudgetTest.
  TREE("modules/tree", Kind.PURE_API, Set.of("model"), Set.of()),
  SPI("modules/spi", Kind.API, Set.of("model"), Set.of()),
  SPI_TCK("modules/spi-tck", Kind.API, Set.of("model", "spi"), Set.of("org.junit.jupiter.api")),
  // The consensus SPI is the other half of its ports.
  ZAB("modules/zab", Kind.PURE, Set.of("model", "spi"), Set.of("org.slf4j")),
  CONFIG(
      "modules/config",
      Kind.SHELL,
      Set.of("model", "spi"),
      Set.of("org.apache.commons.configuration2", "org.slf4j")),
  KERNEL(
      "modules/kernel",
      Kind.SHELL,
      Set.of("model", "codec", "tree", "spi", "config"),
      Set.of(
          "com.lmax.disruptor",
          "com.github.benmanes.caffeine",
          // Open file descriptors, for the figures that operators watch.
          "com.sun.management",
          "org.slf4j")),
  SERVER(
      "modules/server",
      Kind.COMMAND,
      Set.of("kernel", "config", "spi"),
      Set.of("picocli", "org.slf4j", "ch.qos.logback")),
  // Tests all of the above, and ships with none of it.
  SIMULATOR(
      "modules/simulator",
      Kind.SHELL,
      Set.of("model", "codec", "tree", "zab", "spi", "config", "kernel"),
      Set.of()),
  BENCH(
      "modules/bench",
      Kind.COMMAND,
      Set.of("codec", "model"),
      Set.of("io.netty", "org.HdrHistogram", "HdrHistogram", "picocli")),
  // Tests clients, and ships with nothing.
  SCRIPTED_SERVER("modules/scripted-server", Kind.API, Set.of("model", "codec"), Set.of()),
  // For applications: what they see of it are its own types and the vocabulary.
  CLIENT("modules/client", Kind.API, Set.of("model", "codec"), Set.of("io.netty", "org.slf4j")),
  IMAGE("modules/image", Kind.COMMAND, Set.of(), Set.of("com.fasterxml.jackson", "picocli")),
  SHELL(
      "modules/shell",
      Kind.COMMAND,
      Set.of("client", "model", "sasl"),
      Set.of("com.fasterxml.jackson", "org.jline", "picocli")),
  CERTIFICATES(
      "modules/certificates", Kind.COMMAND, Set.of(), Set.of("org.bouncycastle", "picocli")),
  CREDENTIALS("modules/credentials", Kind.COMMAND, Set.of("sasl"), Set.of("picocli")),
  // Reads files with the plugin that writes them: no format has a second implementation.
  TOOLS(
      "modules/tools",
      Kind.COMMAND,
      Set.of("model", "codec", "tree", "spi", "config", "kernel", "storage-filelog"),
      Set.of("picocli")),
  PLUGIN_INSTALLER(
      "modules/plugin-installer",
      Kind.COMMAND,
      Set.of("kernel", "spi"),
      Set.of("org.bouncycastle", "org.w3c.dom", "org.xml.sax", "picocli")),
  // Runs inside Maven, in the builds of plugins.
  PLUGIN_ASSEMBLY(
      "modules/plugin-assembly",
      Kind.SHELL,
      Set.of(),
      Set.of("org.apache.maven.plugins.assembly", "org.codehaus.plexus")),
  // What two plugins are written against; each carries its jar.
  SASL("modules/sasl", Kind.API, Set.of(), Set.of()),
  TRANSPORT_TCP("plugins/transport-tcp", Set.of("io.netty")),
  // Puts encryption into the streams of the other, which offers a place for it and knows none.
  TRANSPORT_TLS(
      "plugins/transport-tls",
      Kind.PLUGIN,
      Set.of("model", "codec", "spi", "transport-tcp"),
      Set.of("com.github.benmanes.caffeine", "io.netty", "org.bouncycastle", "org.slf4j")),
  TRANSPORT_INPROCESS("plugins/transport-inprocess", Set.of()),
  STORAGE_FILELOG("plugins/storage-filelog", Set.of()),
  STORAGE_MEMORY("plugins/storage-memory", Set.of()),
  CONSENSUS_STANDALONE("plugins/consensus-standalone", Set.of()),
  CONSENSUS_ZAB(
      "plugins/consensus-zab",
      Kind.PLUGIN,
      Set.of("model", "codec", "spi", "zab", "sasl"),
      Set.of("org.slf4j")),
  AUTH_BUILTIN("plugins/auth-builtin", Set.of()),
  AUTH_X509("plugins/auth-x509", Set.of()),
  AUTH_ENSEMBLE("plugins/auth-ensemble", Set.of()),
  AUDIT_LOG("plugins/audit-log", Set.of()),
  METRICS_PROMETHEUS(
      "plugins/metrics-prometheus",
      // The JDK's HTTP server, and what it tells of the process.
      Set.of("com.sun.net.httpserver", "com.sun.management")),
  ADMIN_HTTP("plugins/admin-http", Set.of("org.eclipse.jetty")),
  ADMIN_JMX("plugins/admin-jmx", Set.of()),
  LOG_LEVELS("plugins/log-levels", Set.of("ch.qos.logback.classic")),
  AUTH_SASL(
      "plugins/auth-sasl",
      Kind.PLUGIN,
      Set.of("model", "codec", "spi", "sasl"),
      Set.of("org.slf4j"));

  /** What a module is for, as far as rules differ by it. */
  enum Kind {
    /** No clock, randomness, thread, file or socket; its types are meant for all others. */
    PURE_API,
    /** No clock, randomness, thread, file or socket. */
    PURE,
    /** Its types are meant for others, so most of them are public. */
    API,
    /** Does I/O, has threads. */
    SHELL,
    /** Talks to a person or a script: standard streams, exit codes. */
    COMMAND,
    /** Loaded by the kernel, known to nobody. */
    PLUGIN
  }

  private static final Set<String> EVERYWHERE = Set.of("java", "javax", "org.jspecify.annotations");

  private final String directory;
  private final Kind kind;

  @SuppressWarnings("ImmutableEnumChecker") // immutable sets, though their type does not say so
  private final Set<String> modules;

  @SuppressWarnings("ImmutableEnumChecker")
  private final Set<String> libraries;

  Module(String directory, Kind kind, Set<String> modules, Set<String> libraries) {
    this.directory = directory;
    this.kind = kind;
    this.modules = modules;
    this.libraries = libraries;
  }

  Module(String plugin, Set<String> libraries) {
    this(plugin, Kind.PLUGIN, Set.of("model", "codec", "spi"), plus(libraries, "org.slf4j"));
  }

  private static Set<String> plus(Set<String> set, String element) {
    return Set.copyOf(Stream.concat(set.stream(), Stream.of(element)).toList());
  }

  /** Where its sources are, from the top of the source tree. */
  String directory() {
    return directory;
  }

  /** The last part of the directory. */
  String shortName() {
    return directory.substring(directory.indexOf('/') + 1);
  }

  /** The name of its JPMS module, which is also its root package. */
  String rootPackage() {
    return "io.vivarium." + shortName().replace('-', '.');
  }

  boolean pure() {
    return kind == Kind.PURE || kind == Kind.PURE_API;
  }

  boolean api() {
    return kind == Kind.API || kind == Kind.PURE_API;
  }

  boolean plugin() {
    return kind == Kind.PLUGIN;
  }

  boolean command() {
    return kind == Kind.COMMAND;
  }

  /** The modules of ours that it may depend on. */
  List<Module> mayDependOn() {
    return Arrays.stream(values()).filter(other -> modules.contains(other.shortName())).toList();
  }

  /** True if classes of this module may use classes of the package. */
  boolean mayUse(String packageName) {
    Optional<Module> owner = owning(packageName);
    if (owner.isPresent()) {
      return owner.get() == this || modules.contains(owner.get().shortName());
    }
    return Stream.concat(EVERYWHERE.stream(), libraries.stream())
        .anyMatch(library -> inside(packageName, library));
  }

  /** True if code that is compiled against the named JPMS module stays within this row. */
  boolean mayRequire(String moduleName) {
    Optional<Module> owner =
        Arrays.stream(values()).filter(m -> m.rootPackage().equals(moduleName)).findFirst();
    if (owner.isPresent()) {
      return modules.contains(owner.get().shortName());
    }
    // Module names of libraries are near enough to their packages: info.picocli is the exception.
    return moduleName.startsWith("java.")
        || moduleName.startsWith("jdk.")
        || moduleName.equals("org.jspecify")
        || libraries.stream().anyMatch(l -> inside(moduleName, l) || moduleName.endsWith("." + l));
  }

  /** The module that a package of ours belongs to: the one with the longest root package that contains it. */
  static Optional<Module> owning(String packageName) {
    return Arrays.stream(values())
        .filter(module -> inside(packageName, module.rootPackage()))
        .max(Comparator.comparingInt(module -> module.rootPackage().length()));
  }

  private static boolean inside(String packageName, String root) {
    return packageName.equals(root) || packageName.startsWith(root + ".");
  }
}
